import type { Theme } from '../theme.ts';
import type { Ticket } from '../ticket.ts';
import type { Decision, RuleApplied } from './decision.ts';
import { justify, unreadRule } from './justify.ts';
import type { Outcome, VerdictOutcome } from './outcome.ts';
import { excludingPairs, fallsShort, type Rules, reconcile, usualRules } from './reconcile.ts';
import { sayFailure } from './say-failure.ts';

/** What the aggregator says of a ticket with conflicts. */
export interface Ruling {
  themes: string[];
  confidence: number;
  sentiment: number | null;
  justification: string;
  needsReview: boolean;
}

/** Everything that a decision is made of. */
export interface Evidence {
  ticket: Pick<Ticket, 'text' | 'context'>;
  themes: readonly Pick<Theme, 'id' | 'excludes'>[];
  outcomes: Outcome[];
  sentiment: number | null;
  /** Nothing where the aggregator was not asked. */
  ruling?: Ruling | undefined;
  /** Why the aggregator was asked and gave no ruling. */
  aggregatorFailure?: string | undefined;
  /** Why nobody was asked: the language of the ticket is none that the model reads. */
  unread?: string | undefined;
  /** The usual ones where left out. */
  rules?: Rules;
}

/** The decision that follows from the evidence. Pure, so that it can be replayed without a model. */
export function decide(evidence: Evidence): Decision {
  const { verdicts, settled, ...decision } = settle(evidence);
  const { ruling } = evidence;
  return {
    ...decision,
    justification:
      ruling?.justification ?? justify(verdicts, settled, decision.conflicts, decision.rules),
  };
}

/** The decision without its words, with what they would be made of. */
export function settle(evidence: Evidence) {
  const { ticket, themes, outcomes, ruling } = evidence;
  const {
    themes: settled,
    conflicts,
    rules,
  } = evidence.unread === undefined
    ? reconcile(ticket, themes, outcomes, evidence.rules)
    : { themes: [], conflicts: [], rules: [{ rule: unreadRule, detail: evidence.unread }] };
  if (evidence.aggregatorFailure !== undefined)
    rules.push({ rule: 'aggregator_failed', detail: evidence.aggregatorFailure });
  const kept = ruling === undefined ? settled : checkRuling(ruling, evidence, rules);
  const failed = outcomes.filter((outcome) => outcome.kind === 'failed');
  const verdicts = outcomes.filter((outcome) => outcome.kind === 'verdict');
  const open =
    evidence.unread !== undefined ||
    (ruling === undefined ? conflicts.length > 0 : ruling.needsReview);
  const settledStatus: Decision['status'] =
    failed.length > 0 && verdicts.length === 0
      ? 'failed'
      : open || failed.length > 0 || rules.some(({ rule }) => rule.startsWith('ruling_'))
        ? 'review'
        : 'decided';
  const confidence =
    settledStatus === 'failed' ? null : (ruling?.confidence ?? meanConfidence(verdicts, settled));
  const status =
    settledStatus === 'decided' && isUnsure(confidence, evidence.rules, rules)
      ? 'review'
      : settledStatus;
  return {
    status,
    themes: status === 'failed' ? [] : kept,
    confidence,
    sentiment: evidence.sentiment ?? ruling?.sentiment ?? null,
    outcomes,
    conflicts,
    rules,
    verdicts,
    settled,
  };
}

/** Who is sure of nothing is below any threshold: a promise about what is decided covers it too. */
function isUnsure(
  confidence: number | null,
  { review_below }: Rules = usualRules,
  rules: RuleApplied[],
): boolean {
  if ((confidence ?? 0) >= review_below) return false;
  rules.push({
    rule: 'below_threshold',
    detail: `${confidence === null ? 'no confidence' : `confidence ${confidence}`}, below ${review_below}`,
  });
  return true;
}

/** The aggregator may overrule verdicts, but not make up one that no judge gave. */
function checkRuling(ruling: Ruling, evidence: Evidence, rules: RuleApplied[]): string[] {
  const fallen = new Set(
    evidence.outcomes
      .filter((outcome) => fallsShort(outcome, evidence.rules ?? usualRules))
      .map(({ theme }) => theme),
  );
  const judged = new Set(
    evidence.outcomes.filter(({ kind }) => kind === 'verdict').map(({ theme }) => theme),
  );
  const unjudged = ruling.themes.filter((theme) => !judged.has(theme));
  if (unjudged.length > 0)
    rules.push({
      rule: 'ruling_without_verdict',
      detail: `no judge gave a verdict on ${unjudged.join(', ')}`,
    });
  const kept = evidence.themes
    .map(({ id }) => id)
    .filter((id) => judged.has(id) && !fallen.has(id) && ruling.themes.includes(id));
  for (const [first, second] of evidence.rules?.exclusions === false
    ? []
    : excludingPairs(evidence.themes))
    if (kept.includes(first) && kept.includes(second))
      rules.push({
        rule: 'ruling_excludes_itself',
        detail: `${first} and ${second} can't both stand`,
      });
  return kept;
}

function meanConfidence(verdicts: readonly VerdictOutcome[], themes: readonly string[]) {
  const telling = verdicts.filter(({ theme }) => themes.length === 0 || themes.includes(theme));
  if (telling.length === 0) return null;
  const sum = telling.reduce((total, { confidence }) => total + confidence, 0);
  return Math.round((sum / telling.length) * 1000) / 1000;
}

/** The decision about a ticket that no judge could be asked about. */
export function failedDecision(rule: string, detail: string): Decision {
  return {
    status: 'failed',
    themes: [],
    confidence: null,
    sentiment: null,
    justification: sayFailure(detail),
    outcomes: [],
    conflicts: [],
    rules: [{ rule, detail }],
  };
}
