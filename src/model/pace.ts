import type { Allowance } from './rate-headers.ts';

const minute = 60_000;
/** Calls are spaced a little wider than the limit asks, because networks bunch them up again. */
export const slack = 1.02;
/** And wider by this factor after each episode of refusals under a given limit. */
const widerAfterRefusal = 1.01;

/** Where no limit is known: calls a second to start with. */
const gentleStart = 4;
/** How fast it grows until the first refusal: doubled in about a second. */
const growth = Math.LN2;
/** After a refusal it holds this part of the pace that was refused. */
const holdBelow = 0.85;
/** A tenth of a limit is little; it then holds this part of the pace. */
const littleLeft = 0.1;
const holdAtLittle = 0.95;
/** And pauses so long, in milliseconds, for the server's window to empty. */
const drainMs = 1000;
/**
 * So many back-offs, each refused again within so many answers, show that the refusals have nothing
 * to do with the pace: it is taken up again, and they are only waited for, for so long.
 */
const inVain = { backOffs: 4, answers: 60, restMs: 5 * minute };
/** One try to go faster by this part, each time so many milliseconds went well. */
const probe = { part: 0.03, everyMs: 60_000 };

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
