import pLimit from 'p-limit';

/** One step goes so much up or down; up to the first that does not pay they are larger. */
const step = 1.25;
const firstStep = 2;
/** A step up must bring so much of what it could bring at best; a step down may cost so little. */
const worthwhile = 0.4;
const bearable = 0.95;
/** Answers that make a measurement, and how many in proportion to the slots. */
const sample = { least: 24, perSlot: 3 };
/** At first the number doubles after one answer a slot where that brought so much of what it could: most of the way is clear. */
const firstSample = { least: 8, worthwhile: 0.7 };
/** After a try in both directions it keeps still for so many measurements. */
const rests = 20;
/** Where a server refuses what is too much at once, one more is tried after so many answers a slot, at first and at last. */
const tryAfter = { first: 2, last: 64 };

/**
 * How many calls are out at once. Servers that queue instead of refusing don't say when they are
 * full: it climbs while that brings more answers a second, falls while that costs none, and settles
 * where throughput stops growing. Where a server refuses instead, it is what that takes, and now and
 * then one more is tried.
 */
export class Slots {
  readonly #limit: ReturnType<typeof pLimit>;
  #most: number;
  readonly #isFixed: boolean;
  /** As many as the server takes, once it has refused one more; and how patiently it is tried again. */
  #taken: number | undefined;
  #patience = tryAfter.first;
  #direction: 'up' | 'down' = 'up';
  #step = firstStep;
  /** What the present size is compared with; undefined before the first measurement. */
  #best: { size: number; perMs: number } | undefined;
  #rests = 0;
  #failedTries = 0;
  #since = 0;
  #answers = 0;
  /** Answers to calls that left under the size before. */
  #stale = 0;

  /** As many as pay, up to the most, beginning with `start`; fixed where the two are one. */
  constructor(start: number, most: number) {
    this.#most = most;
    this.#isFixed = start === most;
    this.#limit = pLimit(start);
  }

  /** Runs the call when a slot is free. */
  run<Result>(call: () => Promise<Result>): Promise<Result> {
    return this.#limit(call);
  }

  get size(): number {
    return this.#limit.concurrency;
  }

  /**
   * Told of every answer, at its time in milliseconds, and whether its call had to wait for a limit.
   * Only while calls wait for a slot and for nothing else can a difference be measured.
   */
  answered(now: number, waitedForLimit: boolean): void {
    if (this.#taken !== undefined) this.#answeredBelow(this.#taken);
    if (this.#isFixed || this.#taken !== undefined) return;
    if (waitedForLimit || this.#limit.pendingCount === 0) {
      this.#measureFrom(now);
      return;
    }
    if (this.#stale > 0) {
      this.#stale -= 1;
      if (this.#stale === 0) this.#measureFrom(now);
      return;
    }
    if (this.#since === 0) this.#measureFrom(now);
    else this.#answers += 1;
    const perMs = this.#answers / Math.max(1, now - this.#since);
    const isEnough = this.#answers >= Math.max(sample.least, sample.perSlot * this.size);
    if (!isEnough && !this.#isClear(perMs)) return;
    this.#measureFrom(now);
    this.#adjust(perMs);
  }

  /**
   * Told of a call that was refused for so many others that are out. Returns false where there are
   * none: then it is for something else.
   */
  refused(others: number): boolean {
    if (others < 1) return false;
    const wasTry = this.#taken !== undefined && this.size > this.#taken;
    this.#patience = wasTry ? Math.min(tryAfter.last, 2 * this.#patience) : tryAfter.first;
    this.#taken = Math.min(others, this.#taken ?? this.#most);
    this.#answers = 0;
    this.#resize(Math.min(this.size, this.#taken));
    return true;
  }

  /** Told of how many the server says it takes. */
  told(most: number): void {
    this.#most = Math.min(this.#most, most);
    this.#resize(Math.min(this.size, this.#most));
  }

  #answeredBelow(taken: number): void {
    if (this.#limit.pendingCount === 0) return;
    this.#answers += 1;
    if (this.#answers < this.#patience * this.size) return;
    this.#answers = 0;
    if (this.size > taken) {
      // The one more was taken.
      this.#taken = this.size;
      this.#patience = tryAfter.first;
    }
    this.#resize(Math.min(this.#most, this.size + 1));
  }

  #measureFrom(now: number): void {
    this.#since = now;
    this.#answers = 0;
  }

  /** Whether the first steps go on without a closer look. */
  #isClear(perMs: number): boolean {
    if (this.#step !== firstStep || this.#answers !== Math.max(firstSample.least, this.size))
      return false;
    return (
      this.#best === undefined ||
      perMs >= this.#best.perMs * gain(this.#best.size, this.size, firstSample.worthwhile)
    );
  }

  #adjust(perMs: number): void {
    if (this.#rests > 0) {
      this.#rests -= 1;
      if (this.#rests === 0) this.#best = undefined;
      return;
    }
    if (this.#best === undefined) this.#failedTries = 0;
    else if (perMs < this.#best.perMs * this.#wanted(this.#best.size)) {
      this.#turnBack(this.#best.size);
      return;
    } else this.#failedTries = 0;
    this.#best = { size: this.size, perMs: Math.max(perMs, this.#best?.perMs ?? 0) };
    this.#try();
  }

  /** How much of the throughput before the last step has to be there after it. */
  #wanted(before: number): number {
    return this.#direction === 'up' ? gain(before, this.size, worthwhile) : bearable;
  }

  /** The last step did not pay. */
  #turnBack(size: number): void {
    this.#step = step;
    this.#resize(size);
    this.#direction = this.#direction === 'up' ? 'down' : 'up';
    this.#failedTries += 1;
    if (this.#failedTries >= 2) this.#rests = rests;
    else this.#try();
  }

  #try(): void {
    const next =
      this.#direction === 'up'
        ? Math.min(this.#most, Math.max(this.size + 1, Math.round(this.size * this.#step)))
        : Math.max(1, Math.min(this.size - 1, Math.round(this.size / step)));
    this.#resize(next);
  }

  #resize(size: number): void {
    if (size === this.size) return;
    this.#stale = this.size;
    this.#limit.concurrency = size;
  }
}

/** How many times the throughput of `before` calls at once `size` of them have, with that share of what they could bring. */
function gain(before: number, size: number, share: number): number {
  return 1 + share * (size / before - 1);
}
