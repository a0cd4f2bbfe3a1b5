import { type Kysely, sql } from 'kysely';
import { type CopiedTable, copiedTables, rowShapes } from '../copying/row-shapes.ts';
import { type Row, tableKeys } from '../copying/table-keys.ts';
import type { Tables } from '../schema.ts';
import { isAsWritten } from './checksums.ts';

/** A row that is not as it should be. */
export interface DamagedRow {
  table: CopiedTable;
  key: Row;
  what: string;
}

/** A damaged row in one line, or a table that can't be read at all. */
export function describeDamage({
  table,
  key,
  what,
}: Omit<DamagedRow, 'table'> & { table: string }) {
  const row = nameRow(key);
  return row === ''
    ? `the table ${table} is damaged (${what})`
    : `the row of ${table} with ${row} is damaged (${what})`;
}

/** A row by its key. */
export function nameRow(key: Row): string {
  return Object.entries(key)
    .map(([column, value]) => `${column} ${value}`)
    .join(', ');
}

/** Rows read at a time. */
const pageSize = 300;

/** What is wrong with a row of that table that was read; nothing where it is as it should be. */
export function damageOf(table: CopiedTable, row: Row): DamagedRow | undefined {
  const what = flawOf(table, row);
  return what === undefined ? undefined : { table, key: pick(row, tableKeys[table]), what };
}

/** Reads every row of the runs of a ledger, and says which can't be read or is not as it was written. */
export async function* checkRows(
  database: Kysely<Tables>,
  tell: (rows: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<DamagedRow> {
  let rows = 0;
  for (const table of copiedTables) {
    // Labels have no key of their own: what tells them apart may be null nowhere.
    const columns: readonly string[] = tableKeys[table];
    for (let last: Row | undefined; signal?.aborted !== true; ) {
      const { keys, read, end } = await readPage(database, table, columns, last);
      for (const [index, key] of keys.entries()) {
        const row = read[index];
        const what = row instanceof Error ? `can't be read: ${row.message}` : flawOf(table, row);
        if (what !== undefined) yield { table, key, what };
      }
      if (end !== undefined) yield { table, key: {}, what: `can't be read further: ${end}` };
      rows += keys.length;
      last = keys.at(-1);
      if (last === undefined || keys.length < pageSize) break;
    }
  }
  tell(rows);
}

/** A page of rows, or, where it can't be read as a whole, one by one with what keeps each from being read. */
async function readPage(
  database: Kysely<Tables>,
  table: CopiedTable,
  columns: readonly string[],
  after: Row | undefined,
): Promise<{ keys: Row[]; read: (Row | undefined | Error)[]; end?: string }> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const where =
    after === undefined
      ? sql``
      : sql`where (${names}) > (${sql.join(columns.map((column) => after[column]))})`;
  const page = sql`${where} order by ${names} limit ${pageSize}`;
  const source = sql.table(table);
  try {
    const { rows } = await sql<Row>`select * from ${source} ${page}`.execute(database);
    return { keys: rows.map((row) => pick(row, columns)), read: rows };
  } catch {
    // The keys alone are read from their index.
    const keys = await sql<Row>`select ${names} from ${source} ${page}`
      .execute(database)
      .then(({ rows }) => rows, asError);
    if (keys instanceof Error) return { keys: [], read: [], end: keys.message };
    const read = [];
    for (const key of keys) read.push(await readRow(database, table, key));
    return { keys, read };
  }
}

async function readRow(database: Kysely<Tables>, table: CopiedTable, key: Row) {
  return sql<Row>`select * from ${sql.table(table)} where ${matches(key)}`
    .execute(database)
    .then(({ rows }) => rows[0], asError);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Whether a row has that key. */
export function matches(key: Row) {
  const parts = Object.entries(key).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  return sql`${sql.join(parts, sql` and `)}`;
}

function flawOf(table: CopiedTable, row: Row | undefined): string | undefined {
  if (row === undefined) return 'is in the index, and not in the table';
  if (!isAsWritten(table, row)) return 'its text is not the one that was written (checksum)';
  const shape = rowShapes[table];
  const { error } = shape.safeParse(pick(row, Object.keys(shape.shape)));
  const [issue] = error?.issues ?? [];
  return issue === undefined ? undefined : `${issue.path.join('.')}: ${issue.message}`;
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}
