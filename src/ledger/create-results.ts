import { type Kysely, sql } from 'kysely';
import { z } from 'zod';

interface StoredDecision {
  run: string;
  row: number;
  body: string;
}

/** What lists of results need of a decision's body. */
const Body = z.object({
  sentiment: z.number().nullable().catch(null),
  outcomes: z.array(z.object({ kind: z.string(), theme: z.string() })).catch([]),
});

const pageSize = 500;

/** Columns, and an index that holds all of them, so that lists of results never read the bodies. */
export async function createResults(database: Kysely<unknown>): Promise<void> {
  await sql`alter table decisions add column sentiment double precision`.execute(database);
  await sql`alter table decisions add column failed text not null default ''`.execute(database);
  await fillIn(database);
  await sql`create index decisions_as_results on decisions
    (run, row, status, themes, confidence, sentiment, failed, reused)`.execute(database);
}

async function fillIn(database: Kysely<unknown>): Promise<void> {
  let last = { run: '', row: 0 };
  for (;;) {
    const { rows } = await sql<StoredDecision>`select run, row, body from decisions
      where (run, row) > (${last.run}, ${last.row}) order by run, row limit ${pageSize}`.execute(
      database,
    );
    const values = rows.flatMap(({ run, row, body }) => {
      const { sentiment, failed } = readBody(body);
      return sentiment === null && failed === ''
        ? []
        : [
            sql`(${run}, cast(${row} as integer), cast(${sentiment} as double precision), cast(${failed} as text))`,
          ];
    });
    if (values.length > 0)
      await sql`with given (run, row, sentiment, failed) as (values ${sql.join(values)})
        update decisions set sentiment = given.sentiment, failed = given.failed from given
        where decisions.run = given.run and decisions.row = given.row`.execute(database);
    const end = rows.at(-1);
    if (end === undefined || rows.length < pageSize) return;
    last = end;
  }
}

function readBody(body: string): { sentiment: number | null; failed: string } {
  const { data } = Body.safeParse(parse(body));
  const failed = (data?.outcomes ?? []).filter(({ kind }) => kind === 'failed');
  return {
    sentiment: data?.sentiment ?? null,
    failed: failed.map(({ theme }) => theme).join('|'),
  };
}

/** Nothing of a body that nobody can read. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
