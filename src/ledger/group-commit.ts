import type { CompiledQuery, Insertable, Kysely, Transaction } from 'kysely';
import { UserMistake } from '../domain/mistake.ts';
import { columnsOf, compileInsert, type Standing } from './compile-insert.ts';
import { keyOf, type Row } from './copying/table-keys.ts';
import { withChecksums } from './health/checksums.ts';
import { holdLiving } from './hold-living.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Engine } from './ledger-place.ts';
import type { Patience } from './postgres/patience.ts';
import type { Tables } from './schema.ts';
import type { Opened } from './sqlite/opened.ts';
import { explainUnwritable } from './sqlite/unwritable.ts';

/** Rows for any of the tables, that become durable together. */
export type Rows = { [Table in keyof Tables]?: Insertable<Tables[Table]>[] };

/** What becomes of the rows of a process that the others took for dead. */
interface Author {
  process: string;
  /** They are refused, or may come, but for answers that others have brought by then. */
  afterwards: 'refused' | 'late';
}

interface Waiting {
  rows: Rows;
  author: Author | undefined;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export type Haste = 'soon' | 'idle';

/** The others took over what this process was about to do, so that nothing more of it may leave. */
export class GivenUp extends UserMistake {
  constructor() {
    super('this process could not reach the ledger for so long that the others took its work over');
  }
}

/**
 * Commits take about a tenth of the time at most: each is worth so many times its length of rest. The next one waits
 * for what is owed beyond the credit, but no longer than so many milliseconds, while rows gather: a few answers are
 * written at once, and so is the call after each, which waits for that before it leaves. PostgreSQL does most of it
 * elsewhere.
 */
const restAfterCommit = 9;
const creditMs = 300;
const longestRest = { sqlite: 100, postgres: 25 };
/** Rows that nobody waits for are written so many milliseconds later, if no others come before. */
const idleMs = 100;
/**
 * Rows in one statement: few sizes make few statements, which are compiled once. SQLite takes 32,766
 * variables, PostgreSQL 65,535.
 */
const statementSizes = [256, 64, 16, 4, 1];

/**
 * Gathers rows from everybody and commits them in one transaction, which is repeated where its server
 * was lost or another process was in its way. It may be committed then though nobody heard so: each of
 * its statements is one that can be repeated.
 */
export class GroupCommit {
  readonly #database: Kysely<Tables>;
  readonly #patience: Patience;
  readonly #engine: Engine;
  readonly #longestRest: number;
  readonly #file: LedgerFile | undefined;
  #hasWritten = false;
  readonly #statements = new Map<string, CompiledQuery>();
  #waiting: Waiting[] = [];
  #restUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushAt = Number.POSITIVE_INFINITY;
  #committing: Promise<void> = Promise.resolve();

  constructor(
    database: Kysely<Tables>,
    patience: Patience,
    { engine, file }: Pick<Opened, 'engine' | 'file'>,
  ) {
    this.#database = database;
    this.#patience = patience;
    this.#engine = engine;
    this.#longestRest = longestRest[engine];
    this.#file = file;
  }

  /** Whether the file that rows were written to was deleted or replaced. */
  get isGone(): boolean {
    return this.#hasWritten && this.#file?.isGone === true;
  }

