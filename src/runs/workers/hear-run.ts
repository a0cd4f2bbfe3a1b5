import { setTimeout as sleep } from 'node:timers/promises';
import type { ThemeAgent } from '../../../agents/judge.ts';
import { UserMistake } from '../../domain/mistake.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { GivenUp } from '../../ledger/group-commit.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { isLostConnection } from '../../ledger/postgres/lost-connection.ts';
import { blame, type Portion, type Queue } from '../../ledger/postgres/queue.ts';
import type { Claims } from '../../ledger/processes/claims.ts';
import type { Presence } from '../../ledger/processes/presence.ts';
import type { RunRow } from '../../ledger/schema.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { ModelFault } from '../../model/faults/fault.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { ticketOf } from '../../settings/stored-ticket.ts';
import { hearTickets, openTickets } from '../../tribunal/hear-tickets.ts';
import { openPanel } from '../../tribunal/open-panel.ts';
import { mannerOf } from '../run-options.ts';
import { endIfOver, stopRun } from './end-run.ts';
import { readShared } from './read-shared.ts';
import { themesOf } from './terms.ts';

/** How often an empty queue is looked into again, and whether the run was stopped, in milliseconds. */
const lookEveryMs = 300;
const checkEveryMs = 2000;
/** Portions that are taken at a time. */
const mostTaken = 4;

const diedOf = 'worker_died: workers ended again and again while they judged it';

/** What a worker brings to every run that it hears. */
export interface Bench {
  ledger: Ledger;
  queue: Queue;
  presence: Presence;
  claims: Claims;
  themes: readonly ThemeAgent[];
  /** Whether tickets and the key may be sent to a server, by its address. */
  maySend(baseURL: string): boolean;
  /** What this machine sends with every call. */
  headers: Pick<Endpoint, 'headers' | 'keyHeader'>;
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
  const settings = readShared(run, bench.maySend);
  const { shared } = settings;
  const themes = themesOf(run.id, settings, shared, bench.themes);
  const halting = new AbortController();
  const stop = AbortSignal.any([bench.stop, presence.givenUp, halting.signal]);
  const { concurrency } = bench;
  const panel = await openPanel(
    ledger,
    themes,
    {
      ...settings,
      ...shared,
      rules: settings.rules,
      endpoint: {
        model: run.model,
        baseURL: run.base_url,
        api: shared.api,
        ...bench.headers,
        ...mannerOf(settings),
      },
      joins: true,
      say,
      stop,
      abort: bench.abort,
      concurrency:
        concurrency === undefined ? shared.concurrency : { start: concurrency, most: concurrency },
    },
    { id: run.id, fresh: settings.fresh, settings, rows: run.rows, presence, claims },
  );
  const delivery = new Delivery(bench, run.id, settings, stop);
  const watch = setInterval(() => {
    bench.tell({ open: delivery.open, calls: panel.calls() });
    // What can't be read now is read the next time.
    void ledger.runs.find(run.id).then(
      (now) => isSame(run, now) || halting.abort(),
      () => {},
    );
  }, checkEveryMs);
  try {
    const most = concurrency ?? shared.concurrency.most;
    const mostOpen = openTickets(settings.docket, themes.length, most);
    const halt = () => {
      panel.halt();
      halting.abort();
    };
    const { isAll: _, ...end } = await hearTickets({ ...panel, halt }, delivery.tickets(), {
      inFlight: () => mostOpen,
      stop,
      maxFailed: shared.maxFailed,
      onDecision: ({ row }) => delivery.decided(row),
    });
    if (end.stoppedBy !== null) await stopRun(ledger, queue, run.id, end);
  } catch (error) {
    if (isCrash(error)) await delivery.end(blame.crash);
    throw error;
  } finally {
    clearInterval(watch);
    await delivery.end();
    // Others may ask what was not asked here.
    await claims.releaseAll();
  }
  await endIfOver(ledger, queue, run.id);
}

