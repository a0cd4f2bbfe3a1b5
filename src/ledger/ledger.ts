import { CompiledQuery, type Kysely } from 'kysely';
import type { Pool } from 'pg';
import { type CopiedTable, copyLedger } from './copying/copy-ledger.ts';
import { copyRun } from './copying/copy-run.ts';
import type { CopiedRow } from './copying/row-shapes.ts';
import { takeCopy } from './copying/take-copy.ts';
import { GroupCommit, type Haste, type Rows } from './group-commit.ts';
import { HealthCheck } from './health/health.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Engine } from './ledger-place.ts';
import { Allotments } from './postgres/allotments.ts';
import { Patience } from './postgres/patience.ts';
import { longestAnswer, type TimedQuery } from './postgres/postgres-driver.ts';
import { SharedPace } from './postgres/shared-pace.ts';
import type { ProcessRow } from './postgres/shared-schema.ts';
import { Claims } from './processes/claims.ts';
import { type Forgotten, forgetProcess } from './processes/forget-process.ts';
import { forgetSilentWorkers, listWorkers, Presence, type Standing } from './processes/presence.ts';
import { findAnswers, type StoredAnswer } from './rows/find-answers.ts';
import { GoldRows } from './rows/gold-rows.ts';
import { JobRows } from './rows/job-rows.ts';
import { LearnedRows } from './rows/learned-rows.ts';
import { Records } from './rows/records.ts';
import { ResultRows } from './rows/result-rows.ts';
import { RoutingRows } from './rows/routing-rows.ts';
import { RunRows } from './rows/run-rows.ts';
import type { CalibrationRow, Tables } from './schema.ts';
import type { Opened } from './sqlite/opened.ts';
import { Space } from './sqlite/space.ts';
import { CaseRows } from './views/case-rows.ts';
import { LabelRows } from './views/label-rows.ts';
import { MatchRows } from './views/match-rows.ts';
import { Outlines } from './views/outlines.ts';
import { ProgressRows } from './views/progress-rows.ts';
import { ReviewRows } from './views/review-rows.ts';
import { SampleRows } from './views/sample-rows.ts';
import { StoryRows } from './views/story-rows.ts';

/** Asks PostgreSQL something within a transaction. */
export type Ask = (
  text: string,
  values?: unknown[],
) => Promise<{ rows: Record<string, unknown>[] }>;

/** The durable record of runs, calls, verdicts, decisions and spans. */
export class Ledger {
  readonly #database: Kysely<Tables>;
  readonly #commits: GroupCommit;
  readonly #patience: Patience;
  readonly #pool: Pool | undefined;
  readonly #file: LedgerFile | undefined;
  #presence: Presence | undefined;
  readonly location: string;
  readonly engine: Engine;
  readonly runs: RunRows;
  readonly records: Records;
  readonly cases: CaseRows;
  readonly outlines: Outlines;
  readonly results: ResultRows;
  readonly gold: GoldRows;
  readonly labels: LabelRows;
  readonly stories: StoryRows;
  readonly reviews: ReviewRows;
  readonly jobs: JobRows;
  readonly learned: LearnedRows;
  readonly matches: MatchRows;
  readonly progress: ProgressRows;
  readonly routings: RoutingRows;
  readonly samples: SampleRows;
  readonly space: Space;
  readonly health: HealthCheck;
  /** On PostgreSQL only. */
  readonly allotments: Allotments;

