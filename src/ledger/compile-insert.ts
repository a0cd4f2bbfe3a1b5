import type { CompiledQuery, Kysely } from 'kysely';
import { type Row, tableKeys } from './copying/table-keys.ts';
import type { Tables } from './schema.ts';

/** What happens to a row that is there already. */
export type Standing = 'replace it' | 'keep what stands';

/** An insertion of so many rows, whose parameters are to be put in: the rows' values one after the other. */
export function compileInsert(
  database: Kysely<Tables>,
  table: keyof Tables,
  columns: string[],
  size: number,
  before: Standing,
): CompiledQuery {
  const keys: readonly string[] = tableKeys[table];
  const row = Object.fromEntries(columns.map((column) => [column, null]));
  // The rows were checked against their table by `write`; Kysely can't follow the union of tables.
  return (database as unknown as Kysely<Record<string, Row>>)
    .insertInto(table)
    .values(Array.from({ length: size }, () => row))
    .onConflict((conflict) =>
      before === 'keep what stands'
        ? conflict.doNothing()
        : conflict
            .columns([...keys])
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

/** All columns that any of the rows has. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column in row) columns.add(column);
  return [...columns];
}
