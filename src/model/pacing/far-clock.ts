/** Milliseconds that two clocks may run apart in one. */
const drift = 1e-3;

/**
 * What time it is here when it is a given time on another machine's clock, from readings of that one.
 * A reading is of some moment between its question and its answer: the quickest answers tell most.
 */
export class FarClock {
  /** How far the other one is ahead of ours, at least. */
  #ahead = Number.NEGATIVE_INFINITY;
  #readAt = 0;

  /** The other one showed `far` at some time between the two of ours; all in milliseconds. */
  read(far: number, asked: number, answered: number): void {
    const known = this.#ahead - drift * (answered - this.#readAt);
    // Where a clock was put forward or back, what was known is wrong.
    const isPossible = known <= far - asked;
    this.#ahead = isPossible ? Math.max(known, far - answered) : far - answered;
    this.#readAt = answered;
  }

  /** Not early, and late by no more than the quickest answer took. */
  here(far: number): number {
    return far - this.#ahead;
  }

  there(here: number): number {
    return here + this.#ahead;
  }
}
