import { onTestFinished, vi } from 'vitest';
import type { Clock } from '../../src/model/pacing/pacer.ts';

/** Time that passes only while somebody sleeps. */
export function handClock(start = 1_000_000): Clock & { at: number } {
  return {
    at: start,
    now() {
      return this.at;
    },
    async sleep(ms) {
      this.at += ms;
    },
  };
}

/** A time limit for calls that is over for the last one when the test says so. */
export function handLimit() {
  let limit = new AbortController();
  const set = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    limit = new AbortController();
    return limit.signal;
  });
  onTestFinished(() => set.mockRestore());
  return { set, over: () => limit.abort(new DOMException('over', 'TimeoutError')) };
}
