import { type Kysely, type Migration, sql } from 'kysely';
import { createResults } from './create-results.ts';

async function createTables(database: Kysely<unknown>): Promise<void> {
  await sql`create table runs (
    id text primary key, key text not null, workflow text not null, file text not null, model text not null,
    base_url text not null, status text not null, started_at bigint not null, ended_at bigint,
    settings text not null, summary text)`.execute(database);
  await sql`create table tickets (
    run text not null, row integer not null, id text not null, address text not null,
    cells text not null, defect text, primary key (run, row))`.execute(database);
  await sql`create index tickets_by_id on tickets (id)`.execute(database);
  await sql`create table dockets (
    id text primary key, run text not null, agent text not null, size integer not null,
    parent text, started_at bigint not null, milliseconds real not null, cause text, detail text,
    calls integer not null, tokens_in bigint not null, tokens_cached bigint not null,
    tokens_out bigint not null)`.execute(database);
  await sql`create index dockets_by_run on dockets (run)`.execute(database);
  await sql`create table unanswered (
    run text not null, row integer not null, docket text not null,
    primary key (run, row, docket))`.execute(database);
  await sql`create table answers (
    address text primary key, agent text not null, docket text not null,
    body text not null)`.execute(database);
  await sql`create table decisions (
    run text not null, row integer not null, status text not null, themes text not null,
    confidence real, body text not null, primary key (run, row))`.execute(database);
  await sql`create table spans (
    id text primary key, docket text not null, parent text, kind text not null,
    name text not null, started_at bigint not null, milliseconds real not null,
    error text)`.execute(database);
  await sql`create index spans_by_docket on spans (docket)`.execute(database);
  await sql`create table span_bodies (span text primary key, body text not null)`.execute(database);
  await sql`create table gold (
    run text not null, row integer not null, address text not null, themes text not null,
    author text not null, at bigint not null)`.execute(database);
  await sql`create index gold_by_address on gold (address)`.execute(database);
  await sql`create table footings (endpoint text primary key, body text not null)`.execute(
    database,
  );
}

async function createCalls(database: Kysely<unknown>): Promise<void> {
  await sql`create table calls (
    id text primary key, run text not null, docket text not null, endpoint text not null,
    state text not null, sent_at bigint not null, settled_at bigint, waited real not null,
    cause text, tokens bigint not null)`.execute(database);
  await sql`create index calls_by_endpoint on calls (endpoint, sent_at)`.execute(database);
  await sql`create index calls_by_run on calls (run, state)`.execute(database);
}

async function createProcesses(database: Kysely<unknown>): Promise<void> {
  await sql`alter table calls add column cost real`.execute(database);
  for (const column of ['tokens_in', 'tokens_cached', 'tokens_out'])
    await sql`alter table calls add column ${sql.ref(column)} bigint not null default 0`.execute(
      database,
    );
  await sql`alter table calls add column process text`.execute(database);
  await sql`alter table calls add column queued real not null default 0`.execute(database);
  await sql`alter table dockets add column answered integer`.execute(database);
  await sql`alter table runs add column process text`.execute(database);
  await sql`alter table runs add column rows integer`.execute(database);
  await sql`alter table decisions add column reused integer not null default 0`.execute(database);
  await sql`create table processes (
    id text primary key, host text not null, pid integer not null,
    beat_at bigint not null)`.execute(database);
  await sql`create table claims (address text primary key, process text not null)`.execute(
    database,
  );
  await sql`create index claims_by_process on claims (process)`.execute(database);
}

async function createReplays(database: Kysely<unknown>): Promise<void> {
  await sql`create index calls_by_docket on calls (docket)`.execute(database);
  await sql`create table replays (
    id text primary key, run text not null, row integer not null, kind text not null,
    at bigint not null, body text not null)`.execute(database);
  await sql`create index replays_by_ticket on replays (run, row)`.execute(database);
}

async function createCalibrations(database: Kysely<unknown>): Promise<void> {
  await sql`create table calibrations (
    key text primary key, docket integer, threshold real, at bigint not null,
    body text not null)`.execute(database);
}

async function createJobs(database: Kysely<unknown>): Promise<void> {
  await sql`create table jobs (
    id text primary key, run text, words text not null, rows integer, wanted text not null,
    error text, at bigint not null)`.execute(database);
  await sql`create index jobs_by_run on jobs (run)`.execute(database);
}

async function createReviews(database: Kysely<unknown>): Promise<void> {
  await sql`alter table gold add column reason text not null default ''`.execute(database);
  await sql`alter table gold add column undone_at bigint`.execute(database);
}

async function createLearned(database: Kysely<unknown>): Promise<void> {
  await sql`create table learned (
    address text primary key, version text not null, themes text not null, sources text not null,
    place text not null, command text not null, at bigint not null,
    body text not null)`.execute(database);
}

async function createRoutings(database: Kysely<unknown>): Promise<void> {
  await sql`alter table runs add column triage text`.execute(database);
  await sql`create table routings (
    run text not null, "row" integer not null, body text not null,
    primary key (run, "row"))`.execute(database);
}

/** In order; a ledger remembers which of them it has had. */
export const migrations: Record<string, Migration> = {
  '001_tables': { up: createTables },
  '002_calls': { up: createCalls },
  '003_processes': { up: createProcesses },
  '004_replays': { up: createReplays },
  '005_calibrations': { up: createCalibrations },
  '006_jobs': { up: createJobs },
  '007_results': { up: createResults },
  '008_reviews': { up: createReviews },
  '009_learned': { up: createLearned },
  '010_routings': { up: createRoutings },
};