  /**
   * Resolves when the rows are durable. What nobody waits for is `idle`: it goes with the next rows.
   * @throws GivenUp where their author was given up and they are refused then
   */
  write(rows: Rows, author?: Author, haste: Haste = 'soon'): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ rows, author, resolve, reject });
      const now = performance.now();
      this.#flushBy(Math.max(this.#restUntil, haste === 'idle' ? now + idleMs : now), now);
    });
  }

  #flushBy(at: number, now: number): void {
    if (at >= this.#flushAt) return;
    clearTimeout(this.#timer);
    this.#flushAt = at;
    this.#timer = setTimeout(() => void this.flush(), at - now);
  }

  /** Commits what waits, and resolves when that and all before it is settled. Never rejects. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flushAt = Number.POSITIVE_INFINITY;
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length > 0)
      this.#committing = this.#committing.then(async () => {
        const started = performance.now();
        try {
          const refused = await this.#commit(batch);
          this.#hasWritten = true;
          // They are kept: closing the ledger writes them elsewhere.
          if (this.isGone) throw new UserMistake('the ledger was deleted while the command ran');
          for (const one of batch)
            if (refused.has(one)) one.reject(new GivenUp());
            else one.resolve();
        } catch (error) {
          for (const { reject } of batch) reject(explainUnwritable(error));
        }
        const ended = performance.now();
        const owed =
          Math.max(this.#restUntil + creditMs, ended) + restAfterCommit * (ended - started);
        this.#restUntil = Math.min(ended + this.#longestRest, owed - creditMs);
      });
    return this.#committing;
  }

  /** Returns what was refused. */
  async #commit(batch: readonly Waiting[]): Promise<ReadonlySet<Waiting>> {
    return this.#patience.repeat((attempt) =>
      this.#database.transaction().execute(async (transaction) => {
        const gone = await ofTheGone(transaction, batch, this.#engine);
        const refused = new Set([...gone].filter(({ author }) => author?.afterwards === 'refused'));
        const late = [...gone].filter((one) => !refused.has(one)).map(({ rows }) => rows);
        const allowed = [
          ...batch.filter((one) => !gone.has(one)).map(({ rows }) => rows),
          ...late.map(({ answers: _, calls = [], ...rows }) => ({
            ...rows,
            // What had not left is forgotten already.
            calls: calls.filter(({ state }) => state !== 'intent'),
          })),
        ];
        for (const table of tablesOf(allowed)) {
          const rows = inOrder(table, allowed);
          if (attempt > 1 && table === 'gold')
            await this.#insert(transaction, table, await withoutStored(transaction, rows));
          else await this.#insert(transaction, table, rows);
        }
        const answers = inOrder('answers', late);
        await this.#insert(transaction, 'answers', answers, 'keep what stands');
        return refused;
      }),
    );
  }

  async #insert(
    transaction: Transaction<Tables>,
    table: keyof Tables,
    given: Row[],
    before: Standing = replaced.has(table) ? 'replace it' : 'keep what stands',
  ): Promise<void> {
    const rows = withChecksums(table, given);
    const columns = columnsOf(rows);
    for (let start = 0, size: number; start < rows.length; start += size) {
      size = statementSizes.find((most) => most <= rows.length - start) ?? 1;
      const parameters = rows
        .slice(start, start + size)
        .flatMap((row) => columns.map((column) => row[column] ?? null));
      const statement = this.#statement(table, columns, size, before);
      await transaction.executeQuery({ ...statement, parameters });
    }
  }

  #statement(
    table: keyof Tables,
    columns: string[],
    size: number,
    before: Standing,
  ): CompiledQuery {
    const shape = JSON.stringify([table, columns, size, before]);
    const known = this.#statements.get(shape);
    if (known !== undefined) return known;
    const compiled = compileInsert(this.#database, table, columns, size, before);
    this.#statements.set(shape, compiled);
    return compiled;
  }
}

/** What a process wrote that the others gave up. */
async function ofTheGone(
  transaction: Transaction<Tables>,
  batch: readonly Waiting[],
  engine: Engine,
): Promise<ReadonlySet<Waiting>> {
  const processes = new Set(batch.flatMap(({ author }) => author?.process ?? []));
  if (processes.size === 0) return new Set();
  const living = await holdLiving(transaction, engine, [...processes]);
  return new Set(batch.filter(({ author }) => author && !living.has(author.process)));
}

/** In the same order for all processes, or they would wait for one another's rows. */
function tablesOf(batch: Rows[]): (keyof Tables)[] {
  return [...new Set(batch.flatMap((rows) => Object.keys(rows) as (keyof Tables)[]))].sort();
}

/** A table's rows in the order of their keys, and where one replaces another only that one. */
function inOrder(table: keyof Tables, batch: Rows[]): Row[] {
  const rows = batch.flatMap((entry): Row[] => (entry[table] as Row[] | undefined) ?? []);
  const keyed = rows.map((row) => ({ row, key: keyOf(table, row) }));
  const single = new Map(keyed.map((one) => [one.key, one]));
  return [...(replaced.has(table) ? single.values() : keyed)]
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ row }) => row);
}

/** Labels have no key that would keep them from being there twice. */
async function withoutStored(transaction: Transaction<Tables>, rows: Row[]): Promise<Row[]> {
  const stored = await transaction
    .selectFrom('gold')
    .selectAll()
    .where(
      'address',
      'in',
      rows.map(({ address }) => String(address)),
    )
    .execute();
  const known = new Set(stored.map((row) => keyOf('gold', { ...row })));
  return rows.filter((row) => !known.has(keyOf('gold', row)));
}

/** The tables whose newer row replaces the older one; elsewhere the first row stands. */
const replaced = new Set<keyof Tables>([
  ...(['answers', 'calls', 'decisions', 'footings', 'calibrations'] as const),
]);
