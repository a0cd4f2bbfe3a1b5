import { readLedger } from '../support/query-ledger.ts';

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
