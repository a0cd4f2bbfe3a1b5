import type { Case } from './case.ts';
import type { Found } from './detector.ts';

/** Agents that gave no answer, or a useless one: the trace itself proves it. */
export function detectMissing(known: Case): Found[] {
  return [...missingVerdicts(known), ...missingReading(known), ...lostHandoffs(known)];
}

function missingVerdicts({ decision, faults }: Case): Found[] {
  return decision.outcomes.flatMap((outcome): Found[] => {
    if (outcome.kind !== 'failed') return [];
    const agent = `judge:${outcome.theme}`;
    const own = faults.filter((fault) => fault.agent === agent);
    const isLost = own.length > 0 && own.every(({ isHandoffLost }) => isHandoffLost);
    return [
      {
        agent,
        ...(isLost ? { agent: 'triage', mode: 'lost_handoff' as const } : { mode: outcome.cause }),
        certainty: 'proved_by_trace',
        themes: [outcome.theme],
        detail: outcome.detail,
        dockets: own.slice(-1).map(({ id }) => id),
      },
    ];
  });
}

/** Triage or the aggregator: where they fail for good the judges' work can't make up for it. */
function missingReading({ decision, reading, aggregatorFailure, faults }: Case): Found[] {
  const missing = [
    ...(reading === undefined && decision.rules.some(({ rule }) => rule === 'triage_failed')
      ? ['triage']
      : []),
    ...(aggregatorFailure === undefined ? [] : ['aggregator']),
  ];
  return missing.flatMap((agent): Found[] => {
    const last = faults.filter((fault) => fault.agent === agent).at(-1);
    if (last === undefined) return [];
    const { cause, detail, id } = last;
    return [
      { agent, mode: cause, certainty: 'proved_by_trace', themes: [], detail, dockets: [id] },
    ];
  });
}

/** Triage named a theme, and no outcome says that its judge was asked. */
function lostHandoffs({ decision, reading, dockets }: Case): Found[] {
  return (reading?.routes ?? []).flatMap(({ theme, reason }): Found[] => {
    const outcome = decision.outcomes.find((candidate) => candidate.theme === theme);
    if (outcome === undefined || outcome.kind !== 'not_routed') return [];
    return [
      {
        agent: 'triage',
        mode: 'lost_handoff',
        certainty: 'proved_by_trace',
        themes: [theme],
        detail: `triage named ${theme} (${reason}), and its judge was not asked`,
        dockets: [dockets.get('triage')?.id ?? ''].filter((id) => id !== ''),
      },
    ];
  });
}
