import { z } from 'zod';
import { standsInTicket } from '../text/quote.ts';
import type { Theme } from '../theme.ts';
import type { Ticket } from '../ticket.ts';
import type { Conflict, RuleApplied } from './decision.ts';
import type { Outcome, VerdictOutcome } from './outcome.ts';

/** What the rules go by. A replay may try others. */
export const Rules = z.object({
  /** A verdict less sure than this is a conflict, 0 to 1. */
  confidence_floor: z.number().min(0).max(1),
  /** Of two yes verdicts that exclude each other the surer one stands when it leads by this much, 0 to 1. */
  exclusion_lead: z.number().min(0).max(1),
  /** Whether themes can exclude each other at all. */
  exclusions: z.boolean(),
  /** A decision less sure than this goes to review, 0 to 1. */
  review_below: z.number().min(0).max(1),
  /** By theme, the confidence that its yes needs, 0 to 1: with less it falls. Found by `calibrate`. */
  theme_thresholds: z.record(z.string(), z.number().min(0).max(1)).optional(),
});
export type Rules = z.infer<typeof Rules>;

export const usualRules: Rules = {
  confidence_floor: 0.5,
  exclusion_lead: 0.2,
  exclusions: true,
  review_below: 0,
};

/** 1 - 0.8 is a little less than 0.2 to a computer. */
const rounding = 1e-9;

/** What code could settle of a ticket, and the conflicts that it could not. */
export interface Reconciled {
  /** Themes with a yes that nothing speaks against, in the run's order. */
  themes: string[];
  conflicts: Conflict[];
  rules: RuleApplied[];
}

/** Applies the rules that need no judgement. Pure: the same outcomes give the same result. */
export function reconcile(
  ticket: Pick<Ticket, 'text' | 'context'>,
  themes: readonly Pick<Theme, 'id' | 'excludes'>[],
  outcomes: readonly Outcome[],
  settings: Rules = usualRules,
): Reconciled {
  const conflicts: Conflict[] = [];
  const rules: RuleApplied[] = [];
  const standing = new Map<string, VerdictOutcome>();

  for (const outcome of outcomes) {
    if (outcome.kind === 'not_routed') continue;
    if (outcome.kind === 'failed') {
      conflicts.push({
        kind: 'judge_failed',
        themes: [outcome.theme],
        detail: `${outcome.cause}: ${outcome.detail}`,
      });
      continue;
    }
    if (fallsShort(outcome, settings)) {
      rules.push({
        rule: 'yes_below_threshold',
        detail: `${outcome.theme}: a yes with confidence ${outcome.confidence}, below the ${settings.theme_thresholds?.[outcome.theme]} that this theme needs`,
      });
      continue;
    }
    const conflict = conflictOf(outcome, ticket, settings);
    if (conflict !== undefined) conflicts.push(conflict);
    else if (outcome.verdict === 'yes') {
      standing.set(outcome.theme, outcome);
      if (outcome.quote === null)
        rules.push({
          rule: 'yes_without_quote',
          detail: `${outcome.theme}: the model can only say yes or no`,
        });
    }
  }

  const fallen = new Set<string>();
  for (const [stronger, weaker] of settings.exclusions ? rivals(themes, standing) : []) {
    if (fallen.has(stronger.theme) || fallen.has(weaker.theme)) continue;
    standing.delete(weaker.theme);
    if (stronger.confidence - weaker.confidence >= settings.exclusion_lead - rounding) {
      fallen.add(weaker.theme);
      rules.push({
        rule: 'surer_of_two_excluding',
        detail: `${stronger.theme} (${stronger.confidence}) stands, ${weaker.theme} (${weaker.confidence}) falls`,
      });
    } else {
      standing.delete(stronger.theme);
      const pair = [stronger.theme, weaker.theme].sort();
      conflicts.push({
        kind: 'excluding_themes',
        themes: pair,
        detail: `${pair.join(' and ')} exclude each other, and both judges say yes`,
      });
    }
  }

  const judged = outcomes.some((outcome) => outcome.kind !== 'not_routed');
  if (!judged) rules.push({ rule: 'no_route', detail: 'triage saw no theme worth judging' });
  else if (standing.size === 0 && conflicts.length === 0 && themes.length === 1)
    rules.push({ rule: 'only_theme_denied', detail: 'the judge of the only theme said no' });
  else if (standing.size === 0 && conflicts.length === 0)
    conflicts.push({ kind: 'no_theme', themes: [], detail: 'every judge asked said no' });

  return {
    themes: themes.map((theme) => theme.id).filter((id) => standing.has(id)),
    conflicts,
    rules,
  };
}

/** Whether the verdict is a yes that labels have shown to be too unsure for its theme. */
export function fallsShort(outcome: Outcome, { theme_thresholds = {} }: Rules): boolean {
  return (
    outcome.kind === 'verdict' &&
    outcome.verdict === 'yes' &&
    outcome.confidence < (theme_thresholds[outcome.theme] ?? 0)
  );
}

function conflictOf(
  outcome: VerdictOutcome,
  ticket: Pick<Ticket, 'text' | 'context'>,
  { confidence_floor }: Rules,
): Conflict | undefined {
  const { theme, verdict, quote, confidence } = outcome;
  if (verdict === 'yes' && quote !== null && !standsInTicket(quote, ticket))
    return {
      kind: 'quote_not_in_ticket',
      themes: [theme],
      detail: quote.trim() === '' ? 'a yes without a quote' : `"${quote}" is not in the ticket`,
    };
  if (confidence < confidence_floor)
    return {
      kind: 'low_confidence',
      themes: [theme],
      detail: `${verdict} with confidence ${confidence}, below ${confidence_floor}`,
    };
  return undefined;
}

/** Excluding pairs of which both have a yes, the surer one first, and the surest pair first. */
function rivals(
  themes: readonly Pick<Theme, 'id' | 'excludes'>[],
  standing: ReadonlyMap<string, VerdictOutcome>,
): [stronger: VerdictOutcome, weaker: VerdictOutcome][] {
  return excludingPairs(themes)
    .flatMap(([first, second]): [VerdictOutcome, VerdictOutcome][] => {
      const a = standing.get(first);
      const b = standing.get(second);
      if (a === undefined || b === undefined) return [];
      return [a.confidence >= b.confidence ? [a, b] : [b, a]];
    })
    .sort(([a], [b]) => b.confidence - a.confidence);
}

/** Each excluding pair once, whichever of the two names the other, in an order of its own. */
export function excludingPairs(
  themes: readonly Pick<Theme, 'id' | 'excludes'>[],
): [string, string][] {
  const pairs = new Map<string, [string, string]>();
  for (const theme of themes)
    for (const other of theme.excludes) {
      const pair: [string, string] = theme.id < other ? [theme.id, other] : [other, theme.id];
      pairs.set(pair.join('|'), pair);
    }
  return [...pairs.values()].sort();
}
