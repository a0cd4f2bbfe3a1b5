import type { Ledger } from '../../../../ledger/ledger.ts';
import type { RunSettings } from '../../../../settings/settings.ts';
import {
  type DateColumn,
  findDateColumn,
  readDay,
  rowsForDates,
} from '../../../../tickets/formats/dates.ts';
import { KeptCells } from './kept-cells.ts';

/** The days of a run's tickets, read when they are first asked for. */
export class RunDates {
  readonly #ledger: Ledger;
  readonly #run: { id: string; parsed: RunSettings };
  #found: { name: string; days: KeptCells } | undefined;

  constructor(ledger: Ledger, run: { id: string; parsed: RunSettings }) {
    this.#ledger = ledger;
    this.#run = run;
  }

  /** The name of the column that holds dates. */
  async column(): Promise<string | undefined> {
    return (await this.#find())?.name;
  }

  /** The day of each of the first `rows` tickets since 1970; NaN where it has none. */
  async days(rows: number): Promise<Float64Array> {
    const found = await this.#find();
    return found === undefined ? new Float64Array(rows).fill(Number.NaN) : found.days.of(rows);
  }

  async #find() {
    if (this.#found !== undefined) return this.#found;
    const { id, parsed } = this.#run;
    const rows = await this.#ledger.results.tickets(id, 1, rowsForDates);
    const column = findDateColumn(rows.map(({ cells }) => cells));
    if (column !== undefined) this.#found ??= this.#open(column, parsed.columns);
    return this.#found;
  }

  #open({ index, isDayFirst }: DateColumn, columns: readonly string[]) {
    const read = (cell: string) => readDay(cell, isDayFirst) ?? Number.NaN;
    const days = new KeptCells(this.#ledger, this.#run.id, index, read);
    return { name: columns[index] ?? '', days };
  }
}
