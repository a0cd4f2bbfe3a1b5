import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** Tickets in one statement. */
const pageSize = 500;

/** The tickets of a run that were drawn to be labelled, each with its chance. */
export class SampleRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Puts a run's sample in the place of the one before; labels stay. */
  async replace(run: string, drawn: readonly { row: number; chance: number }[]): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('sampled').where('run', '=', run).execute();
      for (let at = 0; at < drawn.length; at += pageSize)
        await transaction
          .insertInto('sampled')
          .values(drawn.slice(at, at + pageSize).map((ticket) => ({ run, ...ticket })))
          .execute();
    });
  }

  /** With what chance each ticket of a run's sample was drawn, above 0 and at most 1, by row. */
  async of(run: string): Promise<Map<number, number>> {
    const rows = await this.#database
      .selectFrom('sampled')
      .select(['row', 'chance'])
      .where('run', '=', run)
      .orderBy('row')
      .execute();
    return new Map(rows.map(({ row, chance }) => [row, chance]));
  }
}
