import type { Clock } from '../../src/model/pacing/pacer.ts';

/**
 * Time for several who sleep at once: it goes on to the next one's awakening when nothing else is at
 * work. Each awakening may be late, as on a busy machine.
 */
export function eventClock(late: () => number = () => 0) {
  let time = 1_000_000_000_000;
  let atWork = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { at: time + ms + late(), wake: resolve };
        signal?.addEventListener('abort', () => {
          sleepers.splice(sleepers.indexOf(sleeper), 1);
          reject(signal.reason);
        });
        sleepers.push(sleeper);
      }),
  };
  return {
    ...clock,
    /** Does something during which no time passes. */
    async during<Result>(work: () => Promise<Result>): Promise<Result> {
      atWork += 1;
      try {
        return await work();
      } finally {
        atWork -= 1;
      }
    },
    /** Lets time pass until then. */
    async pass(until: number): Promise<void> {
      for (;;) {
        await new Promise(setImmediate);
        if (atWork > 0) continue;
        await new Promise(setImmediate);
        if (atWork > 0) continue;
        sleepers.sort((one, other) => one.at - other.at);
        const next = sleepers[0];
        if (next === undefined || next.at > until) {
          time = until;
          return;
        }
        sleepers.shift();
        time = Math.max(time, next.at);
        next.wake();
      }
    },
  };
}