  constructor(database: Kysely<Tables>, opened: Opened) {
    this.#database = database;
    this.#patience = opened.patience ?? new Patience();
    this.#pool = opened.pool;
    this.#file = opened.file;
    this.#commits = new GroupCommit(database, this.#patience, opened);
    this.location = opened.location;
    this.engine = opened.engine;
    this.runs = new RunRows(database, this.#commits, opened.engine);
    this.records = new Records(database);
    this.cases = new CaseRows(database, opened.engine);
    this.outlines = new Outlines(database);
    this.results = new ResultRows(database, opened.engine);
    this.stories = new StoryRows(database);
    this.labels = new LabelRows(database);
    this.gold = new GoldRows(database, this.#commits, this.labels);
    this.reviews = new ReviewRows(database);
    this.jobs = new JobRows(database);
    this.learned = new LearnedRows(database);
    this.matches = new MatchRows(database);
    this.progress = new ProgressRows(database);
    this.routings = new RoutingRows(database);
    this.samples = new SampleRows(database);
    this.space = new Space(database, opened.engine, opened.file);
    this.health = new HealthCheck(database, opened.engine);
    this.allotments = new Allotments(database);
  }

  /**
   * Has it said once that the ledger's server can't be reached and is waited for, and once that it is
   * reached again; on SQLite there is nothing to wait for. Has each label named that was changed.
   */
  tellTrouble(say: (message: string) => void): void {
    this.labels.onDamaged = say;
    this.#patience.onWaiting = (isWaiting) =>
      say(
        isWaiting
          ? `The ledger ${this.location} can't be reached: waiting for it, nothing is lost`
          : `The ledger ${this.location} is reached again`,
      );
  }

  /** Runs a statement of somebody else's, as of a queue in the same database; on PostgreSQL only. */
  async sql(text: string, values: unknown[] = []) {
    if (this.#pool === undefined) throw new Error(`${this.location} is no PostgreSQL`);
    const pool = this.#pool;
    const query: TimedQuery = { text, values, query_timeout: longestAnswer };
    return this.#patience.repeat(() => pool.query(query));
  }

  /** Several such statements, all or nothing; what may be repeated where the server was lost meanwhile. */
  async transaction<Result>(work: (ask: Ask, attempt: number) => Promise<Result>): Promise<Result> {
    return this.#patience.repeat((attempt) =>
      this.#database
        .transaction()
        .execute((transaction) =>
          work(
            (text, values = []) => transaction.executeQuery(CompiledQuery.raw(text, values)),
            attempt,
          ),
        ),
    );
  }

  /** The pace at which all processes of this ledger together may call an endpoint; on PostgreSQL only. */
  async sharePace(
    endpoint: string,
    limits: { rpm?: number | undefined; tpm?: number | undefined },
  ): Promise<SharedPace> {
    const pace = new SharedPace(this.#database, endpoint, limits);
    await pace.enter();
    return pace;
  }

  /** Makes this process, which starts runs or pays for answers, known to the others until it is closed; by `stand` a worker. */
  async enter(stand?: () => Standing): Promise<{ presence: Presence; claims: Claims }> {
    const presence = await Presence.enter(this.#database, this.engine, stand);
    this.#presence = presence;
    const claims = new Claims(this.#database, this.engine, presence, {
      write: (rows) => this.write(rows),
      forget: (id) => this.#patience.repeat(() => forgetProcess(this.#database, id)),
    });
    return { presence, claims };
  }

  /** Resolves when the rows are durable; rows of one call become durable together. */
  write(rows: Rows): Promise<void> {
    return this.#commits.write(rows);
  }

  /** The same, refused where the others gave this process up: a worker, or anybody whose claims count. @throws GivenUp */
  writeAsLiving(rows: Rows, who: 'worker' | 'anybody' = 'worker', haste?: Haste): Promise<void> {
    return this.#commits.write(rows, this.#author('refused', who), haste);
  }

  /** The same for what was paid: of a worker that was given up all counts, but for answers that others brought again. */
  writePaid(rows: Rows): Promise<void> {
    return this.#commits.write(rows, this.#author('late'));
  }

  #author(afterwards: 'refused' | 'late', who: 'worker' | 'anybody' = 'worker') {
    const { id: process = '', isWorker = false } = this.#presence ?? {};
    return isWorker || who === 'anybody' ? { process, afterwards } : undefined;
  }

  /** The workers that are at work on this ledger, on whatever machine, or that were so long ago. */
  async workers(withinMs?: number): Promise<ProcessRow[]> {
    return listWorkers(this.#database, this.engine, withinMs);
  }

  /** Takes the workers that fell silent out of the ledger. Each is returned to one process only. */
  async forgetSilentWorkers(): Promise<Forgotten[]> {
    return this.#patience.repeat(() => forgetSilentWorkers(this.#database, this.engine));
  }

  /** The stored answers among the addresses asked for, or only those that one run paid for. */
  async answers(addresses: readonly string[], run?: string): Promise<Map<string, StoredAnswer>> {
    return findAnswers(this.#database, this.engine, addresses, run);
  }

  async footing(endpoint: string): Promise<string | undefined> {
    const row = await this.#database
      .selectFrom('footings')
      .select('body')
      .where('endpoint', '=', endpoint)
      .executeTakeFirst();
    return row?.body;
  }

  async calibration(key: string): Promise<CalibrationRow | undefined> {
    return this.#database
      .selectFrom('calibrations')
      .selectAll()
      .where('key', '=', key)
      .executeTakeFirst();
  }

  /** All rows that a run consists of. Nothing else can be asked of the ledger until they are read. */
  copyRun(run: string): AsyncGenerator<CopiedRow> {
    return copyRun(this.#database, run, this.labels);
  }

  /** Takes the copy of a run, all or nothing. Returns false where the run is here already. */
  takeCopy(run: string, rows: AsyncIterable<CopiedRow & { length: number }>): Promise<boolean> {
    return takeCopy(this.#database, run, rows);
  }

  /** Copies all but processes and claims into another ledger, which is empty, all or nothing. */
  copyInto(
    target: Ledger,
    tell: (table: string, rows: number) => void = () => {},
  ): Promise<CopiedTable[]> {
    return copyLedger(this.#database, target.#database, tell);
  }

  /** Waits until all is durable. @throws UserMistake where the file that it was written to is gone */
  async close(): Promise<void> {
    await this.#commits.flush();
    await this.#presence?.leave();
    this.#patience.isOpen = false;
    const gone = this.#commits.isGone ? this.#file?.rescue() : undefined;
    await this.#database.destroy();
    if (gone !== undefined) throw gone;
  }
}
