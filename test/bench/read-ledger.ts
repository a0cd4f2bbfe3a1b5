import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';

/**
 * Reads a ledger without touching it, also one whose process was killed. It reads a copy: libsql
 * ignores `readonly`, and opening the file itself would mend what the kill left.
 */
export function readLedger<Result>(
  ledger: string,
  read: (rowsOf: <Row>(query: string) => Row[]) => Result,
): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'tribunal-bench-'));
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

/**
 * Answers that a docket brought though another had brought them before: an address has one answer,
 * so these are the answered questions of all dockets beyond the number of answers.
 */
export function countSettledTwice(ledger: string): number {
  const [counts] = readLedger(ledger, (rowsOf) =>
    rowsOf<{ asked: number; unanswered: number; answers: number }>(
      `select (select coalesce(sum(size), 0) from dockets) as asked,
        (select count(*) from unanswered) as unanswered,
        (select count(*) from answers) as answers`,
    ),
  );
  if (counts === undefined) throw new Error('the ledger counts nothing');
  return counts.asked - counts.unanswered - counts.answers;
}

/** Calls to the server that ended with that cause. */
export function countCalls(ledger: string, cause: string): number {
  const causes = readLedger(ledger, (rowsOf) =>
    rowsOf<{ cause: string | null }>('select cause from calls'),
  );
  return causes.filter((call) => call.cause === cause).length;
}
