import { existsSync } from 'node:fs';
import { UserMistake } from '../domain/mistake.ts';
import type { Ledger } from './ledger.ts';
import { engineOf } from './ledger-place.ts';

/**
 * Opens a ledger, made where there is none and brought up to date: a SQLite file, or a database of
 * PostgreSQL by its address, as in `postgres://user@host/name`.
 * @throws UserMistake where it can't be read and written
 */
export async function openLedger(location: string): Promise<Ledger> {
  const ledger = await open(location, true);
  if (ledger === undefined) throw new Error(`${location} was neither made nor refused`);
  return ledger;
}

/** As `openLedger`, but nothing is made where there is none. */
export async function openExisting(location: string): Promise<Ledger | undefined> {
  return open(location, false);
}

/** Each database's packages are loaded where they are needed. */
async function open(location: string, make: boolean): Promise<Ledger | undefined> {
  if (engineOf(location) === 'postgres')
    return (await import('./postgres/open-postgres.ts')).openPostgres(location, make);
  if (/^\w+:\/\//.test(location))
    throw new UserMistake('--ledger takes a path, or an address as in postgres://user@host/name');
  if (!make && !existsSync(location)) return undefined;
  return (await import('./sqlite/open-sqlite.ts')).openSqlite(location, make);
}
