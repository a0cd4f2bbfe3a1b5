import type { Kysely } from 'kysely';
import { decidedAsWritten } from '../health/checksums.ts';
import type { DecisionRow, Tables } from '../schema.ts';
import { type DecidedRow, decidedTickets } from '../views/decided-tickets.ts';
import { inParts } from './in-parts.ts';

export type ResultRow = Omit<DecisionRow, 'run' | 'body' | 'reused'>;

const resultColumns = ['row', 'status', 'themes', 'confidence', 'sentiment', 'failed'] as const;

/** What lists of results are made of, a page at a time. All but `whole` stays away from the bodies. */
export class ResultRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Decided rows after a row, in the file's order. */
  async page(run: string, after: number, most: number): Promise<ResultRow[]> {
    return this.#database
      .selectFrom('decisions')
      .select(resultColumns)
      .where('run', '=', run)
      .where('row', '>', after)
      .orderBy('row')
      .limit(most)
      .execute();
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

  /** Stored tickets from one row to another, both included. */
  async tickets(run: string, from: number, to: number) {
    return this.#database
      .selectFrom('tickets')
      .select(['row', 'id', 'cells'])
      .where('run', '=', run)
      .where('row', '>=', from)
      .where('row', '<=', to)
      .orderBy('row')
      .execute();
  }

  /** As `tickets`, without their cells. */
  async ids(run: string, from: number, to: number) {
    return this.#database
      .selectFrom('tickets')
      .select(['row', 'id'])
      .where('run', '=', run)
      .where('row', '>=', from)
      .where('row', '<=', to)
      .execute();
  }

  /** Labels of tickets from one row to another, both included; the last one for a row stands. */
  async labels(run: string, from: number, to: number) {
    return this.#database
      .selectFrom('tickets')
      .innerJoin('gold', 'gold.address', 'tickets.address')
      .select(['tickets.row', 'gold.themes'])
      .where('tickets.run', '=', run)
      .where('tickets.row', '>=', from)
      .where('tickets.row', '<=', to)
      .where('gold.undone_at', 'is', null)
      .orderBy('gold.at')
      .execute();
  }
}
