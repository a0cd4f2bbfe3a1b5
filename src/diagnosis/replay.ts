import { decide, type Evidence, settle } from '../domain/decision/decide.ts';
import type { Decision } from '../domain/decision/decision.ts';
import { unreadRule } from '../domain/decision/justify.ts';
import type { Outcome } from '../domain/decision/outcome.ts';
import { fallsShort, type Rules, usualRules } from '../domain/decision/reconcile.ts';
import type { Case } from './case.ts';

/** What a replay puts in the place of a theme's outcome. */
export type Flip = 'yes' | 'no' | 'failed' | 'not_routed';

export interface Change {
  /** By theme. */
  flips?: ReadonlyMap<string, Flip>;
  rules?: Partial<Rules>;
  /** As if the aggregator had not been asked. */
  withoutRuling?: boolean;
}

/** What a replay needs to know of a case. */
export type Replayed = Pick<
  Case,
  'ticket' | 'decision' | 'themes' | 'reading' | 'ruling' | 'aggregatorFailure' | 'rules'
>;

/**
 * The decision as it would have been, without a model. Pure. The aggregator's ruling stands where
 * the same panel would have been put before it; on other verdicts it was never heard.
 */
export function replay(known: Replayed, change: Change = {}): Decision {
  return decide(evidenceOf(known, change));
}

/** Only the themes of the replayed decision. */
export function replayThemes(known: Replayed, change: Change = {}): string[] {
  return settle(evidenceOf(known, change)).themes;
}

function evidenceOf(known: Replayed, change: Change): Evidence {
  const { flips, withoutRuling = false } = change;
  const rules = { ...usualRules, ...known.rules, ...change.rules };
  const outcomes = known.decision.outcomes.map((outcome) => {
    const flip = flips?.get(outcome.theme);
    return flip === undefined ? outcome : flipped(outcome, flip, rules);
  });
  const isSamePanel = outcomes.every(
    (outcome, index) => outcome === known.decision.outcomes[index],
  );
  const stands = isSamePanel && !withoutRuling;
  return {
    ticket: known.ticket,
    themes: known.themes,
    outcomes,
    sentiment: known.reading?.sentiment ?? null,
    ruling: stands ? known.ruling : undefined,
    aggregatorFailure: stands ? known.aggregatorFailure : undefined,
    unread: isSamePanel
      ? known.decision.rules.find(({ rule }) => rule === unreadRule)?.detail
      : undefined,
    rules,
  };
}

/** Whether the themes are those that a person gave, in whatever order. */
export function isRight(themes: readonly string[], gold: readonly string[]): boolean {
  return themes.length === gold.length && gold.every((theme) => themes.includes(theme));
}

/** The outcome as it is put in place; the same one where it says that already, and is sure of it. */
function flipped(outcome: Outcome, flip: Flip, rules: Rules): Outcome {
  const { theme } = outcome;
  const isSame =
    outcome.kind === 'verdict'
      ? outcome.verdict === flip &&
        outcome.confidence >= rules.confidence_floor &&
        !fallsShort(outcome, rules)
      : outcome.kind === flip;
  if (isSame) return outcome;
  switch (flip) {
    case 'not_routed':
      return { theme, kind: 'not_routed' };
    case 'failed':
      return { theme, kind: 'failed', cause: 'text_instead_of_tool', detail: 'as a replay has it' };
    default:
      return {
        theme,
        kind: 'verdict',
        verdict: flip,
        confidence: 1,
        quote: null,
        rationale: 'as a replay has it',
      } as Outcome;
  }
}
