import type { Outcome } from '../domain/decision/outcome.ts';
import { excludingPairs, fallsShort, usualRules } from '../domain/decision/reconcile.ts';
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
  const tangled = tangledThemes(known);
  const isTangled = ({ theme }: Outcome) => tangled === undefined || tangled.has(theme);
  const { themes } = known.decision;
  // Of the others each theme that is decided wrongly needs its own flip, and no other does.
  const needed = wrong.filter(
    (outcome) =>
      !isTangled(outcome) && themes.includes(outcome.theme) !== gold.includes(outcome.theme),
  );
  const open = wrong.filter(isTangled);
  for (let size = 0; size <= open.length; size++)
    for (const subset of subsets(open, size)) {
      const flips = new Map(
        [...needed, ...subset].map(
          (outcome) => [outcome.theme, wantedFlip(outcome, gold, known) as Flip] as const,
        ),
      );
      if (isRight(replayThemes(known, { flips }), gold)) return flips;
    }
  return undefined;
}

/** Themes whose verdicts may decide about other themes, too; undefined where all may. */
function tangledThemes({ ruling, themes, rules = usualRules }: Case): Set<string> | undefined {
  if (ruling !== undefined) return undefined;
  return new Set(rules.exclusions ? excludingPairs(themes).flat() : []);
}

function* subsets<Value>(values: readonly Value[], size: number): Generator<Value[]> {
  if (size === 0) yield [];
  else
    for (const [index, value] of values.entries())
      for (const rest of subsets(values.slice(index + 1), size - 1)) yield [value, ...rest];
}

function wantedFlip(
  outcome: Outcome,
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
