import { type RawBuilder, sql } from 'kysely';
import type { Engine } from '../ledger-place.ts';

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
 * sent nobody knows, and a limit doesn't count it: it would for as long as the clock was ahead. Milliseconds.
 */
export const believedAheadMs = 3_600_000;
