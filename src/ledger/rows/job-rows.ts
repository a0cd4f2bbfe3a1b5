import type { Kysely } from 'kysely';
import type { JobRow, Tables } from '../schema.ts';

/** What pages started. */
export class JobRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async add(job: JobRow): Promise<void> {
    // It may be told twice, where the answer to the first time was lost.
    await this.#database
      .insertInto('jobs')
      .values(job)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async change(id: string, change: Partial<JobRow>): Promise<void> {
    await this.#database.updateTable('jobs').set(change).where('id', '=', id).execute();
  }

  /** Newest first. */
  async list(): Promise<JobRow[]> {
    return this.#database.selectFrom('jobs').selectAll().orderBy('at', 'desc').execute();
  }

  /** The newest job of a run. */
  async ofRun(run: string): Promise<JobRow | undefined> {
    return this.#database
      .selectFrom('jobs')
      .selectAll()
      .where('run', '=', run)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
  }
}
