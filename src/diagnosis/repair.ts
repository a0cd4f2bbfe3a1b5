import { fallsShort, usualRules } from '../domain/decision/reconcile.ts';
import type { Case } from './case.ts';
import { type Flip, isRight, replayThemes } from './replay.ts';

/** Disagreements beyond which not every combination is tried: 2^8 replays take a few milliseconds. */
const mostTried = 8;

/**
 * The smallest set of verdicts whose flip makes the decision right, found by replay: empty where it is
 * right as it is, undefined where no flip helps, or too many verdicts are wrong to try them all.
 */
export function findRepair(known: Case, gold: readonly string[]): Map<string, Flip> | undefined {
  const wrong = known.decision.outcomes.filter(
    (outcome) => wantedFlip(outcome, gold, known) !== undefined,
  );
  if (wrong.length > mostTried) return undefined;
  const flipsOf = (outcomes: typeof wrong) =>
    new Map(outcomes.map((outcome) => [outcome.theme, wantedFlip(outcome, gold, known) as Flip]));
  const repairs = (flips: Map<string, Flip>) => isRight(replayThemes(known, { flips }), gold);
  if (standAlone(known)) {
    // Then each theme that is decided wrongly needs its own flip, and no other does.
    const { themes } = known.decision;
    const needed = flipsOf(
      wrong.filter(({ theme }) => themes.includes(theme) !== gold.includes(theme)),
    );
    if (repairs(needed)) return needed;
  }
  for (let size = 0; size <= wrong.length; size++)
    for (const subset of subsets(wrong, size)) {
      const flips = flipsOf(subset);
      if (repairs(flips)) return flips;
    }
  return undefined;
}

/** One theme's verdict says nothing about another theme. */
function standAlone({ ruling, themes }: Case): boolean {
  return ruling === undefined && themes.every(({ excludes }) => excludes.length === 0);
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
  { rules = usualRules }: Case,
): Flip | undefined {
  const applies = gold.includes(outcome.theme);
  if (outcome.kind === 'verdict') {
    if (outcome.verdict === 'no') return applies ? 'yes' : undefined;
    if (!applies) return fallsShort(outcome, rules) ? undefined : 'no';
    // An unsure yes is set aside, and so has to become a sure one.
    return outcome.confidence < rules.confidence_floor || fallsShort(outcome, rules)
      ? 'yes'
      : undefined;
  }
  return applies ? 'yes' : undefined;
}
