import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order } from './claimant.ts';
import { whenTestEnds } from './endings.ts';

/** Another process at work with the same ledger. One order at a time. */
export interface Claimant {
  /** What it is called in the ledger. */
  id: string;
  pid: number;
  /** Returns what others hold. */
  claim(...addresses: string[]): Promise<string[]>;
  release(address: string): Promise<void>;
  /** Ends as a process should. */
  leave(): Promise<void>;
  /** As by `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
}

export async function startClaimant(ledger: string): Promise<Claimant> {
  const child = spawn(process.execPath, ['dist/tests/claimant.js', ledger], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  whenTestEnds(() => child.kill('SIGKILL'));
  const gone = once(child, 'exit');
  const heard = async () => {
    const [said] = await Promise.race([
      once(child, 'message'),
      gone.then(() => Promise.reject(new Error('the claimant is gone'))),
    ]);
    return said;
  };
  const tell = (order: Order): Promise<string[]> => {
    child.send(order);
    return heard();
  };
  return {
    id: await heard(),
    pid: child.pid ?? 0,
    claim: (...addresses) => tell({ to: 'claim', addresses }),
    release: async (address) => void (await tell({ to: 'release', address })),
    leave: async () => {
      await tell({ to: 'leave' });
      await gone;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
