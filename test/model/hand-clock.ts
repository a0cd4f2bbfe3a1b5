import type { Clock } from '../../src/model/pacer.ts';

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
