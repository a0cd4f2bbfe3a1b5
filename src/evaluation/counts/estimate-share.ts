import { lowerLimit, upperLimit } from '../statistics/binomial.ts';
import { studentQuantile } from './student-quantile.ts';

/** A ticket that a person labelled for one theme. */
export interface LabelledTicket {
  /** Whether the person says that the theme applies. */
  label: boolean;
  /** Whether the run says so; whatever the run didn't decide is a no here. */
  said: boolean;
  /** With what chance it was drawn for labelling, above 0 and at most 1. */
  chance: number;
}

/** All tickets that the labelled ones were drawn from. */
export interface CountedTickets {
  tickets: number;
  /** Of so many the run says that the theme applies. */
  said: number;
}

/** The share of tickets that a theme applies to, 0 to 1. */
export interface EstimatedShare {
  /** What the run says, before any correction. */
  raw: number;
  share: number;
  /** Limits of a 95 % interval. */
  low: number;
  high: number;
  labels: number;
  /** How far the run's answers are used: 0 not at all, 1 wholly. */
  trust: number;
  /** So many labels alone, drawn uniformly, would leave an interval as wide. */
  worth: number;
  /** Of the estimate, squared shares. */
  variance: number;
}

/**
 * How many labelled mistakes of each kind are added before the spread of mistakes is taken: a small
 * sample often holds none of a rare kind, and would then promise too much.
 */
const addedMistakes = 1.25;
/** An effective sample larger than this is exact. */
const exact = 1e9;

/**
 * The share among these tickets: what the run says of all of them, put right by how far labels and run
 * differ on the labelled ones. Prediction-powered inference with power tuning (Angelopoulos, Duchi and
 * Zrnic 2023, PPI++), for a finite file and known chances of being drawn: a difference estimator with
 * weights 1/chance (Särndal, Swensson and Wretman 1992, chapter 6), its variance by Hájek's formula
 * for fixed-size designs, its interval exact for the effective sample (Korn and Graubard 1998). Where
 * the run's answers would widen the interval, labels stand alone.
 * @param labelled at least 2, each a different ticket
 */
export function estimateShare(
  labelled: readonly LabelledTicket[],
  { tickets, said }: CountedTickets,
): EstimatedShare {
  const raw = said / tickets;
  const sums = sumUp(labelled);
  const alone = boundTo(sums, tickets, weigh(sums, raw, 0));
  const tuned = tuneTrust(sums);
  const helped = tuned === 0 ? alone : boundTo(sums, tickets, weigh(sums, raw, tuned));
  const best = helped.high - helped.low <= alone.high - alone.low ? helped : alone;
  const { share, low, high, trust, smooth, effective } = best;
  return {
    raw,
    share,
    low,
    high,
    labels: labelled.length,
    trust,
    worth: labelled.length * Math.max(1, effective / alone.effective),
    variance: (smooth * (1 - smooth)) / effective,
  };
}

/** All that an estimate takes of the labelled tickets with one answer of the person and one of the run. */
interface Cell {
  label: number;
  said: number;
  count: number;
  /** Sums over them of 1/chance, and of its square. */
  weight: number;
  square: number;
}

interface Sums {
  cells: readonly Cell[];
  count: number;
  weight: number;
  square: number;
  /** Sum of the chances of not being drawn. */
  unseen: number;
  heaviest: number;
}

function sumUp(labelled: readonly LabelledTicket[]): Sums {
  const [counts, weights, squares] = [
    new Float64Array(4),
    new Float64Array(4),
    new Float64Array(4),
  ];
  let [unseen, heaviest] = [0, 0];
  for (const { label, said, chance } of labelled) {
    const cell = 2 * Number(label) + Number(said);
    const weight = 1 / chance;
    counts[cell] = (counts[cell] ?? 0) + 1;
    weights[cell] = (weights[cell] ?? 0) + weight;
    squares[cell] = (squares[cell] ?? 0) + weight * weight;
    unseen += 1 - chance;
    heaviest = Math.max(heaviest, weight);
  }
  const cells = Array.from(counts, (count, cell): Cell => {
    const [weight = 0, square = 0] = [weights[cell], squares[cell]];
    return { label: cell >> 1, said: cell & 1, count, weight, square };
  });
  return {
    cells,
    unseen,
    heaviest,
    count: labelled.length,
    weight: sumOver(cells, (cell) => cell.weight),
    square: sumOver(cells, (cell) => cell.square),
  };
}

