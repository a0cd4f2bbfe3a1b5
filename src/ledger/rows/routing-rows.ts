import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';
import { inPages } from './in-pages.ts';
import { inParts } from './in-parts.ts';

/** Tickets whose routings are read together. */
const pageSize = 500;

/** A ticket's routing, and its decision where there is one. */
interface RoutedTicket {
  row: number;
  cells: string;
  routing: string;
  /** Null where it was not decided, or failed. */
  decision: string | null;
}

/** Which judges a learned triage chose for the tickets of a run. */
export class RoutingRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** By row, as JSON. */
  async of(run: string, rows: readonly number[]): Promise<Map<number, string>> {
    const found = await inParts(rows, (part) =>
      this.#database
        .selectFrom('routings')
        .select(['row', 'body'])
        .where('run', '=', run)
        .where('row', 'in', part)
        .execute(),
    );
    return new Map(found.map(({ row, body }) => [row, body]));
  }

  /** That of a run's last ticket, as JSON. */
  async last(run: string): Promise<string | undefined> {
    const found = await this.#database
      .selectFrom('routings')
      .select('body')
      .where('run', '=', run)
      .orderBy('row', 'desc')
      .limit(1)
      .executeTakeFirst();
    return found?.body;
  }

  /** All routings of a run, in the order of their rows, with what became of the tickets. */
  async *all(run: string): AsyncGenerator<RoutedTicket> {
    const pages = inPages(pageSize, (after, most) =>
      this.#database
        .selectFrom('routings')
        .innerJoin('tickets', (join) =>
          join.onRef('tickets.run', '=', 'routings.run').onRef('tickets.row', '=', 'routings.row'),
        )
        .leftJoin('decisions', (join) =>
          join
            .onRef('decisions.run', '=', 'routings.run')
            .onRef('decisions.row', '=', 'routings.row')
            .on('decisions.status', '!=', 'failed'),
        )
        .select(['routings.row', 'tickets.cells', 'routings.body as routing'])
        .select('decisions.body as decision')
        .where('routings.run', '=', run)
        .where('routings.row', '>', after)
        .orderBy('routings.row')
        .limit(most)
        .execute(),
    );
    for await (const page of pages) yield* page;
  }
}
