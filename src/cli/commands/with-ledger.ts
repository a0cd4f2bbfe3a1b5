import { UserMistake } from '../../domain/mistake.ts';
import { withoutPassword } from '../../domain/text/without-password.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { openExisting, openLedger } from '../../ledger/open-ledger.ts';
import { say } from '../drawing/print.ts';

/** Opens a ledger to read from: one that isn't there is a mistake, not a new ledger. */
export async function withLedger<Result>(
  location: string,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const ledger = await openExisting(location);
  if (ledger === undefined)
    throw new UserMistake(`there is no ledger at ${withoutPassword(location)} yet; start a run`, {
      next: ['batch', 'FILE'],
    });
  return use(ledger, work);
}

/** As `withLedger`, but makes one where there is none. */
export async function withNewLedger<Result>(
  location: string,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  return use(await openLedger(location), work);
}

async function use<Result>(
  ledger: Ledger,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  ledger.tellTrouble(say);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
