import { ours } from '../../domain/text/own-sentence.ts';
import { ModelFault } from '../faults/fault.ts';

/** A call that waits for its turn. */
export interface Waiting {
  tokens: number;
  /** Fires when it waits no more without having gone: it was called off. */
  readonly over: AbortSignal;
  /** Its turn has come, at that time. */
  go(turn: number): void;
  fail(error: unknown): void;
}

/** Calls wait here in the order of asking; only the first few get ready, shortly before their turns. */
export class TurnLine {
  readonly #waiting: (() => void)[] = [];
  readonly #ready: Waiting[] = [];
  #atHand = 0;
  /** So many calls may be ready, or getting so. */
  depth = 1;

  /** Resolves with the time of the call's turn. `tell` is told when the call is ready. */
  wait(
    tokens: number,
    signal: AbortSignal | undefined,
    getReady: () => Promise<void>,
    tell: () => void,
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      const over = new AbortController();
      let isHere = true;
      let isAtHand = false;
      const end = (settle: () => void) => {
        if (!isHere) return;
        isHere = false;
        signal?.removeEventListener('abort', callOff);
        if (isAtHand) this.#atHand -= 1;
        settle();
        this.#admit();
      };
      const fail = (error: unknown) =>
        end(() => {
          over.abort();
          reject(error);
        });
      const callOff = () =>
        fail(
          new ModelFault('interrupted', ours`called off while waiting for the limit`, {
            cause: signal?.reason,
          }),
        );
      const call: Waiting = {
        tokens,
        over: over.signal,
        go: (turn) => end(() => resolve(turn)),
        fail,
      };
      if (signal?.aborted) return callOff();
      signal?.addEventListener('abort', callOff);
      this.#waiting.push(() => {
        if (!isHere) return;
        isAtHand = true;
        this.#atHand += 1;
        getReady().then(() => {
          if (!isHere) return;
          this.#ready.push(call);
          tell();
        }, fail);
      });
      this.#admit();
    });
  }

  /** The first call that is ready. */
  get first(): Waiting | undefined {
    while (this.#ready[0]?.over.aborted) this.#ready.shift();
    return this.#ready[0];
  }

  /** The first calls that are ready, so many at most. */
  take(most: number): Waiting[] {
    const taken: Waiting[] = [];
    while (taken.length < most && this.first !== undefined) taken.push(...this.#ready.splice(0, 1));
    return taken;
  }

  /** A call that was taken and had no turn after all. */
  putBack(call: Waiting): void {
    this.#ready.unshift(call);
  }

  #admit(): void {
    while (this.#atHand < this.depth && this.#waiting.length > 0) this.#waiting.shift()?.();
  }
}
