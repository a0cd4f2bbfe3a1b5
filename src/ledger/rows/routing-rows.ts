import { type Kysely, sql } from 'kysely';
import { asWritten } from '../health/checksums.ts';
import type { Tables } from '../schema.ts';
import { inPages } from './in-pages.ts';
import { inParts } from './in-parts.ts';

/** Tickets whose routings are read together. */
const pageSize = 500;

const routingSum = sql<unknown>`routings.crc`.as('crc');

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
        .select(['row', 'body', routingSum])
        .where('run', '=', run)
        .where('row', 'in', part)
        .execute(),
    );
    return new Map(asWritten('routings', found).map(({ row, body }) => [row, body]));
  }

  /** That of a run's last ticket, as JSON. */
  async last(run: string): Promise<string | undefined> {
    const found = await this.#database
      .selectFrom('routings')
      .select(['body', routingSum])
      .where('run', '=', run)
      .orderBy('row', 'desc')
      .limit(1)
      .execute();
    return asWritten('routings', found)[0]?.body;
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
        .select(['routings.row', 'routings.body as routing', routingSum])
        .select(['tickets.cells', 'decisions.body as decision'])
        .where('routings.run', '=', run)
        .where('routings.row', '>', after)
        .orderBy('routings.row')
        .limit(most)
        .execute(),
    );
    for await (const page of pages) {
      asWritten(
        'routings',
        page.map(({ routing, crc }) => ({ body: routing, crc })),
      );
      yield* page;
    }
  }
}
