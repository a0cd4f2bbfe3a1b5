import { type Kysely, type Migration, sql } from 'kysely';

/**
 * The tables, as queries see them. Times are milliseconds since 1970, bodies are JSON text, an
 * address is 32 hexadecimal digits (`src/domain/address.ts`).
 */
export interface Tables {
  runs: RunRow;
  tickets: TicketRow;
  dockets: DocketRow;
  /** The tickets of dockets that gave no answer; an answer names its docket itself. */
  unanswered: { run: string; row: number; docket: string };
  answers: AnswerRow;
  decisions: DecisionRow;
  spans: SpanRow;
  span_bodies: { span: string; body: string };
  gold: GoldRow;
  footings: { endpoint: string; body: string };
  calls: CallRow;
  processes: ProcessRow;
  claims: ClaimRow;
  replays: ReplayRow;
  calibrations: CalibrationRow;
}

export interface RunRow {
  id: string;
  /** The address of the file and settings: the same command again has the same key. */
  key: string;
  workflow: string;
  file: string;
  model: string;
  base_url: string;
  status: 'running' | 'finished' | 'interrupted';
  started_at: number;
  ended_at: number | null;
  settings: string;
  summary: string | null;
  /** Who hears it, or did last. */
  process: string | null;
  /** The file's rows; null until all of them are stored. */
  rows: number | null;
}

export interface TicketRow {
  run: string;
  row: number;
  id: string;
  /** What a judge reads of it: equal for tickets that read the same. */
  address: string;
  cells: string;
  defect: string | null;
}

/** One run of an agent over the tickets of a docket, with the calls that it took. */
export interface DocketRow {
  id: string;
  run: string;
  agent: string;
  size: number;
  /** Tickets that it brought an answer; null in old ledgers. */
  answered: number | null;
  /** The docket that this one was split from. */
  parent: string | null;
  started_at: number;
  milliseconds: number;
  /** Why it gave no answers, or not all; null where it did. */
  cause: string | null;
  detail: string | null;
  calls: number;
  tokens_in: number;
  tokens_cached: number;
  tokens_out: number;
}

/** One call to a server. */
export interface CallRow {
  id: string;
  run: string;
  docket: string;
  endpoint: string;
  process: string | null;
  /**
   * `intent`: it will be sent; `sent`: it leaves now; `settled`: what came of it is known. What was
   * sent by a process that died may have been billed, and becomes `unknown`.
   */
  state: 'intent' | 'sent' | 'settled' | 'unknown';
  /** Of an intent: when it was written down. */
  sent_at: number;
  settled_at: number | null;
  /** Milliseconds that it waited until few enough were out, and then for a limit. */
  queued: number;
  waited: number;
  cause: string | null;
  /** In and out. */
  tokens: number;
  tokens_in: number;
  tokens_cached: number;
  tokens_out: number;
  /** Dollars; null where nobody knows. */
  cost: number | null;
}

/** A process that works with the ledger, seen alive for the last time at `beat_at`. */
export interface ProcessRow {
  id: string;
  host: string;
  pid: number;
  beat_at: number;
}

/** A question that a process is about to ask, so that no other pays for it too. */
interface ClaimRow {
  address: string;
  process: string;
}

/** A route, verdict or ruling that was paid for, under the address of what determines it. */
export interface AnswerRow {
  address: string;
  agent: string;
  docket: string;
  body: string;
}

export interface DecisionRow {
  run: string;
  row: number;
  status: string;
  themes: string;
  confidence: number | null;
  /** The whole decision, and the addresses of the answers it rests on. */
  body: string;
  /** How many of these answers were there already. */
  reused: number;
}

interface SpanRow {
  id: string;
  docket: string;
  parent: string | null;
  kind: string;
  name: string;
  started_at: number;
  milliseconds: number;
  error: string | null;
}

/** A person's label of a ticket. The newest for an address stands. */
interface GoldRow {
  run: string;
  row: number;
  address: string;
  themes: string;
  author: string;
  at: number;
}

/** What a person tried on a decided ticket afterwards. It changes nothing of the run. */
export interface ReplayRow {
  id: string;
  run: string;
  row: number;
  kind: 'replay' | 'rejudge';
  at: number;
  /** What was tried, and what came of it. */
  body: string;
}

/** What suits a server's model and a set of themes. The newest for a key stands. */
export interface CalibrationRow {
  /** The address of the endpoint, the models and all that the judges are told. */
  key: string;
  /** Tickets in one model call; null where that was not calibrated. */
  docket: number | null;
  /** Decisions less sure than this go to review, 0 to 1; null where that was not calibrated. */
  threshold: number | null;
  at: number;
  /** What it was found by. */
  body: string;
}

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

/** In order; a ledger remembers which of them it has had. */
export const migrations: Record<string, Migration> = {
  '001_tables': { up: createTables },
  '002_calls': { up: createCalls },
  '003_processes': { up: createProcesses },
  '004_replays': { up: createReplays },
  '005_calibrations': { up: createCalibrations },
};
