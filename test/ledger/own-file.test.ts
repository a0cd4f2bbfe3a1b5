import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { explainUnwritable } from '../../src/ledger/sqlite/unwritable.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';

it.each([
  [['create table people (id integer)'], / \(tables: people\)/],
  [
    // Another program that keeps its migrations in the same way.
    ['create table kysely_migration (name text)', 'create table runs (id text)'],
    / \(tables: kysely_migration, runs\)/,
  ],
  [['pragma application_id = 1234'], /another program and was left/],
])('leaves a database of another program as it is: %j', async (statements, message) => {
  const folder = tempFolder();
  const ledger = path.join(folder, 'other.db');
  queryLedger(ledger, ...statements);
  const before = readFileSync(ledger);
  for (const words of [
    ['batch', ticketsFile(folder, ['late'])],
    ['runs', 'list'],
    ['serve', '--port', '0'],
  ]) {
    const { code, stderr } = await runCli([...words, '--ledger', ledger]);
    expect(code).toBe(2);
    expect(stderr.trim()).toMatch(/^tribunal: .* is a database of another program/);
    expect(stderr).toMatch(message);
  }
  expect(readFileSync(ledger)).toEqual(before);
});

it('takes an empty file, and marks what it makes as its own', async () => {
  const ledger = path.join(tempFolder(), 'ledger.db');
  writeFileSync(ledger, '');
  await (await openLedger(ledger)).close();
  expect(queryLedger(ledger, 'pragma application_id')).toMatchObject([
    { application_id: 0x54524942 },
  ]);
  await (await openLedger(ledger)).close();
});

it('a ledger that another process holds is said to be held, and not that the disk is full', async () => {
  const file = path.join(tempFolder(), 'ledger.db');
  await (await openLedger(file)).close();
  const [holder, other] = [new Database(file), new Database(file)];
  holder.exec('begin immediate');
  try {
    other.exec('begin immediate');
  } catch (error) {
    expect(explainUnwritable(error)).toMatchObject({
      message: expect.stringMatching(/^another process holds the ledger .* end it, then run/),
    });
  }
  holder.close();
  other.close();
  expect.assertions(1);
});
