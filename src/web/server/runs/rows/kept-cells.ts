import { setImmediate } from 'node:timers/promises';
import type { Ledger } from '../../../../ledger/ledger.ts';

const rowsAtOnce = 4096;

/** A number for each cell of one column. What was read is kept: cells never change, and more rows come behind them. */
export class KeptCells {
  readonly #ledger: Ledger;
  readonly #run: string;
  readonly #column: number;
  readonly #numberOf: (cell: string) => number;
  #numbers = new Float64Array(0);
  #read = 0;
  #reading: Promise<void> = Promise.resolve();

  /** @param column its place in the file, from 0 */
  constructor(ledger: Ledger, run: string, column: number, numberOf: (cell: string) => number) {
    this.#ledger = ledger;
    this.#run = run;
    this.#column = column;
    this.#numberOf = numberOf;
  }

  /** Of the first `rows` tickets; row 1 is at 0. */
  async of(rows: number): Promise<Float64Array> {
    this.#reading = this.#reading.catch(() => {}).then(() => this.#readTo(rows));
    await this.#reading;
    return this.#numbers.subarray(0, rows);
  }

  async #readTo(rows: number): Promise<void> {
    if (rows > this.#numbers.length) {
      const numbers = new Float64Array(Math.max(rows, 2 * this.#read)).fill(this.#numberOf(''));
      numbers.set(this.#numbers.subarray(0, this.#read));
      this.#numbers = numbers;
    }
    for (let from = this.#read + 1; from <= rows; from += rowsAtOnce) {
      const to = Math.min(rows, from + rowsAtOnce - 1);
      const found = await this.#ledger.results.cells(this.#run, this.#column, from, to);
      for (let at = 0; at < found.row.length; at++)
        this.#numbers[(found.row[at] ?? 0) - 1] = this.#numberOf(found.cell[at] ?? '');
      // What is missing may be stored later.
      if (this.#read === from - 1 && found.row.length === to - from + 1) this.#read = to;
      await setImmediate();
    }
  }
}
