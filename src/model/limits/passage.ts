import { AsyncLocalStorage } from 'node:async_hooks';

/** One call on its way, as the transport sees it: deep below the SDK, which passes only requests on. */
export interface Passage {
  /**
   * Waits for the moment at which the call may leave, unless the signal calls it off before. Nothing
   * may come between that moment and the network.
   */
  leave(signal: AbortSignal | undefined): Promise<void>;
  /** Whether that moment is past: it has to wait for another one. */
  readonly isStale: boolean;
  /** Told that it has left. */
  left(): void;
  /** Told of the answer's headers, those of a success among them. */
  arrived(headers: Headers): void;
}

export const passage = new AsyncLocalStorage<Passage>();
