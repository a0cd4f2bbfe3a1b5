import { AsyncLocalStorage } from 'node:async_hooks';

/** One call on its way, as the transport sees it: deep below the SDK, which passes only requests on. */
export interface Passage {
  /** Waits for the moment at which the call may leave. Nothing may come between it and the network. */
  leave(): Promise<void>;
  /** Told of the answer's headers, those of a success among them. */
  arrived(headers: Headers): void;
}

export const passage = new AsyncLocalStorage<Passage>();
