import path from 'node:path';

export type Engine = 'sqlite' | 'postgres';

/** Which database a ledger is in: an address of PostgreSQL, or a path. */
export function engineOf(location: string): Engine {
  return /^postgres(ql)?:\/\//i.test(location) ? 'postgres' : 'sqlite';
}

/** Where files that belong to a ledger lie: beside its file, or in `.tribunal` where it has none. */
export function ledgerFolder(location: string): string {
  return engineOf(location) === 'postgres' ? '.tribunal' : path.dirname(location);
}
