import { type Kysely, sql } from 'kysely';
import { asWritten } from '../health/checksums.ts';
import { inPages } from '../rows/in-pages.ts';
import { inParts } from '../rows/in-parts.ts';
import type { Tables } from '../schema.ts';
import type { LabelRows, StoredLabel } from '../views/label-rows.ts';
import { type CopiedRow, type CopiedTable, copiedTables, rowShapes } from './row-shapes.ts';

/** The tables as one transaction sees them, with what the copied run rests on. */
type Copied = Tables & { copied_answers: { address: string }; copied_dockets: { id: string } };

/**
 * All rows that a run consists of, as they are at one moment: also the answers of earlier runs that
 * its decisions rest on, with their dockets and calls, and people's labels of its tickets.
 * @throws Error for a row that was changed
 */
export async function* copyRun(
  database: Kysely<Tables>,
  run: string,
  labels: LabelRows,
): AsyncGenerator<CopiedRow> {
  const transaction = await database
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .execute();
  try {
    const copied = transaction as unknown as Kysely<Copied>;
    await noteSources(copied, run);
    for (const table of copiedTables) {
      const columns = Object.keys(rowShapes[table].shape);
      for await (const row of rowsOf(copied, table, run)) {
        if (table === 'gold' && !labels.isWhole(row as unknown as StoredLabel)) continue;
        asWritten(table, [row]);
        const ordered = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
        // The columns were read from the table that they are of.
        yield { table, row: ordered } as unknown as CopiedRow;
      }
    }
  } finally {
    // The notes go with it.
    await transaction.rollback().execute();
  }
}

/** Decisions that are read at a time. */
const pageSize = 1000;

async function noteSources(database: Kysely<Copied>, run: string): Promise<void> {
  await makeNote(database, 'copied_answers', 'address', 'answers');
  const pages = inPages(pageSize, (after, most) =>
    database
      .selectFrom('decisions')
      .select(['row', 'body'])
      .where('run', '=', run)
      .where('row', '>', after)
      .orderBy('row')
      .limit(most)
      .execute(),
  );
  for await (const page of pages) {
    const sources = new Set(page.flatMap(({ body }) => sourcesOf(body)));
    await inParts([...sources], async (part) => {
      const rows = part.map((address) => ({ address }));
      await database
        .insertInto('copied_answers')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return [];
    });
  }
  await makeNote(database, 'copied_dockets', 'id', 'dockets');
  await sql`insert into copied_dockets
    select id from dockets where run = ${run}
    union select docket from answers join copied_answers using (address)
    union select carrier from dockets join answers on answers.docket = dockets.id
      join copied_answers using (address) where carrier is not null`.execute(database);
}

/** A table of some of another one's keys, in the same order. */
async function makeNote(
  database: Kysely<Copied>,
  note: string,
  key: string,
  table: string,
): Promise<void> {
  const [noteId, keyId] = [sql.id(note), sql.id(key)];
  await sql`create temp table ${noteId} as select ${keyId} from ${sql.id(table)} where false`.execute(
    database,
  );
  await sql`create unique index ${sql.id(`${note}_once`)} on ${noteId} (${keyId})`.execute(
    database,
  );
}

/** The addresses of the answers that a decision rests on. */
export function sourcesOf(body: string): string[] {
  const { sources } = JSON.parse(body) as { sources?: Record<string, string> };
  return Object.values(sources ?? {});
}

/** In an order that only follows from the rows. */
function rowsOf(
  database: Kysely<Copied>,
  table: CopiedTable,
  run: string,
): AsyncIterableIterator<Record<string, unknown>> {
  switch (table) {
    case 'runs':
      return database.selectFrom('runs').selectAll().where('id', '=', run).stream();
    case 'tickets':
    case 'decisions':
    case 'routings':
      return database.selectFrom(table).selectAll().where('run', '=', run).orderBy('row').stream();
    case 'unanswered':
      return database
        .selectFrom('unanswered')
        .selectAll()
        .where('run', '=', run)
        .orderBy('row')
        .orderBy('docket')
        .stream();
    case 'answers':
      return database
        .selectFrom('copied_answers')
        .innerJoin('answers', 'answers.address', 'copied_answers.address')
        .selectAll('answers')
        .orderBy('copied_answers.address')
        .stream();
    case 'dockets':
      return database
        .selectFrom('copied_dockets')
        .innerJoin('dockets', 'dockets.id', 'copied_dockets.id')
        .selectAll('dockets')
        .orderBy('copied_dockets.id')
        .stream();
    case 'spans':
      return database
        .selectFrom('copied_dockets')
        .innerJoin('spans', 'spans.docket', 'copied_dockets.id')
        .selectAll('spans')
        .orderBy('copied_dockets.id')
        .orderBy('spans.id')
        .stream();
    case 'span_bodies':
      return database
        .selectFrom('copied_dockets')
        .innerJoin('spans', 'spans.docket', 'copied_dockets.id')
        .innerJoin('span_bodies', 'span_bodies.span', 'spans.id')
        .selectAll('span_bodies')
        .orderBy('copied_dockets.id')
        .orderBy('spans.id')
        .stream();
    case 'calls':
      return database
        .selectFrom('calls')
        .selectAll()
        .where(({ eb, or, selectFrom }) =>
          or([
            eb('run', '=', run),
            eb('docket', 'in', selectFrom('copied_dockets').select('copied_dockets.id')),
          ]),
        )
        .orderBy('id')
        .stream();
    case 'replays':
      return database
        .selectFrom('replays')
        .selectAll()
        .where('run', '=', run)
        .orderBy('id')
        .stream();
    case 'gold':
      return database
        .selectFrom('gold')
        .selectAll()
        .where(
          'address',
          'in',
          database.selectFrom('tickets').select('address').where('run', '=', run),
        )
        .orderBy('at')
        .orderBy('address')
        .orderBy('run')
        .orderBy('row')
        .orderBy('author')
        .orderBy('themes')
        .stream();
  }
}
