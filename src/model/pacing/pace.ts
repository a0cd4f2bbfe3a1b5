import { paceLaw } from '../../domain/pace-law.ts';
import type { Allowance } from './rate-headers.ts';

const minute = 60_000;
const { slack, widerAfterRefusal, gentleStart, growth, holdBelow, littleLeft, holdAtLittle } =
  paceLaw;
const { drainMs, inVain, probe } = paceLaw;

/**
 * How fast calls may follow one another. Where no request limit is given it is found out: the pace
 * grows until the first refusal, or until the server says that little is left, backs off once for all
 * refusals of that episode, and holds just below. Times are milliseconds since 1970.
 */
export class Pace {
  readonly #isGiven: boolean;
  #interval: number;
  #foundOut = false;
  #lastRefusal = 0;
  #lastProbe = 0;
  #answersSinceRefusal = Number.POSITIVE_INFINITY;
  #backOffs = 0;
  #intervalBefore = 0;
  #restsUntil = 0;

  /** By the requests a minute that the server allows, if they are known. */
  constructor(rpm: number | undefined) {
    this.#isGiven = rpm !== undefined;
    this.#interval = (rpm === undefined ? 1000 / gentleStart : minute / rpm) * slack;
  }

  /** Milliseconds between calls. */
  get interval(): number {
    return this.#interval;
  }

  answered(now: number): void {
    if (this.#isGiven) return;
    this.#answersSinceRefusal += 1;
    if (!this.#foundOut) {
      // Each answer adds its share, so that the pace doubles in about a second however fast it is.
      this.#interval /= 1 + growth * Math.min(1, this.#interval / 1000);
    } else if (now - Math.max(this.#lastRefusal, this.#lastProbe) > probe.everyMs) {
      this.#lastProbe = now;
      this.#interval /= 1 + probe.part;
    }
  }

  /** Where little is left, the pace that led there is held. */
  told({ limit, left }: Allowance, now: number): void {
    if (this.#isGiven || this.#foundOut) return;
    if (limit === undefined || left > Math.max(1, limit * littleLeft)) return;
    this.#foundOut = true;
    this.#lastProbe = now;
    this.#interval /= holdAtLittle;
  }

  /**
   * Refusals of calls sent before the last back-off belong to the same episode. Returns the
   * milliseconds to pause for.
   */
  refused(sentAt: number, now: number): number {
    if (sentAt < this.#lastRefusal) return 0;
    this.#lastRefusal = now;
    if (this.#isGiven) {
      // The way to the server bunches calls up more than was thought.
      this.#interval *= widerAfterRefusal;
      return 0;
    }
    this.#foundOut = true;
    this.#backOff(now);
    return drainMs;
  }

  #backOff(now: number): void {
    if (now < this.#restsUntil) return;
    if (this.#answersSinceRefusal > inVain.answers) {
      this.#backOffs = 0;
      this.#intervalBefore = this.#interval;
    }
    this.#answersSinceRefusal = 0;
    this.#backOffs += 1;
    if (this.#backOffs <= inVain.backOffs) {
      this.#interval /= holdBelow;
      return;
    }
    this.#interval = this.#intervalBefore;
    this.#restsUntil = now + inVain.restMs;
    this.#backOffs = 0;
  }
}
