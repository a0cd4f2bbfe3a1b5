import { isAtWork } from '../api/runs.ts';
import { RunReader } from './runs/watch-run.ts';
import type { Services } from './services.ts';

/** Milliseconds between two looks at a run, at least; and so many times what a look took. */
const leastPauseMs = 700;
const pauseTimes = 20;

/** A message of the server's, as it is sent to every page that looks at a run. */
export interface LiveMessage {
  event: 'progress' | 'decisions' | 'end';
  data: string;
}

export type Listener = (message: LiveMessage) => void;

/** Tells pages how runs go on: one look at the ledger for all pages of a run, none where nobody looks. */
export class Live {
  readonly #services: Services;
  readonly #channels = new Map<string, Channel>();

  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Tells of a run until the returned function is called or the run is over.
   * @throws HTTPException 404 for a run that is not there
   */
  async listen(run: string, listener: Listener): Promise<() => void> {
    const reader = this.#channels.has(run) ? undefined : await RunReader.open(this.#services, run);
    const channel = this.#channels.get(run) ?? (reader && this.#open(run, reader));
    return channel?.add(listener) ?? (() => {});
  }

  #open(run: string, reader: RunReader): Channel {
    const channel: Channel = new Channel(reader, () => {
      if (this.#channels.get(run) === channel) this.#channels.delete(run);
    });
    this.#channels.set(run, channel);
    return channel;
  }
}

class Channel {
  readonly #reader: RunReader;
  readonly #onEmpty: () => void;
  readonly #listeners = new Set<Listener>();
  readonly #last = new Map<LiveMessage['event'], LiveMessage>();
  #timer: NodeJS.Timeout | undefined;
  #complaint = '';

  constructor(reader: RunReader, onEmpty: () => void) {
    this.#reader = reader;
    this.#onEmpty = onEmpty;
    this.#timer = setTimeout(() => void this.#look(), 0);
  }

  /** Whoever comes later is told first what the others know. */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    for (const message of this.#last.values()) listener(message);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  }

  async #look(): Promise<void> {
    const started = performance.now();
    try {
      const progress = await this.#reader.progress();
      this.#tell('progress', progress);
      const decisions = await this.#reader.decisions();
      if (decisions.length > 0) this.#tell('decisions', decisions);
      if (!isAtWork(progress.status)) {
        this.#tell('end', { status: progress.status });
        return this.#close();
      }
    } catch (error) {
      // The next look may be luckier: the ledger may only have been busy. What stays is said once.
      if (String(error) !== this.#complaint) console.error(error);
      this.#complaint = String(error);
    }
    if (this.#listeners.size === 0) return;
    const took = performance.now() - started;
    this.#timer = setTimeout(() => void this.#look(), Math.max(leastPauseMs, pauseTimes * took));
  }

  #tell(event: LiveMessage['event'], content: unknown): void {
    const message = { event, data: JSON.stringify(content) };
    this.#last.set(event, message);
    for (const listener of this.#listeners) listener(message);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#onEmpty();
  }
}
