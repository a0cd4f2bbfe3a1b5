import { statSync } from 'node:fs';
import type Database from 'libsql';

/** What became of the space of deleted rows. */
export type GivenBack =
  | { kind: 'to the disk'; bytes: number }
  /** Others were at work on the ledger, or the disk has no room for what this takes. */
  | { kind: 'not yet'; reason: string }
  /** PostgreSQL keeps it for new rows until somebody calls VACUUM FULL. */
  | { kind: 'by VACUUM FULL' };

/** A file that was made so gives its free pages back in place; others are written anew, once, and are so then. */
export const givesBack = 'auto_vacuum = incremental';

/** Milliseconds that are waited for others. */
const patience = 2000;

/** Gives the free pages of a SQLite ledger back to the disk. */
export function shrinkFile(location: string, file: Database.Database): GivenBack {
  const before = bytesOf(location);
  const [{ timeout }] = file.pragma('busy_timeout') as [{ timeout: number }];
  const [{ auto_vacuum }] = file.pragma('auto_vacuum') as [{ auto_vacuum: number }];
  try {
    file.pragma(`busy_timeout = ${patience}`);
    if (auto_vacuum !== 0) file.exec('pragma incremental_vacuum');
    else file.exec(`pragma ${givesBack}; vacuum`);
    file.pragma('wal_checkpoint(truncate)');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { kind: 'not yet', reason: error.message };
  } finally {
    file.pragma(`busy_timeout = ${timeout}`);
  }
  return { kind: 'to the disk', bytes: Math.max(0, before - bytesOf(location)) };
}

function bytesOf(location: string): number {
  return [location, `${location}-wal`].reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
