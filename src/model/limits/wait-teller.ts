import { paceLaw } from '../../domain/pace-law.ts';
import type { HoldUps } from './hold-ups.ts';

/** What takes longer than this is said, and how often it is; milliseconds. */
const noticeableMs = 10_000;
const againMs = 60_000;

/** Says until when nothing can leave, and why: nobody should wonder whether a run stands still. */
export function waitTeller(
  say: (message: string) => void,
  clock: { now(): number },
  holdUps?: HoldUps,
): (until: number, why: string) => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  return (until, why) => {
    const now = clock.now();
    holdUps?.limited(until - now, why);
    if (until - now < noticeableMs || now - saidAt < againMs) return;
    saidAt = now;
    const wait = Math.round((until - now) / 1000);
    // On the person's own clock, which may have been set since this one began.
    const time = new Date(Date.now() + until - now).toLocaleTimeString('en-GB');
    say(`No call leaves before ${time} (${wait} s): ${why}`);
  };
}

/** The server's own wish, and what becomes of it where nobody would wait for so long. */
export function whyPaused(retryAfterMs: number): string {
  const asked = `the server asks to wait ${Math.round(retryAfterMs / 1000)} s`;
  const { longestRetryMs } = paceLaw;
  return retryAfterMs <= longestRetryMs
    ? asked
    : `${asked}; it is tried again after ${longestRetryMs / 60_000} minutes`;
}
