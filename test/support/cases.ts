import type { Case } from '../../src/diagnosis/case.ts';
import { decide, type Ruling } from '../../src/domain/decision/decide.ts';
import type { Outcome, VerdictOutcome } from '../../src/domain/decision/outcome.ts';

export const text = 'I waited an hour on the phone and the agent was rude to me.';
export const themeIds = ['manners', 'waiting', 'website'];

export function yes(theme: string, more: Partial<VerdictOutcome> = {}): Outcome {
  return {
    kind: 'verdict',
    theme,
    verdict: 'yes',
    confidence: 0.9,
    quote: 'waited an hour',
    rationale: 'it says so',
    ...more,
  } as Outcome;
}

export function no(theme: string, more: Partial<VerdictOutcome> = {}): Outcome {
  return yes(theme, { verdict: 'no', quote: '', ...more });
}

export const unrouted = (theme: string): Outcome => ({ kind: 'not_routed', theme });

export function failed(theme: string, cause: 'timeout' | 'bad_arguments' = 'timeout'): Outcome {
  return { kind: 'failed', theme, cause, detail: 'no answer within 120 s' };
}

/** A decided ticket as the tribunal would have decided it: by default waiting is a yes, and rightly so. */
export function caseOf(
  outcomes: Outcome[] = [no('manners'), yes('waiting'), unrouted('website')],
  more: Partial<Omit<Case, 'ticket'>> & {
    ticket?: Partial<Case['ticket']>;
    aggregated?: Partial<Ruling>;
    excludes?: [string, string];
  } = {},
): Case {
  const { aggregated, excludes, ticket: told, ...rest } = more;
  const ticket = { row: 7, id: 'T7', text, context: {}, cells: ['T7', text], ...told };
  const themes = themeIds.map((id) => ({
    id,
    excludes: excludes?.[0] === id ? [excludes[1]] : [],
  }));
  const ruling: Ruling | undefined = aggregated && {
    themes: [],
    confidence: 0.8,
    sentiment: 0.5,
    justification: 'so it is',
    needsReview: false,
    ...aggregated,
  };
  const routes = outcomes
    .filter(({ kind }) => kind !== 'not_routed')
    .map(({ theme }) => ({ theme, reason: 'it might' }));
  const reading = { routes, sentiment: 0.5 };
  const decision = decide({
    ticket,
    themes,
    outcomes,
    sentiment: 0.5,
    ruling,
    aggregatorFailure: rest.aggregatorFailure,
  });
  const agents = ['triage', ...outcomes.map(({ theme }) => `judge:${theme}`), 'aggregator'];
  return {
    ticket,
    decision,
    themes,
    reading,
    ruling,
    aggregatorFailure: undefined,
    dockets: new Map(agents.map((agent) => [agent, { id: `docket ${agent}`, milliseconds: 5 }])),
    faults: [],
    cutFor: new Map(),
    audits: [],
    borrowed: new Map(),
    twin: undefined,
    gold: ['waiting'],
    twinGold: undefined,
    ...rest,
  };
}
