import { existsSync } from 'node:fs';
import { UserMistake } from '../domain/mistake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { readLedgerPath } from './ledger-path.ts';

/** Opens a ledger to read from: one that isn't there is a mistake, not a new ledger. */
export async function withLedger<Result>(
  location: string,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(readLedgerPath(location)))
    throw new UserMistake(
      `there is no ledger at ${location} yet; start a run with: tribunal batch FILE`,
    );
  const ledger = await openLedger(location);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
