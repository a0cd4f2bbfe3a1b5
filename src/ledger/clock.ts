import { type RawBuilder, sql } from 'kysely';
import type { Engine } from './ledger-place.ts';

/**
 * The present time in milliseconds since 1970, as all processes of a ledger agree on it: machines that share a
 * PostgreSQL go by its clock, because their own may differ.
 */
export function nowOf(engine: Engine): RawBuilder<number> {
  return engine === 'postgres'
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`${Date.now()}`;
}
