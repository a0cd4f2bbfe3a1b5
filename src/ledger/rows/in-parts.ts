import { sql } from 'kysely';
import type { Engine } from '../ledger-place.ts';

/** Values in one list of a query: SQLite takes 32,766 variables in a statement. */
const mostValues = 10_000;

/** Asks about long lists part by part. */
export async function inParts<Value, Row>(
  values: readonly Value[],
  query: (part: readonly Value[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < values.length; start += mostValues)
    rows.push(...(await query(values.slice(start, start + mostValues))));
  return rows;
}

/** Texts of a list: one value of the statement where it can be, as SQLite reads a place for each slower than it answers. */
export function among(engine: Engine, texts: readonly string[]) {
  return engine === 'sqlite'
    ? sql<string>`(select value from json_each(${JSON.stringify(texts)}))`
    : sql<string>`(${sql.join(texts)})`;
}
