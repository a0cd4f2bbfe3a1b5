// One PostgreSQL for all tests, as long as they last; each test makes a database of its own there.
import type { TestProject } from 'vitest/node';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { findPostgres, ledgerTemplate, queryPostgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of its first database; nothing where there is no PostgreSQL. */
    postgres: string | undefined;
  }
}

export default async function runPostgres(project: TestProject) {
  const binaries = findPostgres();
  if (binaries === undefined) {
    console.warn('No PostgreSQL on this machine: tests of ledgers on PostgreSQL are skipped.');
    project.provide('postgres', undefined);
    return undefined;
  }
  const server = await startPostgres(binaries);
  await queryPostgres(server.url('postgres'), `create database ${ledgerTemplate}`);
  await (await openLedger(server.url(ledgerTemplate))).close();
  project.provide('postgres', server.url('postgres'));
  return () => server.end();
}
