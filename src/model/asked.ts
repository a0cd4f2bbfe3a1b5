import { AsyncLocalStorage } from 'node:async_hooks';

/** What a call asks, as data: its prompt is written from this, and nothing reads a prompt to find it out. */
export interface Asked {
  /** `triage`, `judge:<theme>`, `judges` of several themes, or `aggregator`. */
  agent: string;
  /** What answers go under: the tickets' ids, but where each has several answers. */
  ids: readonly string[];
  /** The tickets as the prompt shows them, a line each. */
  tickets: readonly (Record<string, unknown> & { id: string })[];
  /** By field, the only words that it may hold. */
  choices?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The fields of the answer that a bare yes or no about one ticket is, with what was said beside it. */
  bare?:
    | ((verdict: 'yes' | 'no', said: Record<string, unknown>) => Record<string, unknown>)
    | undefined;
}

const storage = new AsyncLocalStorage<Asked>();

/** What is called within `work` asks this. */
export function asking<Result>(asked: Asked, work: () => Result): Result {
  return storage.run(asked, work);
}

export function askedNow(): Asked | undefined {
  return storage.getStore();
}
