import type { Kysely } from 'kysely';
import { decidedAsWritten } from '../health/checksums.ts';
import type { Tables } from '../schema.ts';
import { decidedTickets } from './decided-tickets.ts';

/** The tickets of a run with one theme to which that theme applies. */
export class MatchRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async count(run: string, theme: string): Promise<number> {
    const found = await this.#database
      .selectFrom('decisions')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('run', '=', run)
      .where('themes', '=', theme)
      .executeTakeFirst();
    return Number(found?.count ?? 0);
  }

  /** The surest first, and among them in the file's order. */
  async page(run: string, theme: string, offset: number, limit: number) {
    const found = await this.#database
      .selectFrom('decisions')
      .select(['row'])
      .where('run', '=', run)
      .where('themes', '=', theme)
      .orderBy(({ fn, val }) => fn.coalesce('confidence', val(0)), 'desc')
      .orderBy('row')
      .limit(limit)
      .offset(offset)
      .execute();
    const rows = found.map(({ row }) => row);
    if (rows.length === 0) return [];
    const read = await decidedTickets(this.#database, run)
      .where('tickets.row', 'in', rows)
      .execute();
    const byRow = new Map(decidedAsWritten(read).map((row) => [row.row, row]));
    return rows.flatMap((row) => byRow.get(row) ?? []);
  }
}
