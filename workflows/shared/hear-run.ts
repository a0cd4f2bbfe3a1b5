import { setTimeout as sleep } from 'node:timers/promises';
import type { ThemeAgent } from '../../agents/judge.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { Claims } from '../../src/ledger/claims.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Presence } from '../../src/ledger/presence.ts';
import type { Portion, Queue } from '../../src/ledger/queue.ts';
import type { RunRow } from '../../src/ledger/schema.ts';
import { hearTickets } from '../hear-tickets.ts';
import { openPanel } from '../open-panel.ts';
import type { RunSettings } from '../run-settings.ts';
import { ticketOf } from '../write-run.ts';
import { endIfOver, stopRun } from './end-run.ts';
import { type SharedTerms, themesOf } from './terms.ts';

/** How often an empty queue is looked into again, and whether the run was stopped, in milliseconds. */
const lookEveryMs = 300;
const checkEveryMs = 2000;
/** Portions that are taken at a time. */
const mostTaken = 4;

/** What a worker brings to every run that it hears. */
export interface Bench {
  ledger: Ledger;
  queue: Queue;
  presence: Presence;
  claims: Claims;
  themes: readonly ThemeAgent[];
  /** Calls that are out at once; as the run has it where left out. */
  concurrency: number | undefined;
  stop: AbortSignal;
  abort: AbortSignal;
  say(message: string): void;
  /** Told how many tickets are open, and how many calls have left for this run. */
  tell(standing: { open: number; calls: number }): void;
}

/** Hears what the queue delivers of a run until nothing is left there, or the run or the worker is stopped. */
export async function hearRun(bench: Bench, run: RunRow): Promise<void> {
  const { ledger, queue, presence, claims, say } = bench;
  const settings = JSON.parse(run.settings) as RunSettings & { shared: SharedTerms };
  const { shared } = settings;
  const themes = themesOf(run.id, settings, shared, bench.themes);
  const halting = new AbortController();
  const stop = AbortSignal.any([bench.stop, presence.givenUp, halting.signal]);
  const { concurrency } = bench;
  const panel = await openPanel(
    ledger,
    themes,
    {
      ...{ route: settings.route, aggregate: settings.aggregate, docket: settings.docket },
      ...(settings.audit === undefined ? {} : { audit: settings.audit }),
      ...(settings.votes === undefined ? {} : { votes: settings.votes }),
      ...(settings.panel === undefined ? {} : { panel: settings.panel }),
      endpoint: { model: run.model, baseURL: run.base_url, api: shared.api },
      ...{ timeoutMs: shared.timeoutMs, price: shared.price, limits: settings.limits },
      ...{ maxCalls: shared.maxCalls, maxCost: shared.maxCost, rules: settings.rules },
      ...{ redact: settings.redact === true, say, stop, abort: bench.abort },
      concurrency:
        concurrency === undefined ? shared.concurrency : { start: concurrency, most: concurrency },
    },
    { id: run.id, fresh: settings.fresh, settings, rows: run.rows, presence, claims },
  );
  const delivery = new Delivery(bench, run.id, settings, stop);
  const watch = setInterval(() => {
    bench.tell({ open: delivery.open, calls: panel.calls() });
    void ledger.run(run.id).then((now) => now?.status === 'running' || halting.abort());
  }, checkEveryMs);
  try {
    const most = concurrency ?? shared.concurrency.most;
    const mostOpen = Math.min(8192, settings.docket * (2 * (themes.length + 2) + most));
    const spent = await hearTickets(panel, delivery.tickets(), {
      inFlight: () => mostOpen,
      stop,
      onDecision: ({ row }) => delivery.decided(row),
    });
    if (spent !== undefined) await stopRun(ledger, queue, run.id, spent);
  } finally {
    clearInterval(watch);
    await delivery.end();
  }
  await endIfOver(ledger, queue, run.id);
}

/** The portions that a worker took of a run, until all their tickets are decided. */
class Delivery {
  readonly #bench: Bench;
  readonly #run: string;
  readonly #settings: RunSettings;
  readonly #stop: AbortSignal;
  /** With how many tickets that are not decided. */
  readonly #held = new Map<Portion, number>();
  readonly #portionOf = new Map<number, Portion>();
  #hasEnded = false;

  constructor(bench: Bench, run: string, settings: RunSettings, stop: AbortSignal) {
    this.#bench = bench;
    this.#run = run;
    this.#settings = settings;
    this.#stop = stop;
  }

  /** Tickets that were delivered and are not decided. */
  get open(): number {
    return this.#portionOf.size;
  }

  async *tickets(): AsyncGenerator<Ticket> {
    const { ledger, queue, presence } = this.#bench;
    while (!this.#stop.aborted) {
      const portions = await queue.take(this.#run, mostTaken, presence.id);
      // Also what is not begun yet has to be given back where this ends in between.
      for (const portion of portions) this.#held.set(portion, Number.POSITIVE_INFINITY);
      if (this.#hasEnded) return this.end();
      for (const portion of portions) {
        const { first, last } = portion;
        const rows = (
          await ledger.records.undecided(this.#run, first - 1, last - first + 1)
        ).filter(({ row }) => row <= last);
        this.#held.set(portion, rows.length);
        for (const { row } of rows) this.#portionOf.set(row, portion);
        if (rows.length === 0) await this.#settle(portion);
        for (const row of rows) yield ticketOf(row, this.#settings);
      }
      if (portions.length > 0) continue;
      const run = await ledger.run(this.#run);
      if (run?.status !== 'running') return;
      if (run.rows !== null && (await queue.left(this.#run)).waiting === 0) return;
      await sleep(lookEveryMs, undefined, { signal: this.#stop }).catch(() => {});
    }
  }

  async decided(row: number): Promise<void> {
    const portion = this.#portionOf.get(row);
    if (portion === undefined) return;
    this.#portionOf.delete(row);
    const left = (this.#held.get(portion) ?? 1) - 1;
    this.#held.set(portion, left);
    if (left === 0) await this.#settle(portion);
  }

  /** What is not decided is given back. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    const left = [...this.#held.keys()];
    this.#held.clear();
    this.#portionOf.clear();
    if (left.length > 0 && !this.#bench.presence.givenUp.aborted)
      await this.#bench.queue.giveBack(left);
  }

  async #settle(portion: Portion): Promise<void> {
    await this.#bench.queue.settle(portion);
    this.#held.delete(portion);
  }
}
