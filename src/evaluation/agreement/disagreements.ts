import type { Decision } from '../../domain/decision/decision.ts';
import type { Mark } from '../mark.ts';

/** A ticket of which the run says something else than the person. Theme ids. */
export interface Disagreement {
  /** Said by the run only. */
  extra: string[];
  /** Said by the person only. */
  missed: string[];
  /** The sum of how sure the wrong answers were, each 0 to 1. */
  severity: number;
}

/** What a route that was not taken weighs: triage doesn't say how sure it is. */
const routeWeight = 0.5;

/** Nothing where they agree, as far as the judges did not fail. */
export function disagreementOf(
  { gold, said, failed }: Mark,
  { outcomes }: Decision,
): Disagreement | undefined {
  const extra = said.filter((theme) => !gold.includes(theme));
  const missed = gold.filter((theme) => !said.includes(theme) && !failed.includes(theme));
  if (extra.length + missed.length === 0) return undefined;
  const weightOf = (wrong: string) => {
    const outcome = outcomes.find(({ theme }) => theme === wrong);
    return outcome?.kind === 'verdict' ? outcome.confidence : routeWeight;
  };
  const severity = [...extra, ...missed].reduce((sum, theme) => sum + weightOf(theme), 0);
  return { extra, missed, severity };
}
