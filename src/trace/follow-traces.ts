import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '../ledger/ledger.ts';
import { readRun } from '../settings/read-run.ts';
import { type Exporter, ExportFault } from './export/exporter.ts';
import { tellMany } from './tell-many.ts';
import type { TicketTrace } from './ticket-trace.ts';
import { traceTree } from './trace-tree.ts';

/** What an exporter did not get. */
export interface Unsent {
  exporter: string;
  tickets: number;
  /** Why, with how many tickets each. */
  reasons: Record<string, number>;
}

/** Turns rows into what is sent of them. */
type Tell = (rows: readonly number[]) => Promise<TicketTrace[]>;

/** Rows that may wait for one exporter; a row is a number. */
const mostWaiting = 100_000;
/** Reasons that are told apart. */
const mostReasons = 20;
/** Milliseconds before a batch is tried again. */
const longPauses = [500, 2000, 8000];

/**
 * Tells other tools of tickets while a run goes on, each tool at its own pace: none holds up the run
 * or another, and what a tool did not get is counted.
 */
export class TraceFollower {
  readonly #lanes: Lane[];

  constructor(
    run: string,
    exporters: readonly Exporter[],
    tell: Tell,
    pauses: readonly number[] = longPauses,
  ) {
    this.#lanes = exporters.map((exporter) => new Lane(run, exporter, tell, pauses));
  }

  /** Takes note of a ticket whose decision is durable. Costs nothing that a run would notice. */
  add(row: number): void {
    for (const lane of this.#lanes) lane.add(row);
  }

  /** Waits for what is still on its way until the signal fires. Returns what did not arrive. */
  async end(signal: AbortSignal): Promise<Unsent[]> {
    const unsent = await Promise.all(this.#lanes.map((lane) => lane.end(signal)));
    return unsent.filter(({ tickets }) => tickets > 0);
  }
}

/** Follows a run that its ledger knows. */
export async function followRun(
  ledger: Ledger,
  id: string,
  exporters: readonly Exporter[],
): Promise<TraceFollower> {
  const run = await readRun(ledger, id);
  return new TraceFollower(id, exporters, async (rows) =>
    (await tellMany(ledger, run, rows)).map((outline) => traceTree(outline, run)),
  );
}

/** What waits for one exporter. */
class Lane {
  readonly #run: string;
  readonly #exporter: Exporter;
  readonly #tell: Tell;
  readonly #pauses: readonly number[];
  readonly #stop = new AbortController();
  readonly #unsent: Unsent;
  #waiting: number[] = [];
  #sending: Promise<void> | undefined;
  /** Why nothing more is tried. */
  #hopeless: string | undefined;

  constructor(run: string, exporter: Exporter, tell: Tell, pauses: readonly number[]) {
    this.#run = run;
    this.#exporter = exporter;
    this.#tell = tell;
    this.#pauses = pauses;
    this.#unsent = { exporter: exporter.name, tickets: 0, reasons: {} };
  }

  add(row: number): void {
    if (!this.#exporter.takes(this.#run, row)) return;
    if (this.#hopeless !== undefined) this.#count(1, this.#hopeless);
    else if (this.#waiting.length >= mostWaiting) this.#count(1, 'it was too slow for the run');
    else {
      this.#waiting.push(row);
      this.#sending ??= this.#work();
    }
  }

  async end(signal: AbortSignal): Promise<Unsent> {
    const stop = () => this.#stop.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    await this.#sending;
    signal.removeEventListener('abort', stop);
    return this.#unsent;
  }

  async #work(): Promise<void> {
    // The decisions of one commit come together.
    await sleep(0);
    while (this.#waiting.length > 0) {
      if (this.#stop.signal.aborted) this.#giveUp('the run ended before its turn');
      else await this.#send(this.#waiting.splice(0, this.#exporter.most));
    }
    this.#sending = undefined;
  }

  async #send(rows: readonly number[]): Promise<void> {
    try {
      const traces = await this.#tell(rows);
      await this.#insist(traces);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#count(rows.length, reason);
      if (error instanceof ExportFault && error.kind === 'hopeless') {
        this.#hopeless = reason;
        this.#giveUp(reason);
      }
    }
  }

  #giveUp(reason: string): void {
    this.#count(this.#waiting.length, reason);
    this.#waiting = [];
  }

  #count(tickets: number, said: string): void {
    const { reasons } = this.#unsent;
    const isNew = !(said in reasons) && Object.keys(reasons).length >= mostReasons;
    const reason = isNew ? 'other reasons' : said;
    this.#unsent.tickets += tickets;
    reasons[reason] = (reasons[reason] ?? 0) + tickets;
  }

  /** Tries again where that may help, until the run ends. */
  async #insist(traces: readonly TicketTrace[]): Promise<void> {
    const { signal } = this.#stop;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#exporter.send(traces, signal);
      } catch (error) {
        const pause = this.#pauses[attempt];
        const mayPass = error instanceof ExportFault && error.kind === 'passing';
        if (!mayPass || pause === undefined || signal.aborted) throw error;
        // The fault says more than that the pause was cut short.
        await sleep(pause, undefined, { signal }).catch(() => {
          throw error;
        });
      }
    }
  }
}
