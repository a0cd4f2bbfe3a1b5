import type { Ticket } from '../domain/ticket.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { explainStop } from '../model/faults/explain-stop.ts';
import { type EarlyEnd, noEarlyEnd } from '../tribunal/early-end.ts';
import { type HearingEnd, type HearingOptions, hearTickets } from '../tribunal/hear-tickets.ts';
import type { Panel } from '../tribunal/open-panel.ts';
import { type HeardTicket, RunStopped } from './contract.ts';
import { Handover } from './handover.ts';

const ends = new WeakMap<RunStopped, EarlyEnd>();

/** What a run came to that was stopped so. */
export function endOf(stopped: RunStopped): EarlyEnd {
  return ends.get(stopped) ?? noEarlyEnd;
}

/**
 * Hears tickets and yields each as soon as its decision is durable. No more tickets are taken than fill the calls, and
 * none while nobody takes the decisions.
 */
export async function* hearEach<Run extends Panel>(
  run: Run,
  tickets: AsyncIterable<Ticket>,
  options: HearingOptions & { endpoint: Endpoint; signal?: AbortSignal | undefined },
): AsyncGenerator<HeardTicket, HearingEnd> {
  const handover = new Handover<HeardTicket>();
  const leaving = new AbortController();
  const over = new AbortController();
  const stop = AbortSignal.any([
    options.stop,
    leaving.signal,
    ...(options.signal ? [options.signal] : []),
  ]);
  const halt = () => {
    over.abort();
    run.halt();
  };
  const until = AbortSignal.any([stop, over.signal]);
  const hearing = hearTickets({ ...run, halt }, takeUntil(tickets, until), {
    ...options,
    stop,
    async onDecision(ticket, decision) {
      await options.onDecision(ticket, decision);
      await handover.give({ ticket, decision });
    },
  }).finally(() => handover.close());
  // Told below; until then it must not pass for one that nobody handles.
  hearing.catch(() => {});
  try {
    yield* handover.take();
    const end = await hearing.catch(async (error: unknown) => {
      throw await explainStop(error, options.endpoint);
    });
    if (end.stoppedBy !== null) {
      const stopped = new RunStopped(end);
      ends.set(stopped, end);
      throw stopped;
    }
    stop.throwIfAborted();
    return end;
  } finally {
    leaving.abort();
    handover.leave();
    await hearing.catch(() => {});
  }
}

/** A source that keeps everybody waiting must not keep the end waiting. */
async function* takeUntil<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let wake = () => {};
  const listen = () => wake();
  signal.addEventListener('abort', listen);
  let isPending = false;
  try {
    while (!signal.aborted) {
      isPending = true;
      const next = await new Promise<IteratorResult<Item> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined);
        iterator.next().then(resolve, reject);
      });
      if (next === undefined) return;
      isPending = false;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', listen);
    // One that is asked for its next item ends after that, whenever it comes.
    const ended = iterator.return?.();
    if (isPending) ended?.catch(() => {});
    else await ended;
  }
}
