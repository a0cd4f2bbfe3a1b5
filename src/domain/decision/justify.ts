import { ours } from '../text/own-sentence.ts';
import type { Conflict, RuleApplied } from './decision.ts';
import type { VerdictOutcome } from './outcome.ts';
import { explain, sayFailure } from './say-failure.ts';

/** The rule that leaves a ticket to a person that nobody was asked about. */
export const unreadRule = 'language_not_read';

/** What an analyst can forward: the reasons of those who said yes, then what speaks against a decision. */
export function justify(
  verdicts: readonly VerdictOutcome[],
  settled: readonly string[],
  conflicts: readonly Conflict[],
  rules: readonly RuleApplied[],
): string {
  const reasons = verdicts
    .filter(({ theme }) => settled.includes(theme))
    .map(({ theme, rationale, quote }) =>
      quote === null ? `${theme}: ${rationale}` : `${theme}: ${rationale} ("${quote}")`,
    );
  const failures = new Map<string, string[]>();
  for (const { kind, themes, detail } of conflicts)
    if (kind === 'judge_failed') failures.set(detail, [...(failures.get(detail) ?? []), ...themes]);
  const doubts = [
    ...conflicts.filter(({ kind }) => kind !== 'judge_failed').map(sayConflict),
    ...[...failures].map(([detail, themes]) => sayFailure(detail, themes)),
    ...rules.flatMap(sayRule),
  ];
  const [first, ...others] = doubts;
  if (first === undefined)
    return (reasons.length > 0 ? reasons : rules.map(({ detail }) => detail)).join('; ');
  const start =
    reasons.length === 0 ? first : ours`${reasons.join('; ').replace(/\.$/, '')}. ${first}`;
  return others.reduce((text, doubt) => ours`${text} ${doubt}`, start);
}

function sayConflict({ kind, themes, detail }: Conflict): string {
  switch (kind) {
    case 'quote_not_in_ticket':
      return ours`The judge of ${themes} said yes without evidence from the ticket: ${detail}.`;
    case 'low_confidence':
      return ours`The judge of ${themes} was not confident: ${detail}.`;
    case 'no_theme':
      return ours`Every judge that was asked said no.`;
    default:
      return ours`${detail}.`;
  }
}

/** Nothing for rules that need no words where a ticket has reasons. */
function sayRule({ rule, detail }: RuleApplied): string[] {
  switch (rule) {
    case 'aggregator_failed':
      return [ours`The aggregator did not settle it: ${explain(detail)[0]}.`];
    case 'below_threshold':
      return [ours`Left to a person to decide: ${detail}.`];
    case 'no_route':
      return [ours`Triage found no theme that might apply, so no judge was asked.`];
    case 'only_theme_denied':
      return [ours`The judge of the only theme said no.`];
    case unreadRule:
      return [
        ours`Not judged: ${detail}; read it yourself, or name a model that reads it with --model.`,
      ];
    default:
      return [];
  }
}
