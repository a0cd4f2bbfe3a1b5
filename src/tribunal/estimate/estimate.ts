import { costOf } from '../../domain/prices.ts';
import { assumed, callsFor, type Part, type PlanOptions, type TicketCount } from './share-out.ts';

/** What binds: a limit of the server's, or how long calls take. */
export type Binding = 'rpm' | 'tpm' | 'rpd' | 'latency';

/** What a run would come to with dockets of one size. */
export interface DocketPlan {
  docket: number;
  calls: { triage: number; judges: number; aggregator: number; all: number };
  tokensIn: number;
  tokensOut: number;
  /** US dollars; null where a price is unknown. */
  cost: number | null;
  seconds: number;
  boundBy: Binding;
}

export function planDocket(
  docket: number,
  parts: readonly Part[],
  { tickets }: TicketCount,
  { endpoint, concurrency, limits }: PlanOptions,
): DocketPlan {
  const loads = parts.map((part) => {
    const calls = callsFor(part.asked, docket);
    return {
      stage: part.stage,
      tariff: part.tariff,
      calls,
      in: calls * part.callTokens + part.ticketTokens,
      out: part.asked * part.answerTokens,
      longestSeconds: secondsOf(
        Math.min(1, calls),
        Math.min(docket, Math.ceil(part.asked)) * part.answerTokens,
      ),
    };
  });
  const sum = (of: (load: (typeof loads)[number]) => number, among = loads) =>
    among.reduce((total, load) => total + of(load), 0);
  const stage = (name: Part['stage']) => loads.filter((load) => load.stage === name);
  const callsOf = (name: Part['stage']) => Math.round(sum(({ calls }) => calls, stage(name)));
  const calls = {
    triage: callsOf('triage'),
    judges: callsOf('judges'),
    aggregator: callsOf('aggregator'),
  };
  const all = calls.triage + calls.judges + calls.aggregator;
  const tokensIn = Math.round(sum((load) => load.in));
  const tokensOut = Math.round(sum((load) => load.out));
  const costs = loads.map((load) => costOf(load.tariff, load));

  // However many are out at once, a ticket's stages follow one another.
  const chain = (['triage', 'judges', 'aggregator'] as const)
    .map((name) => Math.max(0, ...stage(name).map(({ longestSeconds }) => longestSeconds)))
    .reduce((total, seconds) => total + seconds, 0);
  const latency =
    endpoint.api === 'embedded'
      ? tickets / assumed.embeddedTicketsPerSecond
      : Math.max(chain, secondsOf(all, tokensOut) / concurrency.start);
  const times: [Binding, number][] = [
    ['latency', latency],
    ['rpm', limits?.rpm === undefined ? 0 : (60 * all) / limits.rpm],
    ['tpm', limits?.tpm === undefined ? 0 : (60 * (tokensIn + tokensOut)) / limits.tpm],
    ['rpd', limits?.rpd === undefined ? 0 : secondsOfDays(all, limits.rpd)],
  ];
  const [boundBy, seconds] = times.reduce((slowest, time) =>
    time[1] > slowest[1] ? time : slowest,
  );
  return {
    docket,
    calls: { ...calls, all },
    tokensIn,
    tokensOut,
    cost: costs.reduce<number | null>(
      (total, cost) => (total === null || cost === undefined ? null : total + cost),
      0,
    ),
    seconds,
    boundBy,
  };
}

function secondsOf(calls: number, tokensOut: number): number {
  return calls * assumed.secondsPerCall + tokensOut / assumed.tokensPerSecond;
}

/** Whole days: what a day's limit leaves over waits for the next. Nothing where one day will do. */
function secondsOfDays(calls: number, perDay: number): number {
  return calls <= perDay ? 0 : Math.ceil(calls / perDay) * 86_400;
}
