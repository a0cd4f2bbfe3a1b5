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
  const alone = boundTo(labelled, tickets, weigh(labelled, raw, 0));
  const helped = boundTo(labelled, tickets, weigh(labelled, raw, tuneTrust(labelled)));
  const best = helped.high - helped.low <= alone.high - alone.low ? helped : alone;
  const { share, low, high, trust, smooth, effective } = best;
  return {
    ...{ raw, share, low, high, labels: labelled.length, trust },
    worth: labelled.length * Math.max(1, effective / alone.effective),
    variance: (smooth * (1 - smooth)) / effective,
  };
}

/** The limits in whole tickets, and none that the labels themselves refute. */
function boundTo(
  labelled: readonly LabelledTicket[],
  tickets: number,
  weighed: ReturnType<typeof weigh>,
) {
  const { share, effective, kish } = weighed;
  const yes = labelled.filter(({ label }) => label).length;
  const no = labelled.length - yes;
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
function tuneTrust(labelled: readonly LabelledTicket[]): number {
  const { total, heaviest } = weightsOf(labelled);
  const whole = total + 2 * addedMistakes * heaviest;
  const sum = (picked: (ticket: LabelledTicket) => boolean) =>
    labelled.reduce((sum, ticket) => sum + (picked(ticket) ? 1 / ticket.chance : 0), 0);
  const label = (sum((ticket) => ticket.label) + addedMistakes * heaviest) / whole;
  const said = (sum((ticket) => ticket.said) + addedMistakes * heaviest) / whole;
  const both = sum((ticket) => ticket.label && ticket.said) / whole;
  return Math.min(1, Math.max(0, (both - label * said) / (said * (1 - said))));
}

function weightsOf(labelled: readonly LabelledTicket[]) {
  const weights = labelled.map(({ chance }) => 1 / chance);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0);
  return { total, heaviest: Math.max(...weights), kish: total ** 2 / squares };
}

/** The estimate at one weight of the run's answers, and how many independent labels it is as good as. */
function weigh(labelled: readonly LabelledTicket[], raw: number, trust: number) {
  const count = labelled.length;
  const { total, heaviest, kish } = weightsOf(labelled);
  const rests = labelled.map(({ label, said }) => Number(label) - trust * Number(said));
  const mean = labelled.reduce((sum, { chance }, i) => sum + (rests[i] ?? 0) / chance, 0) / total;
  const share = Math.min(1, Math.max(0, trust * raw + mean));

  const corrections = labelled.map(({ chance }) => ((1 - chance) * count) / Math.max(1, count - 1));
  const spreads = labelled.map(({ chance }, i) => ((rests[i] ?? 0) - mean) / chance);
  const corrected = corrections.reduce((sum, factor) => sum + factor, 0);
  const middle =
    corrected === 0
      ? 0
      : corrections.reduce((sum, factor, i) => sum + factor * (spreads[i] ?? 0), 0) / corrected;
  const unseen = labelled.reduce((sum, { chance }) => sum + (1 - chance), 0) / count;
  const added = addedMistakes * unseen * heaviest ** 2 * ((1 - mean) ** 2 + (trust + mean) ** 2);
  const whole = total + 2 * addedMistakes * heaviest;
  const variance =
    (corrections.reduce((sum, factor, i) => sum + factor * ((spreads[i] ?? 0) - middle) ** 2, 0) +
      added) /
    whole ** 2;
  const smooth = (total * share + addedMistakes * heaviest) / whole;
  const effective = variance === 0 ? exact : Math.min(exact, (smooth * (1 - smooth)) / variance);
  return { share, smooth, effective, kish, trust };
}
