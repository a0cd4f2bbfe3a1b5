import { UserMistake } from '../../domain/mistake.ts';
import { LostStatement } from '../postgres/lost-connection.ts';

/** What a person can mend is told as such: a full disk, a folder that may not be written. */
export function explainUnwritable(error: unknown): unknown {
  if (error instanceof LostStatement)
    return new UserMistake(
      `the ledger's server was lost in the middle (${error.message}); nothing of this was kept: run the same command again`,
      { cause: error },
    );
  if (!(error instanceof Error && 'code' in error)) return error;
  if (sqliteFault(error) === 'CORRUPT')
    return new UserMistake(
      `the ledger is damaged (${error.message}); see what of it with: tribunal ledger check`,
      { cause: error },
    );
  // Where SQLite can't write it rolls back by itself; the driver's own attempt then hides the cause.
  // PostgreSQL: a full disk, no more right to write, a server that only reads.
  const isRefused = /^(53100|42501|25006)$/.test(String(error.code));
  const isHidden = error.message.includes('cannot rollback');
  if (sqliteFault(error) === 'BUSY')
    return new UserMistake(
      'another process holds the ledger and does not let go of it; all up to here is kept: let that one go on or end it, then run the same command again',
      { cause: error },
    );
  const isUnwritable = ['READONLY', 'IOERR', 'FULL', 'CANTOPEN'].includes(sqliteFault(error) ?? '');
  if (!isHidden && !isRefused && !isUnwritable) return error;
  const reason = isHidden ? 'the disk is full, or fails' : error.message;
  return new UserMistake(
    `the ledger can't be written any more (${reason}); all up to here is kept: make room, then run the same command again`,
    { cause: error },
  );
}

/** By the first byte of SQLite's codes: the driver knows no names for what stands in the others. */
const faults: Record<number, 'BUSY' | 'READONLY' | 'IOERR' | 'CORRUPT' | 'FULL' | 'CANTOPEN'> = {
  5: 'BUSY',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
};

/** What kept SQLite from doing something, where it is of those that a person can mend. */
export function sqliteFault(error: unknown) {
  const code = error instanceof Error && 'rawCode' in error ? Number(error.rawCode) : 0;
  return faults[code & 0xff];
}
