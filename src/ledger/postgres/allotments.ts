import { type Kysely, sql } from 'kysely';
import { believedAheadMs, clipCalls, nowOf } from '../processes/clock.ts';
import { silenceMs } from '../processes/presence.ts';
import type { Tables } from '../schema.ts';
import { isLostConnection } from './lost-connection.ts';

type Kind = 'calls' | 'dollars';

/** What a day's allotment is filled from again at most so often; milliseconds. */
const refillMs = 60_000;
const dayMs = 24 * 3600 * 1000;
/** A call that was to leave so long ago has not left, and will not: its process is no more. */
const oldIntentMs = 600_000;

/**
 * What all processes at work on a run may still spend together, in PostgreSQL. What is taken is taken
 * before the call is written down as sent, and durable with it. Where a connection is lost in the
 * middle something may be taken twice, and is never given back twice.
 */
export class Allotments {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Sets what may be spent. @param anew false where others may be at work on it already */
  async fill(key: string, of: Kind, amount: number, anew: boolean): Promise<void> {
    await this.#database
      .insertInto('allotments')
      .values({ key, of, rest: amount, filled_at: Date.now() })
      .onConflict((conflict) =>
        anew
          ? conflict.columns(['key', 'of']).doUpdateSet({ rest: amount, filled_at: Date.now() })
          : conflict.doNothing(),
      )
      .execute();
  }

  /**
   * Sets the calls that an endpoint may be sent, so many in 24 hours, less those that it was sent. What
   * was set less than a minute ago only gets smaller: others have taken from it what is not written
   * down yet.
   */
  async fillDay(endpoint: string, perDay: number): Promise<void> {
    await clipCalls(this.#database, 'postgres', endpoint);
    // The server's time: a machine whose clock was set forward would find no call in the last day.
    const now = nowOf('postgres');
    // Also where a clock was ahead, and is no more.
    const isOld = sql`abs(allotments.filled_at - excluded.filled_at) > ${refillMs}`;
    await sql`
      insert into allotments (key, of, rest, filled_at)
      select ${endpoint}, 'calls', ${perDay}::float8 - count(*), ${now} from calls
      where endpoint = ${endpoint} and sent_at > ${now} - ${sql.lit(dayMs)}
        and sent_at < ${now} + ${sql.lit(believedAheadMs)}
        and (state <> 'intent' or sent_at > ${now} - ${sql.lit(oldIntentMs)})
      on conflict (key, of) do update set
        rest = case when ${isOld} then excluded.rest
          else least(allotments.rest, excluded.rest) end,
        filled_at = case when ${isOld} then excluded.filled_at
          else allotments.filled_at end`.execute(this.#database);
  }

  /** Returns whether there was so much. */
  async take(key: string, of: Kind, amount: number): Promise<boolean> {
    const { numAffectedRows } = await sql`
      with quick as materialized (select set_config('synchronous_commit', 'off', true))
      update allotments set rest = rest - ${amount}::float8 from quick
      where key = ${key} and of = ${of} and rest >= ${amount}::float8`.execute(this.#database);
    return numAffectedRows === 1n;
  }

  /** More was spent than was taken. */
  async overdraw(key: string, of: Kind, amount: number): Promise<void> {
    await this.#add(this.#database, key, of, -amount);
  }

  /** Something that was taken was not spent. */
  async giveBack(key: string, of: Kind, amount: number): Promise<void> {
    try {
      // A transaction is not repeated.
      await this.#database
        .transaction()
        .execute((transaction) => this.#add(transaction, key, of, amount));
    } catch (error) {
      if (!isLostConnection(error)) throw error;
    }
  }

  /**
   * Gives back the calls that dead processes of a run had taken and not sent. Returns how many. Those of a worker come
   * back where it is retired.
   */
  async reclaim(run: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      with unsent as (delete from calls where run = ${run} and state = 'intent'
        and process not in (select id from processes
          where role = 'worker' or beat_at > ${nowOf('postgres')} - ${silenceMs}::float8) returning id),
      counted as (select count(*)::float8 as count from unsent)
      update allotments set rest = rest + count from counted
      where key = ${run} and of = 'calls' and count > 0 returning count`.execute(this.#database);
    return rows[0]?.count ?? 0;
  }

  async #add(database: Kysely<Tables>, key: string, of: Kind, amount: number): Promise<void> {
    await sql`update allotments set rest = rest + ${amount}::float8
      where key = ${key} and of = ${of}`.execute(database);
  }
}
