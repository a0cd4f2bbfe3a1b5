import type { Case } from './case.ts';
import { type Flip, isRight, replay } from './replay.ts';

/** Disagreements beyond which not every combination is tried: 2^8 replays take a few milliseconds. */
const mostTried = 8;

/**
 * The smallest set of verdicts whose flip makes the decision right, found by replay: empty where it is
 * right as it is, undefined where no flip helps, or too many verdicts are wrong to try them all.
 */
export function findRepair(known: Case, gold: readonly string[]): Map<string, Flip> | undefined {
  const wrong = known.decision.outcomes.filter(
    (outcome) => wantedFlip(outcome, gold) !== undefined,
  );
  if (wrong.length > mostTried) return undefined;
  for (let size = 0; size <= wrong.length; size++)
    for (const subset of subsets(wrong, size)) {
      const flips = new Map(
        subset.map((outcome) => [outcome.theme, wantedFlip(outcome, gold) as Flip]),
      );
      if (isRight(replay(known, { flips }).themes, gold)) return flips;
    }
  return undefined;
}

function* subsets<Value>(values: readonly Value[], size: number): Generator<Value[]> {
  if (size === 0) yield [];
  else
    for (const [index, value] of values.entries())
      for (const rest of subsets(values.slice(index + 1), size - 1)) yield [value, ...rest];
}

function wantedFlip(
  outcome: Case['decision']['outcomes'][number],
  gold: readonly string[],
): Flip | undefined {
  const applies = gold.includes(outcome.theme);
  if (outcome.kind === 'verdict')
    return (outcome.verdict === 'yes') === applies ? undefined : applies ? 'yes' : 'no';
  return applies ? 'yes' : undefined;
}
