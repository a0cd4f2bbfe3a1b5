import type { Kysely } from 'kysely';
import { inParts } from '../rows/in-parts.ts';
import type { Tables } from '../schema.ts';

/** A decided ticket that nobody labelled, without its decision's body. */
export interface Reviewable {
  row: number;
  id: string;
  address: string;
  status: string;
  themes: string;
  confidence: number | null;
}

/** What a person may have to look at, read by the tables' columns alone. */
export class ReviewRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /**
   * Unlabelled tickets of a status, the least confident first, and before them those without a confidence; at most so
   * many, and less confident than `below`.
   */
  async unlabelled(
    run: string,
    status: string,
    most: number,
    below?: number,
  ): Promise<Reviewable[]> {
    const query = this.#decided(run)
      .where('decisions.status', '=', status)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('gold')
              .select('gold.at')
              .whereRef('gold.address', '=', 'tickets.address')
              .where('gold.undone_at', 'is', null),
          ),
        ),
      )
      .orderBy('decisions.confidence', (order) => order.asc().nullsFirst())
      .limit(most);
    if (below === undefined) return query.execute();
    return query
      .where(({ or, eb }) =>
        or([eb('decisions.confidence', '<', below), eb('decisions.confidence', 'is', null)]),
      )
      .execute();
  }

  /** These tickets, whether they are labelled or not, in the file's order. */
  async of(run: string, rows: readonly number[]): Promise<Reviewable[]> {
    const found = await inParts(rows, (part) =>
      this.#decided(run).where('tickets.row', 'in', part).execute(),
    );
    return found.sort((one, other) => one.row - other.row);
  }

  #decided(run: string) {
    return this.#database
      .selectFrom('decisions')
      .innerJoin('tickets', (join) =>
        join.onRef('tickets.run', '=', 'decisions.run').onRef('tickets.row', '=', 'decisions.row'),
      )
      .select(['tickets.row', 'tickets.id', 'tickets.address'])
      .select(['decisions.status', 'decisions.themes', 'decisions.confidence'])
      .where('decisions.run', '=', run);
  }

  /** How many tickets of these statuses were labelled in this run. */
  async countLabelled(run: string, statuses: readonly string[]): Promise<number> {
    const row = await this.#database
      .selectFrom('gold')
      .innerJoin('decisions', (join) =>
        join.onRef('decisions.run', '=', 'gold.run').onRef('decisions.row', '=', 'gold.row'),
      )
      .select(({ fn }) => fn.count('decisions.row').distinct().as('tickets'))
      .where('gold.run', '=', run)
      .where('gold.undone_at', 'is', null)
      .where('decisions.status', 'in', statuses)
      .executeTakeFirst();
    return Number(row?.tickets ?? 0);
  }
}
