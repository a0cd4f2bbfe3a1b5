import { lowerLimit, upperLimit } from './statistics/binomial.ts';

/** One question's three answers: twice alone, and once in a docket. True for a yes. */
export interface Trio {
  ticket: string;
  docket: string;
  alone: readonly [boolean, boolean];
  together: boolean;
}

/** How far a docket's size changes answers, beyond what the model changes by itself. */
export interface DocketEffect {
  size: number;
  questions: number;
  /** The docket says otherwise than both answers alone. */
  flipped: number;
  /** The two answers alone differ: the model's own repeat noise. */
  unsteady: number;
  /** The flip rate of the docket less that of the repeat. */
  excess: number;
  /** Its one-sided limits: of 95 % where nothing else was asked for. */
  upper: number;
  lower: number;
  /** How much less the questions tell than so many unrelated ones would: 1 or more. */
  crowding: number;
}

type Rates = Pick<DocketEffect, 'questions' | 'flipped' | 'unsteady' | 'crowding'>;

/**
 * Against either answer alone a docket flips, on average, as often as they flip against one another
 * where it changes nothing: a docket unlike both is a flip, and two that differ among themselves
 * take half a flip off, whichever of them the docket sides with.
 */
export function docketEffect(size: number, trios: readonly Trio[], sure = 0.95): DocketEffect {
  const steps = trios.map(({ ticket, docket, alone: [first, second], together }) => {
    const excess = first === second ? Number(together !== first) : -0.5;
    return { ticket, docket, excess };
  });
  const mean = steps.reduce((sum, { excess }) => sum + excess, 0) / Math.max(1, steps.length);
  const off = steps.map((step) => ({ ...step, excess: step.excess - mean }));
  const rates = {
    questions: steps.length,
    flipped: steps.filter(({ excess }) => excess === 1).length,
    unsteady: steps.filter(({ excess }) => excess < 0).length,
    crowding: Math.max(
      1,
      crowding(off, ({ docket }) => docket),
      crowding(off, ({ ticket }) => ticket),
    ),
  };
  return { size, ...rates, excess: mean, ...excessLimits(rates, sure) };
}

/**
 * Two exact limits squared and added (G. Y. Zou, A. Donner, 2008), over the effective sample: where
 * the model repeats itself it is Clopper and Pearson's.
 */
function excessLimits(
  { questions, flipped, unsteady, crowding }: Rates,
  sure: number,
): Pick<DocketEffect, 'upper' | 'lower'> {
  if (questions === 0) return { upper: 1, lower: -0.5 };
  const flips = flipped / questions;
  const noise = unsteady / questions;
  const whole = questions / crowding;
  const odds = (flips * noise) / ((1 - flips) * (1 - noise));
  const shared = flips + noise >= 1 ? 1 : Math.sqrt(odds);
  const apart = (one: number, other: number) =>
    Math.sqrt(one ** 2 + other ** 2 + 2 * shared * one * other);
  const above = (share: number) => upperLimit(share * whole, whole, sure) - share;
  const below = (share: number) => share - lowerLimit(share * whole, whole, sure);
  return {
    upper: flips - noise / 2 + apart(above(flips), below(noise) / 2),
    lower: flips - noise / 2 - apart(below(flips), above(noise) / 2),
  };
}

/** The variance of sums over clusters against that of single questions (L. Kish, 1965). */
function crowding<Step extends { excess: number }>(
  steps: readonly Step[],
  clusterOf: (step: Step) => string,
): number {
  const sums = new Map<string, number>();
  for (const step of steps)
    sums.set(clusterOf(step), (sums.get(clusterOf(step)) ?? 0) + step.excess);
  const single = steps.reduce((sum, { excess }) => sum + excess ** 2, 0);
  const clustered = [...sums.values()].reduce((sum, excess) => sum + excess ** 2, 0);
  return single === 0 ? 1 : clustered / single;
}

/**
 * The largest size up to which every size keeps within the tolerance; 1 where the smallest doesn't.
 * To stop at the first that doesn't keeps the 5 % for the choice, not just for each size: the first
 * size that is truly worse would have to pass.
 */
export function chooseDocket(effects: readonly DocketEffect[], tolerance: number): number {
  let chosen = 1;
  for (const { size, upper } of [...effects].sort((one, other) => one.size - other.size)) {
    if (upper > tolerance) break;
    chosen = size;
  }
  return chosen;
}

/** The fewest questions that can show so small an excess: none of them may flip. */
export function fewestQuestions(tolerance: number, sure = 0.95): number {
  return Math.ceil(Math.log(1 - sure) / Math.log1p(-tolerance));
}

/** The questions that it would take at the observed rates; nothing where no number will do. */
export function questionsNeeded(
  effect: DocketEffect,
  tolerance: number,
  sure = 0.95,
): number | undefined {
  if (effect.questions === 0 || effect.excess >= tolerance) return undefined;
  const scale = (questions: number): Rates => ({
    questions,
    crowding: effect.crowding,
    flipped: (effect.flipped / effect.questions) * questions,
    unsteady: (effect.unsteady / effect.questions) * questions,
  });
  let enough = fewestQuestions(tolerance, sure);
  while (excessLimits(scale(enough), sure).upper > tolerance) {
    if (enough > 1e7) return undefined;
    enough *= 1.02;
  }
  return Math.ceil(enough);
}
