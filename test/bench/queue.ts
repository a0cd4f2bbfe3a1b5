/** A slow server of few slots: how full it is kept, and how deep its queue gets where it has one. */
import type { ChatRequest } from '../support/chat-question.ts';
import type { ChatServerOptions } from '../support/chat-server.ts';
import { twoRoutes } from './mock-tickets.ts';
import { measureServed } from './server.ts';

/** Left out at the start, while the pace is found out. */
const settlingMs = 3000;

export async function measureQueue(
  tickets: number,
  docket: number,
  slots: number,
  { latencyMs = 300, ...kind }: Pick<ChatServerOptions, 'latencyMs' | 'refusesOthers'> = {},
) {
  const answeredAt = new Map<ChatRequest, number>();
  const served = await measureServed(
    tickets,
    {
      slots,
      latencyMs,
      ...kind,
      answer: (question) => {
        answeredAt.set(question.body, performance.now());
        return twoRoutes(question);
      },
    },
    ['--docket', String(docket)],
  );
  const stays = served.requests.map(({ at, body }) => ({
    from: at,
    // A call that its client gave up is never answered.
    to: answeredAt.get(body) ?? Number.POSITIVE_INFINITY,
  }));
  const began = stays[0]?.from ?? 0;
  const ended = Math.max(...answeredAt.values());
  return {
    ...served,
    /** Of the calls that it could have answered from the first arrival to the last answer. */
    capacityUsed: (answeredAt.size * latencyMs) / slots / (ended - began),
    callsPerSecond: (1000 * answeredAt.size) / (ended - began),
    capacityPerSecond: (1000 * slots) / latencyMs,
    mostAtOnce: mostAtOnce(
      stays.filter(({ to }) => to > began + settlingMs),
      began + settlingMs,
    ),
    slowestSeconds: Math.max(...stays.map(({ from, to }) => to - from)) / 1000,
  };
}

/** The most stays that overlap, at that time or later. */
function mostAtOnce(stays: { from: number; to: number }[], since: number): number {
  const changes = stays
    .flatMap(({ from, to }) => [
      { at: Math.max(from, since), by: 1 },
      { at: to, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  return Math.max(...changes.map(({ by }) => (now += by)));
}
