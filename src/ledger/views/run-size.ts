import { type Kysely, sql } from 'kysely';
import { sourcesOf } from '../copying/copy-run.ts';
import type { Tables } from '../schema.ts';

/** Tickets and dockets of a run that stand for all of them. */
const looked = 50;
/** What a row takes beside its texts, with its indexes; bytes. */
const rowBytes = 120;

/** About how many bytes of the ledger are a run's: of some tickets and dockets, since to read all takes long. */
export async function readSize(database: Kysely<Tables>, run: string): Promise<number> {
  const [tickets, dockets] = [
    await sizeOfTickets(database, run),
    await sizeOfDockets(database, run),
  ];
  return Math.round(tickets + dockets);
}

async function sizeOfTickets(database: Kysely<Tables>, run: string): Promise<number> {
  const last = await database
    .selectFrom('tickets')
    .select(({ fn }) => fn.max('row').as('row'))
    .where('run', '=', run)
    .executeTakeFirst();
  const count = Number(last?.row ?? 0);
  const step = Math.max(1, Math.floor(count / looked));
  const rows = Array.from({ length: Math.min(count, looked) }, (_, index) => 1 + index * step);
  if (rows.length === 0) return 0;
  const found = await database
    .selectFrom('tickets')
    .leftJoin('decisions', (join) =>
      join.onRef('decisions.run', '=', 'tickets.run').onRef('decisions.row', '=', 'tickets.row'),
    )
    .select(['tickets.cells', 'decisions.body'])
    .where('tickets.run', '=', run)
    .where('tickets.row', 'in', rows)
    .execute();
  const sources = found.flatMap(({ body }) => (body === null ? [] : sourcesOf(body)));
  const answers = await database
    .selectFrom('answers')
    .innerJoin('dockets', 'dockets.id', 'answers.docket')
    .select(bytesOf('answers.body'))
    .where('dockets.run', '=', run)
    .where('answers.address', 'in', [...sources, ''])
    .execute();
  const own = found.reduce(
    (sum, { cells, body }) => sum + lengthOf(cells) + (body === null ? 0 : lengthOf(body)),
    0,
  );
  return (count * (own + sumOf(answers))) / rows.length;
}

async function sizeOfDockets(database: Kysely<Tables>, run: string): Promise<number> {
  const { count } = await database
    .selectFrom('dockets')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('run', '=', run)
    .executeTakeFirstOrThrow();
  const some = await database
    .selectFrom('dockets')
    .select('id')
    .where('run', '=', run)
    .limit(looked)
    .execute();
  if (some.length === 0) return 0;
  const spans = await database
    .selectFrom('spans')
    .leftJoin('span_bodies', 'span_bodies.span', 'spans.id')
    .select(bytesOf('span_bodies.body'))
    .where(
      'spans.docket',
      'in',
      some.map(({ id }) => id),
    )
    .execute();
  return Number(count) * (rowBytes + sumOf(spans) / some.length);
}

function bytesOf(column: string) {
  return sql<number | null>`octet_length(${sql.ref(column)})`.as('bytes');
}

function sumOf(rows: readonly { bytes: number | null }[]): number {
  return rows.reduce((sum, { bytes }) => sum + Number(bytes ?? 0) + rowBytes, 0);
}

function lengthOf(text: string): number {
  return Buffer.byteLength(text) + rowBytes;
}
