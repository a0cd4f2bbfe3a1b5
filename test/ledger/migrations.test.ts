import { type Dialect, Kysely, Migrator, PostgresDialect, SqliteDialect } from 'kysely';
import Database from 'libsql';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/ledger/migrations.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { askLedger, onEveryEngine } from '../support/engines.ts';

const versions = Object.keys(migrations);

function dialectOf(location: string): Dialect {
  return location.startsWith('postgres')
    ? new PostgresDialect({ pool: new pg.Pool({ connectionString: location }) })
    : new SqliteDialect({ database: new Database(location) });
}

/** A ledger as an older version left it, with a row in every table. */
async function makeOld(file: string, version: string): Promise<{ file: string; tables: string[] }> {
  const database = new Kysely<unknown>({ dialect: dialectOf(file) });
  const known = Object.entries(migrations).slice(0, versions.indexOf(version) + 1);
  const { error } = await new Migrator({
    db: database,
    provider: { getMigrations: async () => Object.fromEntries(known) },
  }).migrateToLatest();
  expect(error).toBeUndefined();
  const tables = (await database.introspection.getTables()).filter(
    ({ name }) => !name.startsWith('kysely_'),
  );
  await database.destroy();
  for (const { name, columns } of tables) {
    const values = columns.map(({ name, dataType }) => valueFor(name, dataType));
    await askLedger(file, `insert into ${name} values (${values.join(', ')})`);
  }
  return { file, tables: tables.map(({ name }) => name) };
}

function valueFor(column: string, type: string): string {
  if (column === 'status') return "'running'";
  if (column === 'state') return "'sent'";
  return type.toLowerCase() === 'text' ? `'a ${column}'` : '7';
}

async function rowOf(file: string, table: string) {
  const rows = await askLedger(file, `select * from ${table}`);
  expect(rows).toHaveLength(1);
  return rows[0];
}

const newRunColumns = { process: null, rows: null, triage: null, name: null, note: null };
const newDocketColumns = { answered: null, carrier: null, share: null };
const newDecisionColumns = { reused: 0, sentiment: null, failed: '', crc: null };
const newGoldColumns = { reason: '', undone_at: null, crc: null };
const newCallColumns = {
  process: null,
  queued: 0,
  cost: null,
  tokens_in: 0,
  tokens_cached: 0,
  tokens_out: 0,
};

onEveryEngine((engine) => {
  describe.each(['001_tables', '002_calls'])('a ledger of version %s', (version) => {
    it('keeps its rows, and gets defaults in the new columns', async () => {
      const { file, tables } = await makeOld(await engine.place(), version);
      expect(tables).toContain('decisions');
      expect(tables.includes('calls')).toBe(version === '002_calls');
      const before: Record<string, object | undefined> = {};
      for (const table of tables) before[table] = await rowOf(file, table);
      await (await openLedger(file)).close();
      const more: Record<string, object> = {
        runs: newRunColumns,
        dockets: newDocketColumns,
        decisions: newDecisionColumns,
        calls: newCallColumns,
        gold: newGoldColumns,
        tickets: { crc: null },
        answers: { crc: null },
        span_bodies: { crc: null },
      };
      for (const table of tables)
        expect(await rowOf(file, table)).toEqual({ ...before[table], ...more[table] });
      const names = await askLedger(file, 'select name from kysely_migration order by name');
      expect(names.map(({ name }) => name)).toEqual(versions);
    });

    it('goes on with a run that was cut off under it', async () => {
      const { file } = await makeOld(await engine.place(), version);
      const ledger = await openLedger(file);
      const { presence, claims } = await ledger.enter();
      const run = await ledger.runs.newest('a key');
      expect(run && (await ledger.runs.takeOver(run, presence))).toBe(true);
      expect((await ledger.runs.find('a id'))?.process).toBe(presence.id);
      expect(await ledger.runs.markUnknownCalls('a run')).toBe(version === '002_calls' ? 1 : 0);
      expect(await claims.claim(['x'])).toEqual(new Set());
      await ledger.close();
    });

    it('has books, with what it never wrote down as unknown', async () => {
      const { file } = await makeOld(await engine.place(), version);
      const ledger = await openLedger(file);
      const calls = version === '002_calls' ? 1 : 0;
      const books = await ledger.records.books('a run');
      expect(books).toMatchObject({ paid: 0, wasted: 0, unknown: calls, unpriced: calls });
      await ledger.close();
    });
  });

  it('a ledger opens again and again without a change', async () => {
    const { file } = await makeOld(await engine.place(), versions.at(-1) ?? '');
    const dump = () =>
      askLedger(
        file,
        engine.name === 'sqlite'
          ? 'select name, sql from sqlite_master order by name'
          : `select attrelid::regclass::text as name, attname, atttypid, attcollation
          from pg_attribute join pg_class on attrelid = pg_class.oid
          where relnamespace = 'public'::regnamespace order by 1, 2`,
      );
    const before = await dump();
    await (await openLedger(file)).close();
    expect(await dump()).toEqual(before);
  });
});
