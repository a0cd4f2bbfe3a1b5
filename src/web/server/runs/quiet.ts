import { setTimeout } from 'node:timers/promises';

/** It is quiet when nobody has waited for an answer for so long, in milliseconds. */
const quietMs = 300;

/** So long others get their turn even then. */
const restMs = 3;

/** So long it is waited for at most: where somebody always asks, later questions would never get quicker. */
const mostWaitMs = 2000;

/** Tells when there is time for what nobody has asked for yet. */
export class Quiet {
  #waiting = 0;
  #answeredAt = Number.NEGATIVE_INFINITY;

  /** Somebody waits until the work is done. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#waiting++;
    try {
      return await work();
    } finally {
      this.#waiting--;
      this.#answeredAt = performance.now();
    }
  }

  /** Resolves when it is quiet, or has not been for two seconds. */
  async come(): Promise<void> {
    const latest = performance.now() + mostWaitMs;
    do await setTimeout(restMs, undefined, { ref: false });
    while (this.#isBusy() && performance.now() < latest);
  }

  #isBusy(): boolean {
    return this.#waiting > 0 || performance.now() - this.#answeredAt < quietMs;
  }
}
