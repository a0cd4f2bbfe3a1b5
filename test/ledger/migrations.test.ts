import path from 'node:path';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/ledger/migrations.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { tempFolder } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';

const versions = Object.keys(migrations);

/** A ledger as an older version left it, with a row in every table. */
async function makeOld(version: string): Promise<{ file: string; tables: string[] }> {
  const file = path.join(tempFolder(), 'ledger.db');
  const database = new Kysely<unknown>({
    dialect: new SqliteDialect({ database: new Database(file) }),
  });
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
    queryLedger(file, `insert into ${name} values (${values.join(', ')})`);
  }
  return { file, tables: tables.map(({ name }) => name) };
}

function valueFor(column: string, type: string): string {
  if (column === 'status') return "'running'";
  if (column === 'state') return "'sent'";
  return type.toLowerCase() === 'text' ? `'a ${column}'` : '7';
}

function rowOf(file: string, table: string) {
  const rows = queryLedger(file, `select * from ${table}`);
  expect(rows).toHaveLength(1);
  return rows[0];
}

const newRunColumns = { process: null, rows: null, triage: null };
const newDocketColumns = { answered: null };
const newDecisionColumns = { reused: 0, sentiment: null, failed: '' };
const newGoldColumns = { reason: '', undone_at: null };
const newCallColumns = {
  ...{ process: null, queued: 0, cost: null },
  ...{ tokens_in: 0, tokens_cached: 0, tokens_out: 0 },
};

describe.each(['001_tables', '002_calls'])('a ledger of version %s', (version) => {
  it('keeps its rows, and gets defaults in the new columns', async () => {
    const { file, tables } = await makeOld(version);
    expect(tables).toContain('decisions');
    expect(tables.includes('calls')).toBe(version === '002_calls');
    const before = Object.fromEntries(tables.map((table) => [table, rowOf(file, table)]));
    await (await openLedger(file)).close();
    const more: Record<string, object> = {
      runs: newRunColumns,
      dockets: newDocketColumns,
      decisions: newDecisionColumns,
      calls: newCallColumns,
      gold: newGoldColumns,
    };
    for (const table of tables)
      expect(rowOf(file, table)).toEqual({ ...before[table], ...more[table] });
    const names = queryLedger(file, 'select name from kysely_migration order by name');
    expect(names.map(({ name }) => name)).toEqual(versions);
  });

  it('goes on with a run that was cut off under it', async () => {
    const { file } = await makeOld(version);
    const ledger = await openLedger(file);
    const { presence, claims } = await ledger.enter();
    const run = await ledger.newestRun('a key');
    expect(run && (await ledger.takeOver(run, presence))).toBe(true);
    expect((await ledger.run('a id'))?.process).toBe(presence.id);
    expect(await ledger.markUnknownCalls('a run')).toBe(version === '002_calls' ? 1 : 0);
    expect(await claims.claim(['x'])).toEqual(new Set());
    await ledger.close();
  });

  it('has books, with what it never wrote down as unknown', async () => {
    const { file } = await makeOld(version);
    const ledger = await openLedger(file);
    const calls = version === '002_calls' ? 1 : 0;
    const books = await ledger.records.books('a run');
    expect(books).toMatchObject({ paid: 0, wasted: 0, unknown: calls, unpriced: calls });
    await ledger.close();
  });
});

it('a ledger opens again and again without a change', async () => {
  const { file } = await makeOld(versions.at(-1) ?? '');
  const dump = () => queryLedger(file, 'select name, sql from sqlite_master order by name');
  const before = dump();
  await (await openLedger(file)).close();
  expect(dump()).toEqual(before);
});
