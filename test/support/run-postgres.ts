// One PostgreSQL for all tests, as long as they last; each test makes a database of its own there.
import type { TestProject } from 'vitest/node';
import { findPostgres, startPostgres } from './postgres.ts';

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
  project.provide('postgres', server.url('postgres'));
  return () => server.end();
}
