import type { CompiledQuery, Insertable, Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import { explainUnwritable } from './unwritable.ts';

/** Rows for any of the tables, that become durable together. */
export type Rows = { [Table in keyof Tables]?: Insertable<Tables[Table]>[] };

/**
 * After a commit the next one waits this many times its length, but no longer than so many
 * milliseconds: rows gather, and commits take about a tenth of the time at most.
 */
const restAfterCommit = 9;
const longestRest = 100;
/**
 * Rows in one statement: few sizes make few statements, which are compiled once. SQLite takes 32,766
 * variables, PostgreSQL 65,535.
 */
const statementSizes = [256, 64, 16, 4, 1];

/** Gathers rows from everybody and commits them in one transaction. */
export class GroupCommit {
  readonly #database: Kysely<Tables>;
  readonly #statements = new Map<string, CompiledQuery>();
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
        this.#restUntil = ended + Math.min(longestRest, restAfterCommit * (ended - started));
      });
    return this.#committing;
  }

  async #commit(batch: Rows[]): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      for (const table of tablesOf(batch)) {
        const rows = batch.flatMap((entry): Row[] => (entry[table] as Row[] | undefined) ?? []);
        const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
        for (let start = 0, size: number; start < rows.length; start += size) {
          size = statementSizes.find((most) => most <= rows.length - start) ?? 1;
          const parameters = rows
            .slice(start, start + size)
            .flatMap((row) => columns.map((column) => row[column] ?? null));
          const statement = this.#statement(table, columns, size);
          await transaction.executeQuery({ ...statement, parameters });
        }
      }
    });
  }

  #statement(table: keyof Tables, columns: string[], size: number): CompiledQuery {
    const shape = JSON.stringify([table, columns, size]);
    const known = this.#statements.get(shape);
    if (known !== undefined) return known;
    const compiled = compileInsert(this.#database, table, columns, size);
    this.#statements.set(shape, compiled);
    return compiled;
  }
}

type Row = Record<string, unknown>;

function tablesOf(batch: Rows[]): (keyof Tables)[] {
  return [...new Set(batch.flatMap((rows) => Object.keys(rows) as (keyof Tables)[]))];
}

/** The tables whose newer row replaces the older one, by their keys; elsewhere the first row stands. */
const replaced: Partial<Record<keyof Tables, string[]>> = {
  answers: ['address'],
  calls: ['id'],
  decisions: ['run', 'row'],
  footings: ['endpoint'],
  calibrations: ['key'],
};

/** An insertion of so many rows, whose parameters are to be put in: the rows' values one after the other. */
function compileInsert(
  database: Kysely<Tables>,
  table: keyof Tables,
  columns: string[],
  size: number,
): CompiledQuery {
  const keys = replaced[table];
  const row = Object.fromEntries(columns.map((column) => [column, null]));
  // The rows were checked against their table by `write`; Kysely can't follow the union of tables.
  return (database as unknown as Kysely<Record<string, Row>>)
    .insertInto(table)
    .values(Array.from({ length: size }, () => row))
    .onConflict((conflict) =>
      keys === undefined
        ? conflict.doNothing()
        : conflict
            .columns(keys)
            .doUpdateSet((builder) =>
              Object.fromEntries(
                columns
                  .filter((column) => !keys.includes(column))
                  .map((column) => [column, builder.ref(`excluded.${column}`)]),
              ),
            ),
    )
    .compile();
}