function sumOver(cells: readonly Cell[], read: (cell: Cell) => number): number {
  let sum = 0;
  for (const cell of cells) sum += read(cell);
  return sum;
}

/** The limits in whole tickets, and none that the labels themselves refute. */
function boundTo({ cells, count }: Sums, tickets: number, weighed: ReturnType<typeof weigh>) {
  const { share, effective, kish } = weighed;
  const yes = sumOver(cells, (cell) => cell.label * cell.count);
  const no = count - yes;
  const { low, high } = limitsOf(share, effective, kish);
  return {
    ...weighed,
    low: Math.min(share, Math.max(yes, Math.floor(low * tickets + rounding)) / tickets),
    high: Math.max(share, Math.min(tickets - no, Math.ceil(high * tickets - rounding)) / tickets),
  };
}

const rounding = 1e-9;

/** The limits of a share that is known as well as from so many independent labels (Korn and Graubard 1998). */
export function limitsOf(
  share: number,
  effective: number,
  degrees: number,
): { low: number; high: number } {
  if (effective >= exact) return { low: share, high: share };
  const size = effective * (1.959964 / studentQuantile(Math.max(1, degrees - 1))) ** 2;
  return {
    low: lowerLimit(share * size, size, 0.975),
    high: upperLimit(share * size, size, 0.975),
  };
}

/** The weight of the run's answers that leaves the least variance, 0 to 1. */
function tuneTrust({ cells, weight, heaviest }: Sums): number {
  const added = addedMistakes * heaviest;
  const whole = weight + 2 * added;
  const label = (sumOver(cells, (cell) => cell.label * cell.weight) + added) / whole;
  const said = (sumOver(cells, (cell) => cell.said * cell.weight) + added) / whole;
  const both = sumOver(cells, (cell) => cell.label * cell.said * cell.weight) / whole;
  return Math.min(1, Math.max(0, (both - label * said) / (said * (1 - said))));
}

/** The estimate at one weight of the run's answers, and how many independent labels it is as good as. */
function weigh(sums: Sums, raw: number, trust: number) {
  const { cells, count, weight, square, unseen, heaviest } = sums;
  const restOf = ({ label, said }: Cell) => label - trust * said;
  const mean = sumOver(cells, (cell) => restOf(cell) * cell.weight) / weight;
  const share = Math.min(1, Math.max(0, trust * raw + mean));

  // Of each ticket its rest's distance from the mean, times its weight; each as far as it might not have been drawn.
  const distances = sumOver(cells, (cell) => (restOf(cell) - mean) * (cell.weight - cell.count));
  const squares = sumOver(
    cells,
    (cell) => (restOf(cell) - mean) ** 2 * (cell.square - cell.weight),
  );
  const middle = unseen === 0 ? 0 : distances ** 2 / unseen;
  const spread = Math.max(0, squares - middle) * (count / Math.max(1, count - 1));
  const added = addedMistakes * heaviest;
  const extra = added * (unseen / count) * heaviest * ((1 - mean) ** 2 + (trust + mean) ** 2);
  const whole = weight + 2 * added;
  const variance = (spread + extra) / whole ** 2;
  const smooth = (weight * share + added) / whole;
  const effective = variance === 0 ? exact : Math.min(exact, (smooth * (1 - smooth)) / variance);
  return { share, smooth, effective, kish: weight ** 2 / square, trust };
}
