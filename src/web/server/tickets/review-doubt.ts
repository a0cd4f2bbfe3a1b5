import type { Decision } from '../../../domain/decision/decision.ts';
import type { Reviewable } from '../../../ledger/views/review-rows.ts';
import type { ReviewReason } from '../../api/trust/review.ts';
import type { OpenRun } from './story-row.ts';

/** Decided tickets less sure than this are worth a look. */
export const unsureBelow = 0.7;

/** A theme of less than this share of a run's tickets is rare. */
const rareShare = 0.01;

/**
 * How unsure a decision is, 0 to 1.5. All of that where it failed; half of what it lacks in confidence otherwise, and 0.5
 * more where it went to review. On top come 0.2 each for judges that differ among their votes and for
 * a conflict, and 0.1 for a rare theme, of which every label counts.
 */
export function doubtOf(
  { status, confidence, themes }: Reviewable,
  decision: Decision | undefined,
  isRare: (theme: string) => boolean,
): number {
  if (status === 'failed') return 1.5;
  const unsure = (1 - (confidence ?? 0)) / 2;
  return (
    unsure +
    (status === 'review' ? 0.5 : 0) +
    (decision !== undefined && hasSplitVotes(decision) ? 0.2 : 0) +
    (decision !== undefined && decision.conflicts.length > 0 ? 0.2 : 0) +
    (themes.split('|').some(isRare) ? 0.1 : 0)
  );
}

/** Conflicts that are said in other words. */
const ownReason: ReadonlySet<string> = new Set(['judge_failed', 'low_confidence', 'no_theme']);

/** Why a person should look at it, in the order of weight. */
export function reasonsFor(decision: Decision, isRare: (theme: string) => boolean): ReviewReason[] {
  const { status, confidence, conflicts, outcomes, themes } = decision;
  const reasons: [ReviewReason, boolean][] = [
    ['failed', status === 'failed'],
    ['judge_failed', status !== 'failed' && outcomes.some(({ kind }) => kind === 'failed')],
    ['no_theme', conflicts.some(({ kind }) => kind === 'no_theme')],
    ['conflict', conflicts.some(({ kind }) => !ownReason.has(kind))],
    ['votes_differ', hasSplitVotes(decision)],
    ['unsure', confidence !== null && confidence < unsureBelow],
    ['rare_theme', themes.some(isRare)],
  ];
  const found = reasons.flatMap(([reason, holds]) => (holds ? reason : []));
  return found.length === 0 && status === 'review' ? ['review'] : found;
}

function hasSplitVotes({ outcomes }: Decision): boolean {
  return outcomes.some(
    (outcome) =>
      outcome.kind === 'verdict' &&
      outcome.votes !== undefined &&
      outcome.votes.yes > 0 &&
      outcome.votes.no > 0,
  );
}

/** Known once a run has ended and its tickets were counted by theme; until then no theme is rare. */
export function isRareIn({ summary }: Pick<OpenRun, 'summary'>): (theme: string) => boolean {
  const { counts } = JSON.parse(summary ?? '{}') as {
    counts?: { tickets: number; themes: Record<string, number> };
  };
  if (counts === undefined) return () => false;
  const most = counts.tickets * rareShare;
  return (theme) => (counts.themes[theme] ?? Number.POSITIVE_INFINITY) < most;
}
