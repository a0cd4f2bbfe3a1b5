import type { Kysely } from 'kysely';
import { closeCalls } from './close-calls.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Engine } from './ledger-place.ts';
import { findLiving, type Presence } from './presence.ts';
import type { RunRow, Tables } from './schema.ts';
import type { ProcessRow } from './shared-schema.ts';

/** The runs of a ledger: their beginning, their end, and who hears them. */
export class RunRows {
  readonly #database: Kysely<Tables>;
  readonly #commits: GroupCommit;
  readonly #engine: Engine;

  constructor(database: Kysely<Tables>, commits: GroupCommit, engine: Engine) {
    this.#database = database;
    this.#commits = commits;
    this.#engine = engine;
  }

  async start(run: Omit<RunRow, 'triage'>): Promise<void> {
    // It may be told twice, where the answer to the first time was lost.
    await this.#database
      .insertInto('runs')
      .values(run)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async update(id: string, change: Partial<RunRow>): Promise<void> {
    await this.#commits.flush();
    await this.#database.updateTable('runs').set(change).where('id', '=', id).execute();
  }

  /** Ends a run that goes on. Returns false where it does not. */
  async end(id: string, change: Partial<RunRow>): Promise<boolean> {
    await this.#commits.flush();
    const { numUpdatedRows } = await this.#database
      .updateTable('runs')
      .set({ ...change, ended_at: Date.now() })
      .where('id', '=', id)
      .where('status', '=', 'running')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** All runs, newest first. */
  async all(): Promise<RunRow[]> {
    return this.#database
      .selectFrom('runs')
      .selectAll()
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  async find(id: string): Promise<RunRow | undefined> {
    return this.#database.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** Runs that are with the workers now, oldest first. */
  async shared(): Promise<RunRow[]> {
    const runs = await this.#database
      .selectFrom('runs')
      .selectAll()
      .where('status', '=', 'running')
      .orderBy('started_at')
      .orderBy('id')
      .execute();
    return runs.filter(({ settings }) => 'shared' in JSON.parse(settings));
  }

  /** The newest run of that key. */
  async newest(key: string): Promise<RunRow | undefined> {
    return this.#database
      .selectFrom('runs')
      .selectAll()
      .where('key', '=', key)
      .orderBy('started_at', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  /** The process that hears a run at this moment, on whatever machine. */
  async processOf({ process }: Pick<RunRow, 'process'>): Promise<ProcessRow | undefined> {
    return process === null ? undefined : findLiving(this.#database, this.#engine, process);
  }

  /** Takes a run over from a process that is no more. Returns whether it is ours now. */
  async takeOver({ id, process }: RunRow, presence: Presence): Promise<boolean> {
    if (process !== null && (await presence.isAlive(process))) return false;
    const { numUpdatedRows } = await this.#database
      .updateTable('runs')
      .set({ process: presence.id })
      .where('id', '=', id)
      .where(({ eb, or }) =>
        or([
          eb('process', process === null ? 'is' : '=', process),
          eb('process', '=', presence.id),
        ]),
      )
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /**
   * Marks the calls of a run that were sent and never settled, because their process died, and
   * forgets those that had not left. Returns how many are marked.
   */
  async markUnknownCalls(run: string): Promise<number> {
    return (await closeCalls(this.#database, [run])).unknown;
  }
}