/** Whether an error is nobody's wish or mistake, so that what was heard may have brought it about. */
function isCrash(error: unknown): boolean {
  return !(error instanceof UserMistake || error instanceof ModelFault || isLostConnection(error));
}

/** Whether a run goes on, and as it was begun: the same command takes one up with a budget of its own. */
function isSame(run: RunRow, now: RunRow | undefined): boolean {
  return now?.status === 'running' && now.settings === run.settings;
}

/** The portions that a worker took of a run, until all their tickets are decided. */
class Delivery {
  readonly #bench: Bench;
  readonly #run: string;
  readonly #settings: RunSettings;
  readonly #stop: AbortSignal;
  /** By its name, with how many tickets that are not decided; nothing of one that is not opened yet. */
  readonly #held = new Map<string, { portion: Portion; left?: number }>();
  /** The name of the portion that an open ticket is of. */
  readonly #portionOf = new Map<number, string>();

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
    while (!this.#stop.aborted) {
      const portions = await this.#take();
      for (const portion of portions) yield* this.#open(portion);
      if (portions.length > 0) continue;
      if (!(await this.#mayGrow())) return;
      await sleep(lookEveryMs, undefined, { signal: this.#stop }).catch(() => {});
    }
  }

  async #take(): Promise<Portion[]> {
    const { queue, presence } = this.#bench;
    const held = new Set(this.#held.keys());
    try {
      const portions = await queue.take(this.#run, mostTaken, presence.id, held);
      for (const portion of portions) this.#held.set(portion.id, { portion });
      return portions;
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error;
      // It tells everybody here.
      await presence.beat();
      return [];
    }
  }

  async *#open(portion: Portion): AsyncGenerator<Ticket> {
    const { id, first, last } = portion;
    const isSuspect = (portion.blame ?? 0) >= blame.alone;
    if (isSuspect) await this.#allDecided();
    const { records } = this.#bench.ledger;
    const page = await records.undecided(this.#run, first - 1, last - first + 1);
    const rows = page.filter(({ row }) => row <= last);
    if (rows.length === 0) return this.#settle(portion);
    this.#held.set(id, { portion, left: rows.length });
    for (const { row } of rows) this.#portionOf.set(row, id);
    const defect = (portion.blame ?? 0) >= blame.givenUp ? { defect: diedOf } : {};
    for (const row of rows) yield { ...ticketOf(row, this.#settings), ...defect };
    if (isSuspect) await this.#allDecided();
  }

  /** Waits until nothing is open, or it is stopped. */
  async #allDecided(): Promise<void> {
    while (this.open > 0 && !this.#stop.aborted)
      await sleep(lookEveryMs, undefined, { signal: this.#stop }).catch(() => {});
  }

  async #settle(portion: Portion): Promise<void> {
    await this.#bench.queue.settle(portion);
    this.#held.delete(portion.id);
  }

  /** Whether something waits, or somebody is bringing more. */
  async #mayGrow(): Promise<boolean> {
    const { ledger, queue } = this.#bench;
    const run = await ledger.runs.find(this.#run);
    if (run?.status !== 'running') return false;
    if (await queue.isWaiting(this.#run)) return true;
    return run.rows === null && (await ledger.runs.processOf(run)) !== undefined;
  }

  async decided(row: number): Promise<void> {
    const held = this.#held.get(this.#portionOf.get(row) ?? '');
    this.#portionOf.delete(row);
    if (held?.left === undefined) return;
    held.left -= 1;
    if (held.left === 0) await this.#settle(held.portion);
  }

  /** What is not decided is given back. @param blamed how much what was opened is to blame for the end */
  async end(blamed = 0): Promise<void> {
    const { queue, presence } = this.#bench;
    for (const { portion, left } of this.#held.values())
      await queue.giveBack([portion], presence.id, left === undefined ? 0 : blamed);
    this.#held.clear();
    this.#portionOf.clear();
  }
}
