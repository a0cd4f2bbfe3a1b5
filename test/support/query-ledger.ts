import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';

type Row = Record<string, string | number | null>;

/** Runs statements on a ledger's file, past the ledger's own code. Returns the rows of the last one. */
export function queryLedger(ledger: string, ...statements: string[]): Row[] {
  const database = new Database(ledger);
  try {
    const [last = '', ...others] = statements.toReversed();
    for (const statement of others.toReversed()) database.exec(statement);
    if (/^(select|pragma)/i.test(last)) return database.prepare(last).all() as Row[];
    database.exec(last);
    return [];
  } finally {
    database.close();
  }
}

/**
 * Reads a ledger without touching it, also one whose process was killed. It reads a copy: libsql
 * ignores `readonly`, and opening the file itself would mend what the kill left.
 */
export function readLedger<Result>(
  ledger: string,
  read: (rowsOf: <Row>(query: string) => Row[]) => Result,
): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'tribunal-test-'));
  try {
    const copy = path.join(folder, 'ledger.db');
    for (const end of ['', '-wal'])
      if (existsSync(ledger + end)) copyFileSync(ledger + end, copy + end);
    const database = new Database(copy);
    try {
      return read(<Row>(query: string) => database.prepare(query).all() as Row[]);
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks a copy, so that what a kill left is not mended before the next run sees it. */
export function queryCopy<Found = Row>(ledger: string, ...queries: string[]): Found[][] {
  return readLedger(ledger, (rowsOf) => queries.map((query) => rowsOf<Found>(query)));
}

/** What a process that ended in the middle left: answers, calls without an outcome, and whether all is whole. */
export function readLeft(ledger: string) {
  const [answers = [], sent = [], check = []] = queryCopy(
    ledger,
    'select address from answers',
    "select id from calls where state = 'sent'",
    'pragma integrity_check',
  );
  return { answers, sent, check };
}
