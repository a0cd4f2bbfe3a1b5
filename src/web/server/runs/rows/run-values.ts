import { UserMistake } from '../../../../domain/mistake.ts';
import { groupByValue } from '../../../../evaluation/counts/counted-tickets.ts';
import type { Ledger } from '../../../../ledger/ledger.ts';
import type { RunSettings } from '../../../../settings/settings.ts';
import type { ValueList } from '../../../api/results.ts';
import type { Columns } from './columns.ts';
import { KeptCells } from './kept-cells.ts';

/** Values that can be chosen from. */
const mostListed = 200;

/** Columns whose values are kept. */
const mostKept = 4;

/** The cells of one column, each different one once. */
export interface ColumnValues {
  values: readonly string[];
  /** Of row 1 at 0: the place of its value. */
  codes: Float64Array;
}

/** What a run's tickets have in the columns of their file, read when it is first asked for. */
export class RunValues {
  readonly #ledger: Ledger;
  readonly #run: { id: string; parsed: RunSettings };
  /** By column; the one that was used last stands last. */
  readonly #kept = new Map<string, { places: Map<string, number>; codes: KeptCells }>();

  constructor(ledger: Ledger, run: { id: string; parsed: RunSettings }) {
    this.#ledger = ledger;
    this.#run = run;
  }

  /** Of the first `rows` tickets. @throws UserMistake for a column that the file has not */
  async of(column: string, rows: number): Promise<ColumnValues> {
    const kept = this.#kept.get(column) ?? this.#open(column);
    this.#kept.delete(column);
    this.#kept.set(column, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    const codes = await kept.codes.of(rows);
    return { values: [...kept.places.keys()], codes };
  }

  #open(column: string) {
    const { id, parsed } = this.#run;
    const index = parsed.columns.indexOf(column);
    if (index === -1)
      throw new UserMistake(
        `the file of run ${id} has no column "${column.slice(0, 100)}"; it has ${parsed.columns.slice(0, 20).join(', ')}`,
      );
    const places = new Map([['', 0]]);
    const codes = new KeptCells(this.#ledger, id, index, (cell) => {
      const value = groupByValue(cell);
      const place = places.get(value) ?? places.size;
      if (place === places.size) places.set(value, place);
      return place;
    });
    return { places, codes };
  }
}

/** The values of a column's decided tickets. @throws UserMistake for a column that the file has not */
export async function listValues(
  { values: known, columns: { length, status } }: { values: RunValues; columns: Columns },
  column: string,
): Promise<ValueList> {
  const { values, codes } = await known.of(column, length);
  const counts = new Uint32Array(values.length);
  for (let place = 0; place < length; place++) {
    const code = codes[place] ?? 0;
    if (status[place] !== 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  const found = values
    .map((value, code) => ({ value, tickets: counts[code] ?? 0 }))
    .filter(({ tickets }) => tickets > 0)
    .sort((one, other) => other.tickets - one.tickets);
  return {
    values: found.slice(0, mostListed),
    others: Math.max(0, found.length - mostListed),
  };
}
