import { createServer } from 'node:net';
import { expect, inject, it } from 'vitest';
import { UserMistake } from '../../../src/domain/mistake.ts';
import { migrations } from '../../../src/ledger/migrations.ts';
import { openExisting, openLedger } from '../../../src/ledger/open-ledger.ts';
import { whenTestEnds } from '../../support/endings.ts';
import { askLedger, onPostgres } from '../../support/engines.ts';
import { createDatabase, postgresPassword, queryPostgres } from '../../support/postgres.ts';

/** What opening it is refused with: one line of a mistake, without the password. */
async function refusal(location: string): Promise<string> {
  const started = performance.now();
  const error = await openLedger(location).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserMistake))
    throw new Error(`not refused: ${location}`, { cause: error });
  expect(error.message).not.toContain('\n');
  expect(error.message).not.toContain(postgresPassword);
  expect(performance.now() - started).toBeLessThan(15_000);
  return error.message;
}

async function withUser(location: string, rights: string): Promise<string> {
  const name = `user_${Math.random().toString(36).slice(2)}`;
  await queryPostgres(location, `create role ${name} login password 'right' ${rights}`);
  whenTestEnds(() => queryPostgres(location, `drop owned by ${name}`, `drop role ${name}`));
  const address = new URL(location);
  address.username = name;
  address.password = 'right';
  return address.href;
}

async function tablesIn(location: string): Promise<unknown[]> {
  return queryPostgres(location, "select tablename from pg_tables where schemaname = 'public'");
}

onPostgres((engine) => {
  it('says where a server can not be reached', async () => {
    const location = (await engine.place()).replace(/:\d+\//, ':1/');
    expect(await refusal(location)).toMatch(/can't reach the ledger .*ECONNREFUSED.*--ledger/);
    expect(await refusal('postgres://me@nowhere.invalid/x')).toMatch(/can't reach/);
  });

  it('gives up on a server that accepts and never answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    whenTestEnds(() => silent.close());
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect(await refusal(`postgres://me:${postgresPassword}@127.0.0.1:${port}/x`)).toMatch(
      /can't reach .*timeout/,
    );
  });

  it('says which database there is not', async () => {
    const location = await engine.place();
    expect(await refusal(location.replace(/\/\w+$/, '/nothing'))).toMatch(
      /no such database at postgres:\/\/tribunal@.*createdb/,
    );
  });

  it('says that the password is wrong or missing', async () => {
    const location = await engine.place();
    const user = await withUser(location, '');
    const [{ hba_file: file } = {}] = await queryPostgres(location, 'show hba_file');
    const [{ pg_read_file: rules } = {}] = await queryPostgres(
      location,
      `select pg_read_file('${file}')`,
    );
    const name = new URL(user).username;
    const setRules = (text: string) =>
      queryPostgres(
        location,
        'create temp table rule (line text)',
        `insert into rule select unnest(string_to_array($$${text}$$, E'\\n'))`,
        `copy rule to '${file}'`,
        'select pg_reload_conf()',
      );
    await setRules(`host all ${name} all scram-sha-256\n${rules}`);
    whenTestEnds(() => setRules(String(rules)));
    await expect.poll(() => refusal(user.replace(':right@', ':wrong@'))).toMatch(/PGPASSWORD/);
    expect(await refusal(user.replace(':right@', '@'))).toMatch(/PGPASSWORD/);
  });

  it('says which right is missing, and leaves nothing behind', async () => {
    const location = await engine.place();
    expect(await refusal(await withUser(location, ''))).toMatch(/grant create on the schema/);
    expect(await tablesIn(location)).toEqual([]);
  });

  it('is content with the rights that the manual names', async () => {
    const location = await engine.place();
    const user = await withUser(location, '');
    await queryPostgres(
      location,
      `grant usage, create on schema public to ${new URL(user).username}`,
    );
    await (await openLedger(user)).close();
    await (await openLedger(user)).close();
    expect((await tablesIn(location)).length).toBeGreaterThan(15);
  });

  it('refuses the tables of a newer version, and an address that is none', async () => {
    const { ledger, location } = await engine.open();
    await ledger.close();
    await queryPostgres(location, "insert into kysely_migration values ('999_future', '2030')");
    expect(await refusal(location)).toMatch(/newer version/);
    expect(await refusal(`postgres://me:${postgresPassword}#x@[nowhere/x`)).toMatch(/no address/);
  });

  it('keeps its tables in the schema of the connection, apart from those of others', async () => {
    const location = await engine.place();
    await (await openLedger(location)).close();
    await queryPostgres(location, 'create schema apart');
    const apart = `${location}?options=-c%20search_path%3Dapart`;
    const ledger = await openLedger(apart);
    await ledger.jobs.add({
      id: 'a',
      run: null,
      file: '',
      request: '[]',
      mark: null,
      rows: null,
      wanted: 'done',
      error: null,
      at: 1,
    });
    expect(await ledger.jobs.list()).toHaveLength(1);
    expect(ledger.location).toContain('search_path');
    await ledger.close();
    const again = await openLedger(location);
    expect(await again.jobs.list()).toEqual([]);
    await again.close();
    expect(await refusal(`${location}?options=-c%20search_path%3Dnowhere`)).toMatch(/search_path/);
  });

  it('makes no tables for who only wants to read', async () => {
    const location = await engine.place();
    expect(await openExisting(location)).toBeUndefined();
    expect(await tablesIn(location)).toEqual([]);
    await (await openLedger(location)).close();
    const ledger = await openExisting(location);
    expect(ledger?.location).toBe(location.replace(`:${postgresPassword}`, ''));
    await ledger?.close();
  });

  it('orders texts byte by byte, as SQLite does, and counts in numbers', async () => {
    const { ledger, location } = await engine.open();
    const jobs = ['b', 'B', 'a', 'ä', '_'].map((id) => ({
      id,
      run: null,
      file: '',
      request: '[]',
      mark: null,
      rows: null,
      wanted: 'done' as const,
      error: null,
      at: 1,
    }));
    for (const job of jobs) await ledger.jobs.add(job);
    const rows = await askLedger(location, 'select id from jobs order by id');
    expect(rows.map(({ id }) => id)).toEqual(['B', '_', 'a', 'b', 'ä']);
    const { rows: sums } = await ledger.sql('select count(*) as count, sum(at) as sum from jobs');
    expect(sums).toEqual([{ count: 5, sum: 5 }]);
  });

  it('is made once where several open it at once', async () => {
    const location = await createDatabase(inject('postgres') ?? '');
    const ledgers = await Promise.all([1, 2, 3, 4].map(() => openLedger(location)));
    for (const ledger of ledgers) await ledger.close();
    const [count] = await queryPostgres(location, 'select count(*) as count from kysely_migration');
    expect(count?.count).toBe(Object.keys(migrations).length);
  });
});
