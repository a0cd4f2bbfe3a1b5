import type { Decision } from '../domain/decision/decision.ts';

/** What a run said of a ticket beside what a person said of it. Theme ids, each once. */
export interface Mark {
  gold: readonly string[];
  said: readonly string[];
  /** Themes of which the run says neither yes nor no, because a judge failed: no part of any score. */
  failed: readonly string[];
}

/** A theme that triage left out is a no: triage decided that. One whose judge failed is nothing. */
export function markOf(
  themes: readonly string[],
  decision: Decision,
  gold: readonly string[],
): Mark {
  const answered = new Set(
    decision.outcomes.flatMap(({ kind, theme }) => (kind === 'failed' ? [] : theme)),
  );
  return {
    gold: gold.filter((theme) => themes.includes(theme)),
    said: decision.themes.filter((theme) => answered.has(theme)),
    failed: themes.filter((theme) => !answered.has(theme)),
  };
}

export function isComplete({ failed }: Mark): boolean {
  return failed.length === 0;
}

/** Whether a run said just what the person said; of complete marks only. */
export function isExact({ gold, said }: Mark): boolean {
  return gold.length === said.length && said.every((theme) => gold.includes(theme));
}
