import type { Kysely } from 'kysely';
import { inPages } from '../rows/in-pages.ts';
import type { Tables } from '../schema.ts';
import { withShared } from './shared-calls.ts';

/** Tickets that are told at a time: few enough to be read between two calls of a run. */
const pageSize = 32;

/**
 * Reads what happened to many tickets at once, without what the models were told and said: whoever
 * follows a run may not hold it up.
 */
export class Outlines {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** The rows of a run's decided tickets, in the file's order, a few at a time. */
  async *decided(run: string): AsyncGenerator<number[]> {
    const pages = inPages(pageSize, (after, most) =>
      this.#database
        .selectFrom('decisions')
        .select('row')
        .where('run', '=', run)
        .where('row', '>', after)
        .orderBy('row')
        .limit(most)
        .execute(),
    );
    for await (const page of pages) yield page.map(({ row }) => row);
  }

  /** Decided tickets with their decisions, in the file's order. */
  async tickets(run: string, rows: readonly number[]) {
    return this.#database
      .selectFrom('tickets')
      .innerJoin('decisions', (join) =>
        join.onRef('decisions.run', '=', 'tickets.run').onRef('decisions.row', '=', 'tickets.row'),
      )
      .selectAll('tickets')
      .select(['decisions.body', 'decisions.reused'])
      .where('tickets.run', '=', run)
      .where('tickets.row', 'in', rows)
      .orderBy('tickets.row')
      .execute();
  }

  /** The dockets that brought these tickets no answer, each with the ticket's row. */
  async faults(run: string, rows: readonly number[]) {
    return this.#database
      .selectFrom('unanswered')
      .innerJoin('dockets', 'dockets.id', 'unanswered.docket')
      .selectAll('dockets')
      .select('unanswered.row')
      .where('unanswered.run', '=', run)
      .where('unanswered.row', 'in', rows)
      .orderBy('dockets.started_at')
      .orderBy('dockets.id')
      .execute();
  }

  async dockets(ids: readonly string[]) {
    return this.#database.selectFrom('dockets').selectAll().where('id', 'in', ids).execute();
  }

  /** The calls to models and tools in these dockets. */
  async calls(dockets: readonly string[]) {
    return withShared(this.#database, dockets, (ids) =>
      this.#database
        .selectFrom('spans')
        .selectAll()
        .where('docket', 'in', ids)
        .where('kind', 'in', ['generation', 'response', 'function'])
        .orderBy('started_at')
        .orderBy('id')
        .execute(),
    );
  }
}
