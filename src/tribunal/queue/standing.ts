import { setTimeout as sleep } from 'node:timers/promises';
import { ours } from '../../domain/text/own-sentence.ts';
import type { StoredAnswer } from '../../ledger/rows/find-answers.ts';
import { ModelFault } from '../../model/faults/fault.ts';
import type { Court } from './run-context.ts';

/** How often it is looked whether another process has answered. */
const askOthersEveryMs = 300;
/** A wait for another process's answer that is longer than this is told; milliseconds. */
const longWaitMs = 10_000;

/** The answer that is there. Waits while another process is about to ask: what it pays for, nobody else has to. */
export async function standing(
  { lookUp, stop, tellOthersAsked }: Court,
  address: string,
  arrived: () => void,
): Promise<StoredAnswer | 'ours'> {
  for (let waited = 0; ; waited += askOthersEveryMs) {
    if (waited > longWaitMs) tellOthersAsked();
    const found = await lookUp(address);
    if (found !== 'theirs') return found;
    // Nothing here waits for it: it may in turn wait for us.
    arrived();
    await sleep(askOthersEveryMs, undefined, { signal: stop }).catch((cause: unknown) => {
      throw new ModelFault('interrupted', ours`the run was stopped`, { cause });
    });
  }
}
