import type { HoldUp } from '../../domain/hold-up.ts';
import { type ModelFault, retriesAfter } from '../faults/fault.ts';

/** Changes are told together, so many milliseconds after the first of them. */
const tellAfterMs = 200;
/** Shorter waits for a limit are no news; milliseconds. */
const noticeableMs = 1000;

/** Knows what holds calls up now, and tells whoever looks on when that changes. */
export class HoldUps {
  readonly #tell: (holdUp: HoldUp | null) => void;
  #failing: { did: string; times: number } | undefined;
  /** When calls that failed are asked again. */
  readonly #tries = new Set<{ at: number }>();
  #limit: HoldUp['limit'] = null;
  #telling: NodeJS.Timeout | undefined;

  constructor(tell: (holdUp: HoldUp | null) => void = () => {}) {
    this.#tell = tell;
  }

  /** Told of every call that the server dealt with, whatever came of it. */
  answered(): void {
    if (this.#failing === undefined) return;
    this.#failing = undefined;
    this.#change();
  }

  /** Told of every call that failed. */
  failed(fault: ModelFault): void {
    const mayPass = retriesAfter[fault.failure] !== undefined;
    const times = (this.#failing?.times ?? 0) + 1;
    this.#failing = mayPass ? { did: whatItDid(fault), times } : undefined;
    this.#change();
  }

  /** A call is asked again after so many milliseconds. Returns what to call then. */
  pause(ms: number): () => void {
    const entry = { at: Date.now() + ms };
    this.#tries.add(entry);
    this.#change();
    return () => {
      this.#tries.delete(entry);
      this.#change();
    };
  }

  /** Nothing leaves for so many milliseconds. */
  limited(ms: number, why: string): void {
    const until = Date.now() + ms;
    if (ms < noticeableMs || until <= (this.#limit?.until ?? 0)) return;
    this.#limit = { until, why: inWords(why) };
    this.#change();
  }

  #change(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#tell(this.#now());
    }, tellAfterMs).unref();
  }

  #now(): HoldUp | null {
    const isLimited = (this.#limit?.until ?? 0) > Date.now();
    if (this.#failing === undefined && !isLimited) return null;
    const next = Math.min(...[...this.#tries].map(({ at }) => at));
    const nextTry = Number.isFinite(next) ? next : null;
    return {
      failing: this.#failing === undefined ? null : { ...this.#failing, nextTry },
      limit: isLimited ? this.#limit : null,
    };
  }
}

/** Who reads a page typed no option. */
function inWords(why: string): string {
  return why
    .replace(/^--rpm (\d+)$/, '$1 requests a minute')
    .replace(/^--tpm (\d+)$/, '$1 tokens a minute');
}

function whatItDid({ failure, status, message }: ModelFault): string {
  const answered = status ?? /^\d{3}(?= )/.exec(message)?.[0];
  if (answered !== undefined) return `answered ${answered}`;
  switch (failure) {
    case 'timeout':
      return 'gave no answer in time';
    case 'connection':
      return 'could not be reached';
    case 'not_json':
      return 'answered with something that is no JSON';
    default:
      return 'failed';
  }
}
