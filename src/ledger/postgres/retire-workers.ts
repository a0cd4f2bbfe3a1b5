import type { Ledger } from '../ledger.ts';
import type { Forgotten } from '../processes/forget-process.ts';
import type { Queue } from './queue.ts';

/**
 * Gives the work of workers that fell silent to the others. Whoever finds one first takes it out of the ledger, all or
 * nothing; what is held by nobody that the ledger knows is delivered again, whoever took its holder out.
 */
export async function retireSilentWorkers(ledger: Ledger, queue: Queue): Promise<Forgotten[]> {
  const retired = await ledger.forgetSilentWorkers();
  await queue.giveBackLost();
  return retired;
}
