import { type Kysely, sql } from 'kysely';
import { decidedAsWritten } from '../health/checksums.ts';
import type { Engine } from '../ledger-place.ts';
import type { DecisionRow, Tables } from '../schema.ts';
import { type DecidedRow, decidedTickets } from '../views/decided-tickets.ts';
import { inLists, stretchInLists } from './in-lists.ts';
import { inParts } from './in-parts.ts';

export type ResultRow = Omit<DecisionRow, 'run' | 'body' | 'reused'>;

const resultColumns = ['row', 'status', 'themes', 'confidence', 'sentiment', 'failed'] as const;

/** What lists of results are made of, a page at a time. All but `whole` stays away from the bodies. */
export class ResultRows {
  readonly #database: Kysely<Tables>;
  readonly #engine: Engine;

  constructor(database: Kysely<Tables>, engine: Engine) {
    this.#database = database;
    this.#engine = engine;
  }

  /** Decided rows after a row, in the file's order. */
  async page(run: string, after: number, most: number): Promise<ResultRow[]> {
    const query = this.#database
      .selectFrom('decisions')
      .select(resultColumns)
      .where('run', '=', run)
      .where('row', '>', after)
      .orderBy('row')
      .limit(most);
    const found = await stretchInLists(this.#database, this.#engine, query, {
      status: 'text',
      themes: 'text',
      failed: 'text',
      confidence: 'real',
      sentiment: 'real',
    });
    return found.row.map((row, at) => ({
      row,
      status: found.status[at] ?? '',
      themes: found.themes[at] ?? '',
      confidence: found.confidence[at] ?? null,
      sentiment: found.sentiment[at] ?? null,
      failed: found.failed[at] ?? '',
    }));
  }

  async some(run: string, rows: readonly number[]): Promise<ResultRow[]> {
    return inParts(rows, (part) =>
      this.#database
        .selectFrom('decisions')
        .select(resultColumns)
        .where('run', '=', run)
        .where('row', 'in', part)
        .execute(),
    );
  }

  /** Decided tickets with their decisions, by their rows, in the file's order. */
  async whole(run: string, rows: readonly number[]): Promise<DecidedRow[]> {
    // PostgreSQL knows no empty list.
    if (rows.length === 0) return [];
    const found = await decidedTickets(this.#database, run)
      .where('tickets.row', 'in', rows)
      .orderBy('tickets.row')
      .execute();
    return decidedAsWritten(found);
  }

  /**
   * Stored tickets from one row to another, both included, in the file's order.
   * @param letters leaves away others than those whose id or cells, as they are stored, hold this: a to z, 0 to 9 and
   * spaces, A and a alike; `_` stands for any character
   */
  async tickets(run: string, from: number, to: number, letters?: string) {
    const stored = this.#stored(run, from, to).select(['row', 'id', 'cells']);
    const query = letters === undefined ? stored : stored.where(this.#hold(letters));
    const kinds = { row: 'whole', id: 'text', cells: 'json' } as const;
    const { row: rows, id, cells } = await inLists(this.#database, this.#engine, query, kinds);
    return rows.map((row, at) => ({ row, id: id[at] ?? '', cells: cells[at] as string[] }));
  }

  /**
   * The rows of those whose id or cell in that column has the words, and id and cell of others that may have them.
   * @param words a to z, 0 to 9 and spaces; A and a are alike
   * @param letters of the words, as `tickets` takes them
   */
  async having(
    run: string,
    from: number,
    to: number,
    { column, words, letters }: { column: number; words: string; letters: string },
  ) {
    // PostgreSQL takes no value out of JSON that has a NUL somewhere.
    if (this.#engine === 'postgres') {
      const tickets = await this.tickets(run, from, to, letters);
      const textsOf = (id: string, cells: readonly string[]) => [id, cells[column] ?? ''];
      return {
        rows: [],
        unsure: tickets.map(({ row, id, cells }) => ({ row, texts: textsOf(id, cells) })),
      };
    }
    const place = `$[${column}]`;
    const cut = this.#stored(run, from, to)
      .where(this.#hold(letters))
      .select(['row', 'id', 'cells', sql<string>`coalesce(cells ->> ${place}, '')`.as('cell')])
      // With a limit the cell is taken out of the JSON once and not wherever it is named.
      .limit(to - from + 1);
    // Of other letters only Unicode says which are alike, and behind a NUL nothing is looked at.
    const isAscii = sql<boolean>`octet_length(id) + octet_length(cell) = length(id) + length(cell)`;
    const has = sql<boolean>`(id like ${`%${words}%`} or cell like ${`%${words}%`})`;
    const texts = sql`json_array(id, json(coalesce(cells -> ${place}, '""')))`;
    const query = this.#database
      .selectFrom(cut.as('cut'))
      .where((part) => part.or([has, part.not(isAscii)]))
      .select(['row', sql`iif(${isAscii}, 'null', ${texts})`.as('unsure')]);
    const kinds = { row: 'whole', unsure: 'json' } as const;
    const found = await inLists(this.#database, this.#engine, query, kinds);
    const rows: number[] = [];
    const unsure: { row: number; texts: string[] }[] = [];
    for (const [at, row] of found.row.entries()) {
      const texts = found.unsure[at] as string[] | null;
      if (texts === null) rows.push(row);
      else unsure.push({ row, texts });
    }
    return { rows, unsure };
  }

  /** As `tickets`, of whose cells only that of one column is read; rows and cells in lists of one length. */
  async cells(run: string, column: number, from: number, to: number) {
    // PostgreSQL takes no value out of JSON that has a NUL somewhere.
    if (this.#engine === 'postgres') {
      const tickets = await this.tickets(run, from, to);
      const cell = tickets.map(({ cells }) => cells[column] ?? '');
      return { row: tickets.map(({ row }) => row), cell };
    }
    const value = sql<string>`coalesce(cells -> ${`$[${column}]`}, '""')`;
    const query = this.#stored(run, from, to).select(['row', value.as('cell')]);
    const kinds = { cell: 'json' } as const;
    const { row, cell } = await stretchInLists(this.#database, this.#engine, query, kinds);
    return { row, cell: cell as string[] };
  }

  /** As `tickets`, without their cells; rows and ids in lists of one length. */
  async ids(run: string, from: number, to: number) {
    const query = this.#stored(run, from, to).select(['row', 'id']);
    return stretchInLists(this.#database, this.#engine, query, { id: 'text' });
  }

  #hold(letters: string) {
    const like = this.#engine === 'postgres' ? sql`ilike` : sql`like`;
    return sql<boolean>`(cells ${like} ${`%${letters}%`} or id ${like} ${`%${letters}%`})`;
  }

  #stored(run: string, from: number, to: number) {
    return this.#database
      .selectFrom('tickets')
      .where('run', '=', run)
      .where('row', '>=', from)
      .where('row', '<=', to)
      .orderBy('row');
  }
}
