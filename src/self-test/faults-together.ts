import { sample } from '../domain/random.ts';
import type { Tampering } from './boundary.ts';
import { drawTarget } from './draw-target.ts';
import { injectors } from './injectors.ts';
import type { Put } from './keeper.ts';
import { drawBatch, type TrialTicket } from './trial-tickets.ts';

/** How runs with several faults are judged: what needs it otherwise is put into runs of its own. */
export const togetherAs = { aggregate: 'never', docket: 8 } as const;

export interface Mixed {
  batch: TrialTicket[];
  puts: Put[];
  tampering: Tampering;
}

/** Puts faults of all kinds into one batch, each on a ticket of its own, on this share of its tickets. */
export function drawMixed(
  random: () => number,
  pool: readonly TrialTicket[],
  themes: readonly { id: string }[],
  { tickets, rate }: { tickets: number; rate: number },
): Mixed {
  const batch = drawBatch(random, pool, tickets);
  const wanted = Math.max(2, Math.round(rate * batch.length));
  const puts: Put[] = [];
  const left = new Set(batch);
  while (puts.length < wanted) {
    const [injector] = sample(random, injectors.filter(isApart), 1);
    const target = injector && drawTarget(random, batch, themes, injector, [...left]);
    if (injector === undefined || target === undefined) continue;
    puts.push({ target, fault: injector.inject(target), mode: injector.mode });
    left.delete(target.ticket);
  }
  return { batch, puts, tampering: allOf(puts.map(({ fault }) => fault.tampering)) };
}

/** What needs several tickets, or the whole run to be judged otherwise, can't stand beside others. */
const alone = [
  ...['themes_confused', 'duplicate_ticket', 'rules_wrong', 'aggregator_overruled'],
  'quote_from_other_ticket',
];
const isApart = ({ mode }: { mode: string }) => !alone.includes(mode);

function allOf(all: readonly Tampering[]): Tampering {
  const first = <Answer>(answers: Iterable<Answer | undefined>): Answer | undefined => {
    for (const answer of answers) if (answer !== undefined) return answer;
    return undefined;
  };
  return {
    request: (call, request) =>
      all.reduce((told, tampering) => tampering.request?.(call, told) ?? told, request),
    entries: (call, line, entry) =>
      all.reduce(
        (entries, tampering) =>
          entries.flatMap((one) => tampering.entries?.(call, line, one) ?? [one]),
        [entry],
      ),
    response: (call) => first(lazily(all, (tampering) => tampering.response?.(call))),
    handOver: (call) => first(lazily(all, (tampering) => tampering.handOver?.(call))),
  };
}

function* lazily<Row, Answer>(rows: Iterable<Row>, of: (row: Row) => Answer): Generator<Answer> {
  for (const row of rows) yield of(row);
}
