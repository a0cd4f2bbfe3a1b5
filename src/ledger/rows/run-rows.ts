import type { Kysely } from 'kysely';
import type { GroupCommit } from '../group-commit.ts';
import type { Engine } from '../ledger-place.ts';
import type { ProcessRow } from '../postgres/shared-schema.ts';
import { closeCalls } from '../processes/close-calls.ts';
import { findLiving, type Presence } from '../processes/presence.ts';
import type { RunRow, Tables } from '../schema.ts';
import { inParts } from './in-parts.ts';

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

  async start(run: Omit<RunRow, 'triage' | 'name' | 'note'>): Promise<void> {
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

  /** Keeps of a run that goes on why a worker won't judge it, for whoever waits for it. */
  async noteRefusal({ id, summary }: RunRow, refusal: string): Promise<void> {
    const noted = { ...(JSON.parse(summary ?? '{}') as object), refusal };
    await this.#database
      .updateTable('runs')
      .set({ summary: JSON.stringify(noted) })
      .where('id', '=', id)
      .where('status', '=', 'running')
      .where('summary', 'is not distinct from', summary)
      .execute();
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

  /** Their ids, newest first. */
  async ids(): Promise<string[]> {
    const runs = await this.#database
      .selectFrom('runs')
      .select('id')
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return runs.map(({ id }) => id);
  }

  async find(id: string): Promise<RunRow | undefined> {
    return this.#database.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The runs in which tickets of a run were judged again. */
  async trialsOf(run: string): Promise<RunRow[]> {
    const trials = await this.#database
      .selectFrom('replays')
      .select('body')
      .where('run', '=', run)
      .where('kind', '=', 'rejudge')
      .execute();
    const ids = trials.map(({ body }) => (JSON.parse(body) as { in?: string }).in ?? '');
    return inParts([...new Set(ids)], (part) =>
      this.#database.selectFrom('runs').selectAll().where('id', 'in', part).execute(),
    );
  }

  /** The run that a person called so. */
  async named(name: string): Promise<RunRow | undefined> {
    return this.#database
      .selectFrom('runs')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
  }

  /** Deletes a run's row, where nobody has taken it up since it was read. What belongs to it is left to `sweep`. */
  async delete({ id, status, process }: RunRow): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('runs')
        .where('id', '=', id)
        .where('status', '=', status)
        .where('process', process === null ? 'is' : '=', process)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await transaction.deleteFrom('jobs').where('run', '=', id).execute();
      await transaction.deleteFrom('allotments').where('key', '=', id).execute();
      return true;
    });
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
    return runs.filter(isShared);
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

/** Whether a run was submitted to the workers of a shared ledger, as far as its settings can be read. */
export function isShared({ settings }: Pick<RunRow, 'settings'>): boolean {
  try {
    return (JSON.parse(settings) as { shared?: unknown } | null)?.shared !== undefined;
  } catch {
    return false;
  }
}
