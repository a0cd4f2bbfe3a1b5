import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Engine } from '../ledger-place.ts';
import type { Tables } from '../schema.ts';

/** What a column holds: `real` is a number with all of its digits, `json` a text that is JSON and is read as such. */
interface Values {
  text: string;
  whole: number;
  real: number | null;
  json: unknown;
}

type Kinds = Record<string, keyof Values>;
type Lists<Of extends Kinds> = { [Name in keyof Of]: Values[Of[Name]][] };
type Query = SelectQueryBuilder<Tables, never, object>;

/**
 * What a query selects, which has a column `row`, as a list for each column in the order of these rows. It is handed over
 * as one row of JSON: what a driver takes for each value is most of what many short rows cost.
 */
export async function inLists<Of extends Kinds>(
  database: Kysely<Tables>,
  engine: Engine,
  query: Query,
  kinds: Of,
): Promise<Lists<Of>> {
  const part = database.selectFrom(query.as('part')).select(listsOf(engine, kinds));
  return readLists(await part.executeTakeFirstOrThrow());
}

/** The same with the rows, of a stretch where hardly one is missing: then the first and the last say them all. */
export async function stretchInLists<Of extends Kinds>(
  database: Kysely<Tables>,
  engine: Engine,
  query: Query,
  kinds: Of,
): Promise<Lists<Of & { row: 'whole' }>> {
  const { first, last, count, ...lists } = await database
    .selectFrom(query.as('part'))
    .select(listsOf(engine, kinds))
    .select(sql<number | null>`min(row)`.as('first'))
    .select(sql<number | null>`max(row)`.as('last'))
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  const from = Number(first ?? 1);
  const row = Array.from({ length: Number(last ?? 0) - from + 1 }, (_, at) => from + at);
  if (row.length === Number(count)) return readLists<Of & { row: 'whole' }>(lists, row);
  // All of it is read again: a run may have gone on meanwhile.
  const whole = listsOf(engine, { ...kinds, row: 'whole' });
  const told = database.selectFrom(query.as('part')).select(whole);
  return readLists<Of & { row: 'whole' }>(await told.executeTakeFirstOrThrow());
}

function listsOf(engine: Engine, kinds: Kinds) {
  return Object.entries(kinds).map(([name, kind]) => listOf(engine, name, kind).as(name));
}

function readLists<Of extends Kinds>(told: Record<string, string>, row?: number[]): Lists<Of> {
  const lists = Object.entries(told).map(
    ([name, list]) => [name, JSON.parse(list) as unknown[]] as const,
  );
  if (new Set(lists.map(([, { length }]) => length)).size > 1)
    throw new Error('a row of the ledger holds what is no single value');
  return { ...Object.fromEntries(lists), ...(row && { row }) } as Lists<Of>;
}

function listOf(engine: Engine, name: string, kind: keyof Values): RawBuilder<string> {
  const value = sql.ref(name);
  if (engine === 'postgres')
    return kind === 'json'
      ? sql`'[' || coalesce(string_agg(${value}, ',' order by row), '') || ']'`
      : sql`coalesce(json_agg(${value} order by row)::text, '[]')`;
  switch (kind) {
    case 'text':
    case 'whole':
      return sql`json_group_array(${value})`;
    case 'real': {
      // By itself SQLite writes 15 digits.
      const digits = sql`iif(${value} is null, 'null', format('%!.17g', ${value}))`;
      return sql`'[' || coalesce(group_concat(${digits}), '') || ']'`;
    }
    case 'json':
      return sql`'[' || coalesce(group_concat(${value}), '') || ']'`;
  }
}
