import { setImmediate } from 'node:timers/promises';
import type { Ledger } from '../../../ledger/ledger.ts';
import { readRun } from '../../../settings/read-run.ts';
import type { Quiet } from './quiet.ts';
import { Columns } from './rows/columns.ts';
import { readIdKeys } from './rows/id-keys.ts';
import { RunDates } from './rows/run-dates.ts';
import { RunTexts } from './rows/run-texts.ts';
import { RunValues } from './rows/run-values.ts';
import { RunGold } from './run-gold.ts';

/** Rows in one query: few enough for the server to answer others in between. */
const pageSize = 5000;

/** A run that is at work is read again when what is known is older, in milliseconds. */
const freshFor = 1000;

export type KnownRun = Awaited<ReturnType<typeof readRun>>;

/** A run's decided tickets in memory, read from the ledger without the decisions' bodies. */
export class RunView {
  readonly id: string;
  readonly #ledger: Ledger;
  run: KnownRun;
  columns: Columns;
  readonly texts: RunTexts;
  readonly dates: RunDates;
  readonly values: RunValues;
  readonly gold: RunGold;
  /** Decided tickets. */
  count = 0;
  /** Changes whenever anything here does. */
  version = 0;
  #failedBefore: number[] = [];
  #preparing: Promise<void> | undefined;
  #ids: { rows: number; keys: Promise<Uint32Array> } | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  private constructor(ledger: Ledger, run: KnownRun) {
    this.id = run.id;
    this.#ledger = ledger;
    this.run = run;
    this.columns = new Columns(run.parsed.themes.map(({ id }) => id));
    this.texts = new RunTexts(ledger, run);
    this.dates = new RunDates(ledger, run);
    this.values = new RunValues(ledger, run);
    this.gold = new RunGold(ledger, run.id, this.columns.themes);
  }

  /** @throws UserMistake for an unknown run */
  static async open(ledger: Ledger, id: string): Promise<RunView> {
    return new RunView(ledger, await readRun(ledger, id));
  }

  get bytes(): number {
    return this.columns.bytes + this.texts.bytes + this.gold.bytes;
  }

  /** Reads what was decided since. Whoever comes meanwhile waits for the same reading. */
  refresh(now: number): Promise<void> {
    if (now - this.#readAt < freshFor) return Promise.resolve();
    this.#reading ??= this.#read(now).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Numbers to sort the tickets by their ids by. */
  idKeys(): Promise<Uint32Array> {
    const rows = this.columns.length;
    if (this.#ids?.rows !== rows)
      this.#ids = { rows, keys: readIdKeys(this.#ledger, this.id, rows) };
    this.#ids.keys.catch(() => {
      this.#ids = undefined;
    });
    return this.#ids.keys;
  }

  /**
   * Reads what will be asked for, when it is quiet, so that nobody has to wait for it then. What went wrong is told to who
   * asks for it.
   */
  prepare(quiet: Quiet): void {
    this.#preparing ??= this.#prepare(quiet)
      .catch(() => {})
      .finally(() => {
        this.#preparing = undefined;
      });
  }

  async #prepare(quiet: Quiet): Promise<void> {
    await quiet.come();
    await this.dates.days(this.columns.length);
    await quiet.come();
    if (this.run.status !== 'running') await this.idKeys();
    await this.texts.prepare(this.columns.length, () => quiet.come());
  }

  async #read(now: number): Promise<void> {
    const run = await readRun(this.#ledger, this.id);
    const before = this.run;
    const isFirst = this.#readAt === Number.NEGATIVE_INFINITY;
    const isTakenUp = run.process !== before.process || run.started_at !== before.started_at;
    const hasEnded = run.status !== before.status || run.ended_at !== before.ended_at;
    this.run = run;
    if (isFirst || isTakenUp || hasEnded) await this.#readAll();
    else if (run.status === 'running') await this.#readNew();
    this.#readAt = now;
  }

  /** Also where a run was taken up again: tickets that failed are decided anew. */
  async #readAll(): Promise<void> {
    const columns = new Columns(this.run.parsed.themes.map(({ id }) => id));
    await this.#readFrom(columns, 0);
    this.columns = columns;
    this.#failedBefore = this.#placesOf(3).map((place) => place + 1);
    this.#note();
  }

  async #readNew(): Promise<void> {
    const { columns } = this;
    const undecided = columns.status.indexOf(0);
    await this.#readFrom(columns, undecided === -1 ? columns.length : undecided);
    for (const row of await this.#ledger.results.some(this.id, this.#failedBefore))
      if (row.status !== 'failed') columns.put(row);
    this.#failedBefore = this.#failedBefore.filter((row) => columns.status[row - 1] === 3);
    this.#note();
  }

  async #readFrom(columns: Columns, after: number): Promise<void> {
    for (let last = after; ; ) {
      const page = await this.#ledger.results.page(this.id, last, pageSize);
      for (const row of page) columns.put(row);
      const end = page.at(-1);
      if (end === undefined || page.length < pageSize) return;
      last = end.row;
      await setImmediate();
    }
  }

  #note(): void {
    const { status, length } = this.columns;
    let count = 0;
    for (let place = 0; place < length; place++) if (status[place] !== 0) count++;
    this.count = count;
    this.version += 1;
  }

  #placesOf(status: number): number[] {
    const places: number[] = [];
    for (let place = 0; place < this.columns.length; place++)
      if (this.columns.status[place] === status) places.push(place);
    return places;
  }
}
