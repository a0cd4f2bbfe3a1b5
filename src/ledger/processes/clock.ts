import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine } from '../ledger-place.ts';
import type { Tables } from '../schema.ts';

/**
 * The present time in milliseconds since 1970, as all processes of a ledger agree on it: machines that share a
 * PostgreSQL go by its clock, because their own may differ.
 */
export function nowOf(engine: Engine): RawBuilder<number> {
  return engine === 'postgres'
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`${Date.now()}`;
}

/**
 * A call that is said to have been sent so much later than now was written under a clock that was wrong. When it was
 * sent nobody knows, and a minute's limit doesn't count it: it would for as long as the clock was ahead. Milliseconds.
 */
export const believedAheadMs = 3_600_000;

/** So long ago such a call is taken to have been sent: a day's limit counts it, a minute's does not. Milliseconds. */
const clippedToMs = 60_001;

/** Gives calls to an endpoint that no true clock can have written a time that can be, once and for all. */
export async function clipCalls(
  database: Kysely<Tables>,
  engine: Engine,
  endpoint: string,
): Promise<void> {
  const now = sql`cast(${nowOf(engine)} as bigint)`;
  // Whom another process is just clipping, or settling, is left to it.
  const unlocked = engine === 'postgres' ? sql`for update skip locked` : sql``;
  await sql`
    update calls set sent_at = ${now} - ${sql.lit(clippedToMs)},
      settled_at = settled_at - sent_at + ${now} - ${sql.lit(clippedToMs)}
    where id in (select id from calls where endpoint = ${endpoint}
      and sent_at > ${now} + ${sql.lit(believedAheadMs)} ${unlocked})`.execute(database);
}
