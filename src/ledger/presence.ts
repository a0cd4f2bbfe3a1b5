import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Kysely } from 'kysely';
import type { ProcessRow, Tables } from './schema.ts';

/** A process says so often that it lives, and is held for dead when it was silent so long; milliseconds. */
const beatEveryMs = 5_000;
const silenceMs = 30_000;

/** This process in the eyes of the others that work with the same ledger. */
export class Presence {
  readonly #database: Kysely<Tables>;
  readonly #beat: NodeJS.Timeout;
  #isBeating = false;
  readonly id = randomBytes(8).toString('hex');

  private constructor(database: Kysely<Tables>) {
    this.#database = database;
    // A beat that can't be written is no news: the next write of the run's own says what is wrong.
    this.#beat = setInterval(() => void this.#tryBeat(), beatEveryMs).unref();
  }

  static async enter(database: Kysely<Tables>): Promise<Presence> {
    const presence = new Presence(database);
    await presence.#sayAlive();
    return presence;
  }

  /** Whether a process that the ledger names is still at work. */
  async isAlive(id: string): Promise<boolean> {
    return id === this.id || (await findLiving(this.#database, id)) !== undefined;
  }

  /** Gives back all that it holds. */
  async leave(): Promise<void> {
    clearInterval(this.#beat);
    // What stays behind is given up by the others once this process is gone.
    await forget(this.#database, this.id).catch(() => {});
  }

  /** One at a time: a server that is gone is waited for. */
  async #tryBeat(): Promise<void> {
    if (this.#isBeating) return;
    this.#isBeating = true;
    await this.#sayAlive().catch(() => {});
    this.#isBeating = false;
  }

  async #sayAlive(): Promise<void> {
    const row = { id: this.id, host: hostname(), pid: process.pid, beat_at: Date.now() };
    await this.#database
      .insertInto('processes')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ beat_at: row.beat_at }))
      .execute();
  }
}

/** A process that the ledger names, where it is still at work. */
export async function findLiving(
  database: Kysely<Tables>,
  id: string,
): Promise<ProcessRow | undefined> {
  const row = await database
    .selectFrom('processes')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined && isAlive(row) ? row : undefined;
}

/** Takes a process that is no more out of the ledger, with its claims. */
export async function forget(database: Kysely<Tables>, id: string): Promise<void> {
  await database.deleteFrom('claims').where('process', '=', id).execute();
  await database.deleteFrom('processes').where('id', '=', id).execute();
}

/** On this machine the system knows at once; elsewhere, and where a number was given out again, silence tells. */
function isAlive({ host, pid, beat_at }: ProcessRow): boolean {
  if (Date.now() - Number(beat_at) > silenceMs) return false;
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
