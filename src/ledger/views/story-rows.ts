import type { Kysely } from 'kysely';
import { asWritten } from '../health/checksums.ts';
import type { DecisionRow, Tables, TicketRow } from '../schema.ts';
import { withShared } from './shared-calls.ts';

/** What the story of one ticket is made of. */
export class StoryRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Tickets of that id, newest run first, or of one run. */
  async tickets(id: string, run?: string): Promise<TicketRow[]> {
    let query = this.#database
      .selectFrom('tickets')
      .innerJoin('runs', 'runs.id', 'tickets.run')
      .selectAll('tickets')
      .where('tickets.id', '=', id)
      .orderBy('runs.started_at', 'desc')
      .orderBy('tickets.row');
    if (run !== undefined) query = query.where('tickets.run', '=', run);
    return query.execute();
  }

  async ticket(run: string, row: number): Promise<TicketRow | undefined> {
    return this.#database
      .selectFrom('tickets')
      .selectAll()
      .where('run', '=', run)
      .where('row', '=', row)
      .executeTakeFirst();
  }

  /** Tickets of a run at most so many rows from one. */
  async around(run: string, row: number, reach: number): Promise<TicketRow[]> {
    return this.#database
      .selectFrom('tickets')
      .selectAll()
      .where('run', '=', run)
      .where('row', '>=', row - reach)
      .where('row', '<=', row + reach)
      .orderBy('row')
      .execute();
  }

  /** Some ticket ids of a run, for a message that names the nearest. */
  async ticketIds(run: string, most: number): Promise<string[]> {
    const rows = await this.#database
      .selectFrom('tickets')
      .select('id')
      .where('run', '=', run)
      .limit(most)
      .execute();
    return rows.map(({ id }) => id);
  }

  async decision(run: string, row: number): Promise<DecisionRow | undefined> {
    const found = await this.#database
      .selectFrom('decisions')
      .selectAll()
      .where('run', '=', run)
      .where('row', '=', row)
      .execute();
    return asWritten('decisions', found)[0];
  }

  /** The dockets that brought a ticket no answer, in the order of their start. */
  async faultsOf(run: string, row: number) {
    return this.#database
      .selectFrom('unanswered')
      .innerJoin('dockets', 'dockets.id', 'unanswered.docket')
      .selectAll('dockets')
      .where('unanswered.run', '=', run)
      .where('unanswered.row', '=', row)
      .orderBy('dockets.started_at')
      .execute();
  }

  async docket(id: string) {
    return this.#database.selectFrom('dockets').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** A span's body, null where it has none; nothing where no docket knows the span. */
  async spanBody(id: string): Promise<{ body: string | null } | undefined> {
    return this.#database
      .selectFrom('spans')
      .innerJoin('dockets', 'dockets.id', 'spans.docket')
      .leftJoin('span_bodies', 'span_bodies.span', 'spans.id')
      .select('span_bodies.body')
      .where('spans.id', '=', id)
      .executeTakeFirst();
  }

  /** The spans of dockets without their bodies, and whether they have any. */
  async spanTimes(dockets: readonly string[]) {
    return withShared(this.#database, dockets, (ids) =>
      this.#database
        .selectFrom('spans')
        .leftJoin('span_bodies', 'span_bodies.span', 'spans.id')
        .selectAll('spans')
        .select(({ eb }) => eb('span_bodies.span', 'is not', null).as('has_body'))
        .where('docket', 'in', ids)
        .orderBy('started_at')
        .orderBy('spans.id')
        .execute(),
    );
  }

  /** The spans of dockets, with their bodies. */
  async spans(dockets: readonly string[]) {
    return withShared(this.#database, dockets, (ids) =>
      this.#database
        .selectFrom('spans')
        .leftJoin('span_bodies', 'span_bodies.span', 'spans.id')
        .selectAll('spans')
        .select('span_bodies.body')
        .where('docket', 'in', ids)
        .orderBy('started_at')
        .orderBy('id')
        .execute(),
    );
  }
}
