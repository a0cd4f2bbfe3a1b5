import { type Kysely, sql } from 'kysely';

/** What all processes that share a ledger share of a server's limits, and of what a run may spend. */
export async function createPaces(database: Kysely<unknown>, isPostgres: boolean): Promise<void> {
  await sql`create table paces (
    endpoint text primary key, rpm double precision, rpm_until double precision not null,
    spacing double precision not null, next_call double precision not null,
    next_tokens double precision not null, paused_until double precision not null,
    turns text not null, found_out integer not null, answers double precision not null,
    back_offs integer not null, spacing_before double precision not null,
    rests_until double precision not null, last_refusal double precision not null,
    last_probe double precision not null)`.execute(database);
  await sql`create table allotments (
    key text not null, of text not null, rest double precision not null,
    filled_at double precision not null, primary key (key, of))`.execute(database);
  if (!isPostgres) return;
  // Few rows that change with every call: each new version finds room on the page of the last.
  for (const table of ['paces', 'allotments'])
    await sql`alter table ${sql.id(table)} set (fillfactor = 20, autovacuum_vacuum_scale_factor = 0,
      autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0)`.execute(database);
}
