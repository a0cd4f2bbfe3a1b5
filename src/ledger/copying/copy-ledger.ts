import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { UserMistake } from '../../domain/mistake.ts';
import { describeDamage } from '../health/check-rows.ts';
import type { Tables } from '../schema.ts';
import { type Row, tableKeys } from './table-keys.ts';

/** What is in one table, on both sides. */
export interface CopiedTable {
  table: string;
  rows: number;
  /** Of all rows in the order of their keys, alike on every database. */
  hash: string;
}

/** Not all that was written can be read again as it was; nothing of the copy stays. */
export class UnequalCopy extends Error {
  override name = 'UnequalCopy';
  readonly table: string;

  constructor(source: CopiedTable, target: CopiedTable) {
    super(
      `${source.table} differs: ${source.rows} rows (${source.hash.slice(0, 12)}) were read, ${target.rows} (${target.hash.slice(0, 12)}) are there; nothing was copied`,
    );
    this.table = source.table;
  }
}

/** Rows in one statement, and about how many characters they may have. */
const mostRows = 200;
const mostLength = 4_000_000;
/** Rows between two reports. */
const reportEvery = 50_000;

/**
 * Copies all tables, as they are at one moment, into a ledger that is empty, all or nothing, and reads
 * them again there. Processes, claims and holdings stay behind: they are of processes that live with the source.
 * In the copy decisions count as fallen in the order of their keys.
 * @param tell is told how many rows of a table are copied
 * @throws UnequalCopy where a table holds other rows in the end
 */
export async function copyLedger(
  source: Kysely<Tables>,
  target: Kysely<Tables>,
  tell: (table: string, rows: number) => void,
): Promise<CopiedTable[]> {
  const from = await source.startTransaction().setIsolationLevel('repeatable read').execute();
  try {
    return await target
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (to) => {
        const copied: CopiedTable[] = [];
        for (const table of movedTables) {
          const columns = await columnsOf(to, table);
          const read = await digest(table, columns, copyRows(from, to, table, columns, tell));
          const written = await digest(table, columns, rowsOf(to, table, columns));
          if (read.rows !== written.rows || read.hash !== written.hash)
            throw new UnequalCopy(read, written);
          copied.push(read);
        }
        return copied;
      });
  } finally {
    await from.rollback().execute();
  }
}

const movedTables = (Object.keys(tableKeys) as (keyof Tables)[]).filter(
  (table) => !['processes', 'claims', 'holdings', 'paces'].includes(table),
);

/** Both sides have had the same migrations; SQLite's own number of a row is none of its columns. */
async function columnsOf(database: Kysely<Tables>, table: keyof Tables): Promise<string[]> {
  const found = (await database.introspection.getTables()).filter(({ name }) => name === table);
  const names = new Set(found.flatMap(({ columns }) => columns.map(({ name }) => name)));
  names.delete('rowid');
  return [...names].sort();
}

type AnyTable = Record<string, Row>;

/** In the order of their keys; rows without one in an order that follows from all that they say. */
function rowsOf(
  database: Kysely<Tables>,
  table: keyof Tables,
  columns: string[],
): AsyncIterableIterator<Row> {
  // Kysely can't follow a table that is only known by name.
  let query = (database as unknown as Kysely<AnyTable>).selectFrom(table).select(columns);
  for (const column of tableKeys[table]) query = query.orderBy(column);
  if (table === 'gold') query = query.orderBy('reason').orderBy(sql`coalesce(undone_at, 0)`);
  return query.stream(500);
}

/** Writes the rows and hands them on. */
async function* copyRows(
  from: Kysely<Tables>,
  to: Transaction<Tables>,
  table: keyof Tables,
  columns: string[],
  tell: (table: string, rows: number) => void,
): AsyncGenerator<Row> {
  let waiting: Row[] = [];
  let length = 0;
  let rows = 0;
  const flush = async () => {
    if (waiting.length > 0)
      await (to as unknown as Transaction<AnyTable>)
        .insertInto(table)
        .values(waiting)
        .execute()
        .catch((error: unknown) => {
          throw explainUnfit(table, error);
        });
    waiting = [];
    length = 0;
  };
  for await (const row of rowsOf(from, table, columns)) {
    refuseBytes(table, row);
    waiting.push(row);
    length += Object.values(row).reduce<number>((sum, value) => sum + String(value).length, 0);
    if (waiting.length >= mostRows || length >= mostLength) await flush();
    rows += 1;
    if (rows % reportEvery === 0) tell(table, rows);
    yield row;
  }
  await flush();
  tell(table, rows);
}

/** SQLite takes bytes into every column, and no column of ours holds any. @throws UserMistake that names the row */
function refuseBytes(table: keyof Tables, row: Row): void {
  const column = Object.keys(row).find(
    (name) => row[name] !== null && typeof row[name] === 'object',
  );
  if (column === undefined) return;
  const keys: readonly string[] = tableKeys[table];
  const key = Object.fromEntries(keys.map((name) => [name, row[name]]));
  const what = `${column} holds bytes`;
  throw new UserMistake(`${describeDamage({ table, key, what })}; nothing was copied`);
}

/** What PostgreSQL says of a value that is none of its column's kind, as of a text in the place of a number. */
function explainUnfit(table: string, error: unknown): unknown {
  const { code = '', message } = error as Error & { code?: string };
  if (!code.startsWith('22')) return error;
  return new UserMistake(`a row of ${table} is damaged (${message}); nothing was copied`, {
    cause: error,
  });
}

async function digest(
  table: string,
  columns: string[],
  rows: AsyncIterable<Row>,
): Promise<CopiedTable> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const row of rows) {
    count += 1;
    hash.update(`${JSON.stringify(columns.map((column) => row[column]))}\n`);
  }
  return { table, rows: count, hash: hash.digest('hex') };
}
