import { setTimeout as sleep } from 'node:timers/promises';
import { isConflict, isLostConnection } from './lost-connection.ts';

/** Milliseconds before the first attempt to reach a lost server again, doubled up to the longest. */
const shortestPause = 100;
const longestPause = 5_000;

/** Repeats what a lost server kept from being done, until it is back. */
export class Patience {
  /** Is told once that the server can't be reached, and once that it is reached again. */
  onWaiting: (isWaiting: boolean) => void = () => {};
  /** Before a ledger is open and once it is closed, nobody waits. */
  isOpen = false;
  #isWaiting = false;

  /** Does what may be done twice. */
  async repeat<Result>(work: (attempt: number) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await work(attempt);
        this.#tell(false);
        return result;
      } catch (error) {
        const isLost = isLostConnection(error);
        if (!this.isOpen || !(isLost || isConflict(error))) throw error;
        // A pool whose connections are all at work is no lost server.
        if (isLost && !isQueue(error)) this.#tell(true);
      }
      await sleep(Math.min(longestPause, shortestPause * 2 ** (attempt - 1)));
    }
  }

  #tell(isWaiting: boolean): void {
    if (this.#isWaiting === isWaiting) return;
    this.#isWaiting = isWaiting;
    this.onWaiting(isWaiting);
  }
}

function isQueue(error: unknown): boolean {
  return error instanceof Error && /timeout exceeded when trying to connect/.test(error.message);
}
