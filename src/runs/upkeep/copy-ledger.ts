import path from 'node:path';
import { UserMistake } from '../../domain/mistake.ts';
import { withoutPassword } from '../../domain/text/without-password.ts';
import type { CopiedTable } from '../../ledger/copying/copy-ledger.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { engineOf } from '../../ledger/ledger-place.ts';
import { openExisting, openLedger } from '../../ledger/open-ledger.ts';

/**
 * Copies a whole ledger into an empty one, whatever databases they are in.
 * @throws UserMistake where there is none, where it is at work, or where the other one is not empty
 */
export async function copyLedger(
  places: { from: string; to: string },
  tell: (table: string, rows: number) => void,
): Promise<CopiedTable[]> {
  const [from, to] = [places.from, places.to].map(absolute);
  if (from === to) throw new UserMistake('FROM and TO are the same ledger; name another TO');
  // 1. What is to be copied is there, and nobody writes to it.
  const source = await openExisting(places.from);
  if (source === undefined)
    throw new UserMistake(`there is no ledger at ${withoutPassword(places.from)}; check FROM`);
  try {
    await refuseWhereAtWork(source);
    // 2. Its copy goes where nothing is yet.
    const target = await openLedger(places.to);
    try {
      const [run] = await target.runs.all();
      if (run !== undefined)
        throw new UserMistake(
          `${target.location} holds runs already, as ${run.id}; name an empty ledger as TO`,
        );
      // 3. All or nothing, and read again.
      return await source.copyInto(target, tell);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function absolute(place: string): string {
  return engineOf(place) === 'postgres' ? place : path.resolve(place);
}

/** @throws UserMistake where a run of the ledger is at work */
export async function refuseWhereAtWork(ledger: Ledger): Promise<void> {
  for (const run of await ledger.runs.all()) {
    const process = run.status === 'running' ? await ledger.runs.processOf(run) : undefined;
    if (process !== undefined)
      throw new UserMistake(
        `run ${run.id} is at work (process ${process.pid} on ${process.host}); wait for it, or stop it first`,
      );
  }
}
