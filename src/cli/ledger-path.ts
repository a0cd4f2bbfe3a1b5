import { UserMistake } from '../domain/mistake.ts';

/** @throws UserMistake for an address: this version keeps its ledger in a file. */
export function readLedgerPath(location: string): string {
  if (/^\w+:\/\//.test(location))
    throw new UserMistake('--ledger takes a path; ledgers on a database server are not there yet');
  return location;
}
