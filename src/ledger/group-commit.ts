import type { Insertable, Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import { explainUnwritable } from './unwritable.ts';

/** Rows for any of the tables, that become durable together. */
export type Rows = { [Table in keyof Tables]?: Insertable<Tables[Table]>[] };

/** After a commit the next one waits this many times its length: rows gather, and commits take a fifth of the time at most. */
const restAfterCommit = 4;
/** Rows in one statement: SQLite takes 32,766 variables, PostgreSQL 65,535. */
const rowsInStatement = 500;

/** Gathers rows from everybody and commits them in one transaction. */
export class GroupCommit {
  readonly #database: Kysely<Tables>;
  #waiting: { rows: Rows; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #restUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> = Promise.resolve();

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Resolves when the rows are durable. */
  write(rows: Rows): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ rows, resolve, reject });
      this.#timer ??= setTimeout(
        () => void this.flush(),
        Math.max(0, this.#restUntil - performance.now()),
      );
    });
  }

  /** Commits what waits, and resolves when that and all before it is settled. Never rejects. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length > 0)
      this.#committing = this.#committing.then(async () => {
        const started = performance.now();
        try {
          await this.#commit(batch.map(({ rows }) => rows));
          for (const { resolve } of batch) resolve();
        } catch (error) {
          for (const { reject } of batch) reject(explainUnwritable(error));
        }
        const ended = performance.now();
        this.#restUntil = ended + restAfterCommit * (ended - started);
      });
    return this.#committing;
  }

  async #commit(batch: Rows[]): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      for (const table of tablesOf(batch)) {
        const rows = batch.flatMap((entry): object[] => entry[table] ?? []);
        for (let start = 0; start < rows.length; start += rowsInStatement)
          await insert(transaction, table, rows.slice(start, start + rowsInStatement));
      }
    });
  }
}

function tablesOf(batch: Rows[]): (keyof Tables)[] {
  return [...new Set(batch.flatMap((rows) => Object.keys(rows) as (keyof Tables)[]))];
}

/** The tables whose newer row replaces the older one, by their keys; elsewhere the first row stands. */
const replaced: Partial<Record<keyof Tables, string[]>> = {
  answers: ['address'],
  calls: ['id'],
  decisions: ['run', 'row'],
  footings: ['endpoint'],
};

async function insert(
  database: Kysely<Tables>,
  table: keyof Tables,
  rows: readonly object[],
): Promise<void> {
  const keys = replaced[table];
  // The rows were checked against their table by `write`; Kysely can't follow the union of tables.
  const statement = (database as unknown as Kysely<Record<string, Record<string, unknown>>>)
    .insertInto(table)
    .values(rows as Record<string, unknown>[])
    .onConflict((conflict) =>
      keys === undefined
        ? conflict.doNothing()
        : conflict.columns(keys).doUpdateSet((builder) =>
            Object.fromEntries(
              Object.keys(rows[0] ?? {})
                .filter((column) => !keys.includes(column))
                .map((column) => [column, builder.ref(`excluded.${column}`)]),
            ),
          ),
    );
  await statement.execute();
}
