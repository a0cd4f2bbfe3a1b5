import { type Kysely, type RawBuilder, sql } from 'kysely';
import { tableKeys } from '../copying/table-keys.ts';
import type { Engine } from '../ledger-place.ts';
import type { Tables } from '../schema.ts';

/** The tables as one connection sees them, with what is to be swept and what has to stay. */
type Swept = Tables & {
  swept_dockets: { id: string };
  swept_answers: { address: string };
};

/** The tables that keep something of a run's tickets; labels outlive it. */
const rowTables = [
  'replays' as const,
  ...(Object.keys(tableKeys) as (keyof Tables)[]).filter(
    (table) => table !== 'gold' && (tableKeys[table] as readonly string[]).includes('run'),
  ),
];

/** How much is deleted at a time: whoever else writes waits no longer. */
const docketsAtATime = 300;
const rowsAtATime = 5000;
/** The limit of requests a day counts calls, whatever became of their run; milliseconds. */
const callsStayFor = 24 * 60 * 60 * 1000;

/**
 * Deletes what belongs to runs that are no more, but for the answers that decisions of other runs rest on: these
 * stay, with their dockets, spans and calls, as long as such a run does. People's labels stay too.
 */
export function sweep(database: Kysely<Tables>, engine: Engine): Promise<void> {
  return apart(database, engine, async (one) => {
    const isOfNoRun = sql<boolean>`run not in (select id from runs)`;
    const drop = (table: keyof Tables, which: RawBuilder<unknown>) =>
      dropRows(one, engine, table, which);
    await noteUnneeded(one, engine, isOfNoRun);
    await drop('answers', sql`address in (select address from swept_answers)`);
    await dropDockets(one);
    for (const table of rowTables) await drop(table, isOfNoRun);
    const isOld = sql`sent_at < ${Date.now() - callsStayFor}`;
    await drop('calls', sql`${isOfNoRun} and ${isOld} and docket not in (select id from dockets)`);
  });
}

/**
 * Deletes what was said in the calls of some runs, word for word, but for the calls that decisions of other runs rest on.
 * Results, verdicts and costs stay.
 */
export function sweepBodies(
  database: Kysely<Tables>,
  engine: Engine,
  runs: readonly string[],
): Promise<void> {
  if (runs.length === 0) return Promise.resolve();
  return apart(database, engine, async (one) => {
    await noteUnneeded(one, engine, sql<boolean>`run in (${sql.join(runs)})`);
    await forDockets(one, (ids) => dropBodies(one, ids));
  });
}

/** On PostgreSQL all or nothing; on SQLite in steps, which leave the rest to the next sweep where they are cut off. */
async function apart(
  database: Kysely<Tables>,
  engine: Engine,
  work: (one: Kysely<Swept>) => Promise<void>,
): Promise<void> {
  const around = async (one: Kysely<Tables>) => {
    const swept = one as unknown as Kysely<Swept>;
    await dropNotes(swept);
    await work(swept);
    await dropNotes(swept);
  };
  if (engine === 'sqlite') return database.connection().execute(around);
  return database.transaction().setIsolationLevel('read committed').execute(around);
}

async function dropNotes(one: Kysely<Swept>): Promise<void> {
  for (const note of ['swept_dockets', 'swept_answers', 'needed_answers'])
    await sql`drop table if exists ${sql.id(note)}`.execute(one);
}

/** Notes the dockets and answers of some runs on which no decision of any other run rests. */
async function noteUnneeded(
  one: Kysely<Swept>,
  engine: Engine,
  isSwept: RawBuilder<boolean>,
): Promise<void> {
  await sql`create temp table swept_dockets as select id from dockets where ${isSwept}`.execute(
    one,
  );
  await sql`create unique index swept_dockets_once on swept_dockets (id)`.execute(one);
  await sql`create temp table swept_answers as
    select address, docket from answers where docket in (select id from swept_dockets)`.execute(
    one,
  );
  await sql`create unique index swept_answers_once on swept_answers (address)`.execute(one);
  const sources =
    engine === 'sqlite'
      ? sql`json_each(case when json_valid(body) then body else '{}' end, '$.sources')`
      : sql`json_each_text((body::json)->'sources')`;
  await sql`create temp table needed_answers as
    select distinct source.value as address from decisions, ${sources} as source
    where not (${isSwept}) and run in (select id from runs)
    and source.value in (select address from swept_answers)`.execute(one);
  // A docket is shown with the one that it was split from, and with the one whose calls it shares.
  await sql`with recursive needed (id) as (
      select docket from swept_answers join needed_answers using (address)
      union select case origin when 1 then parent else carrier end
        from dockets join needed using (id) cross join (select 1 as origin union select 2) as origins
        where case origin when 1 then parent else carrier end is not null)
    delete from swept_dockets where id in (select id from needed)`.execute(one);
  await sql`delete from swept_answers where address in (select address from needed_answers)`.execute(
    one,
  );
}

async function dropDockets(one: Kysely<Swept>): Promise<void> {
  await forDockets(one, async (ids) => {
    await dropBodies(one, ids);
    await one.deleteFrom('spans').where('docket', 'in', ids).execute();
    await one
      .deleteFrom('calls')
      .where('docket', 'in', ids)
      .where('sent_at', '<', Date.now() - callsStayFor)
      .execute();
    await one.deleteFrom('dockets').where('id', 'in', ids).execute();
  });
}

async function dropBodies(one: Kysely<Swept>, dockets: readonly string[]): Promise<void> {
  await one
    .deleteFrom('span_bodies')
    .where('span', 'in', (of) => of.selectFrom('spans').select('id').where('docket', 'in', dockets))
    .execute();
}

async function forDockets(
  one: Kysely<Swept>,
  work: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let last = ''; ; ) {
    const found = await one
      .selectFrom('swept_dockets')
      .select('id')
      .where('id', '>', last)
      .orderBy('id')
      .limit(docketsAtATime)
      .execute();
    const ids = found.map(({ id }) => id);
    const end = ids.at(-1);
    if (end === undefined) return;
    await work(ids);
    last = end;
  }
}

async function dropRows(
  one: Kysely<Swept>,
  engine: Engine,
  table: keyof Tables,
  which: RawBuilder<unknown>,
): Promise<void> {
  const place = sql.raw(engine === 'sqlite' ? 'rowid' : 'ctid');
  for (;;) {
    const { numAffectedRows = 0n } = await sql`delete from ${sql.id(table)} where ${place} in (
      select ${place} from ${sql.id(table)} where ${which} limit ${rowsAtATime})`.execute(one);
    if (numAffectedRows === 0n) return;
  }
}
