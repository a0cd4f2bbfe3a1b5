import { setImmediate } from 'node:timers/promises';
import type { Ledger } from '../../../ledger/ledger.ts';
import { Columns } from './rows/columns.ts';

const rowsAtOnce = 5000;

/** The themes that people gave a run's tickets, read when they are first asked for and when they change. */
export class RunGold {
  readonly #ledger: Ledger;
  readonly #run: string;
  readonly #themes: readonly string[];
  #state: string | undefined;
  #columns: Columns;

  constructor(ledger: Ledger, run: string, themes: readonly string[]) {
    this.#ledger = ledger;
    this.#run = run;
    this.#themes = themes;
    this.#columns = new Columns(themes);
  }

  get bytes(): number {
    return this.#columns.bytes;
  }

  /** Labelled rows have the status 1; themes that the run has not are left out. */
  async read(rows: number): Promise<Columns> {
    const state = `${rows} ${await this.#ledger.labels.state()}`;
    if (state === this.#state) return this.#columns;
    const columns = new Columns(this.#themes);
    for (let from = 1; from <= rows; from += rowsAtOnce) {
      const labels = await this.#ledger.labels.between(this.#run, from, from + rowsAtOnce - 1);
      for (const { row, themes } of labels)
        columns.put({
          row,
          themes,
          status: 'decided',
          confidence: null,
          sentiment: null,
          failed: '',
        });
      await setImmediate();
    }
    this.#columns = columns;
    this.#state = state;
    return columns;
  }
}

/** Tickets that are decided and have a label. */
export async function countLabelled(gold: RunGold, columns: Columns): Promise<number> {
  const { status } = await gold.read(columns.length);
  let count = 0;
  for (let place = 0; place < columns.length; place++)
    if (status[place] === 1 && columns.status[place] !== 0) count += 1;
  return count;
}
