import { setTimeout as sleep } from 'node:timers/promises';
import { ModelFault } from './fault.ts';
import type { Allowance } from './rate-headers.ts';

/** What a provider allows; what is not given is found out. */
export interface Limits {
  /** Requests a minute. */
  rpm?: number | undefined;
  /** Tokens a minute. */
  tpm?: number | undefined;
  /** Requests in any 24 hours. */
  rpd?: number | undefined;
}

/** A call that was sent earlier, perhaps by a process that is no more. */
export interface EarlierCall {
  /** Milliseconds since 1970. */
  sentAt: number;
  tokens: number;
}

export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

export const wallClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    await sleep(ms, undefined, { signal });
  },
};

const minute = 60_000;
/** Calls are spaced a little wider than the limit asks, because networks bunch them up again. */
const slack = 1.02;
/** And wider by this factor after each episode of refusals under a given limit. */
const widerAfterRefusal = 1.01;
/** Calls that left late are caught up with, in milliseconds, at most at so many times the pace. */
const catchUp = { ms: 500, pace: 2 };
/** No stretch of this length, in milliseconds, holds more calls than the pace allows, caught up or not. */
const stretchMs = 1000;
/** A call gets ready so many milliseconds before its turn is expected. */
const leadMs = 250;

/** Where no limit is known: calls a second to start with. */
const gentleStart = 4;
/** How fast it grows until the first refusal: doubled in about a second. */
const growth = Math.LN2;
/** After a refusal it holds this part of the pace that was refused. */
const holdBelow = 0.85;
/** A tenth of a limit is little; it then holds this part of the pace. */
const littleLeft = 0.1;
const holdAtLittle = 0.95;
/** No longer is waited on the word of a header alone, in milliseconds: some mean when all is whole again. */
const longestReset = 2000;
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
 * Spaces calls evenly under every limit, so that no window, wherever its edges are, holds more than
 * the limit allows. The algorithm is GCRA (ITU-T I.371): one time a limit, before which nothing may
 * be sent. Its tolerance, by which late calls are caught up with, is held in check by a log of the
 * last second's calls. Where no request limit is given it grows until the first refusal, or until the
 * server says that little is left, backs off once for all refusals of that episode, and holds just
 * below.
 */
export class Pacer {
  readonly #limits: Limits;
  readonly #clock: Clock;
  /** Milliseconds between calls. */
  #interval: number;
  /** Everybody who is ready waits here, one behind the other. */
  #line: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #foundOut = false;
  #nextCall = 0;
  /** When the last calls left, as many as a second may hold. */
  #left: number[] = [];
  #nextTokens = 0;
  #pausedUntil = 0;
  #lastRefusal = 0;
  #lastProbe = 0;
  #answersSinceRefusal = Number.POSITIVE_INFINITY;
  #backOffs = 0;
  #intervalBefore = 0;
  #restsUntil = 0;

  constructor(limits: Limits, earlier: readonly EarlierCall[] = [], clock: Clock = wallClock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#interval = (limits.rpm === undefined ? 1000 / gentleStart : minute / limits.rpm) * slack;
    for (const { sentAt, tokens } of earlier) this.#take(sentAt, tokens);
  }

  /**
   * Waits for this call's turn; turns come in the order of asking. `getReady` is called shortly
   * before, and the turn waits for it. Returns the time of the turn, in milliseconds since 1970.
   */
  async acquire(
    tokens: number,
    signal: AbortSignal | undefined,
    getReady: () => Promise<void> = async () => {},
  ): Promise<number> {
    const asked = this.#clock.now();
    const expected = Math.max(asked, this.#due()) + this.#waiting * this.#interval;
    this.#waiting += 1;
    try {
      if (expected - asked > leadMs) await this.#clock.sleep(expected - asked - leadMs, signal);
      await getReady();
      const turn = this.#line.then(() => this.#takeTurn(tokens, signal));
      this.#line = turn.catch(() => undefined);
      return await turn;
    } catch (error) {
      if (signal?.aborted !== true) throw error;
      throw new ModelFault('interrupted', 'called off while waiting for the limit', {
        cause: error,
      });
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Told when a call with that turn was really on its way: a busy process sends later than it means to. */
  left(turn: number): void {
    const at = this.#left.lastIndexOf(turn);
    if (at !== -1) this.#left[at] = this.#clock.now();
  }

  async #takeTurn(tokens: number, signal: AbortSignal | undefined): Promise<number> {
    signal?.throwIfAborted();
    for (let due = this.#due(); due > this.#clock.now(); due = this.#due())
      await this.#clock.sleep(due - this.#clock.now(), signal);
    const turn = this.#clock.now();
    this.#take(turn, tokens);
    return turn;
  }

  #due(): number {
    const inStretch = this.#callsInStretch();
    return Math.max(
      this.#nextCall,
      (this.#left.at(-1) ?? 0) + this.#interval / catchUp.pace,
      (this.#left.at(-inStretch) ?? 0) + inStretch * this.#interval,
      this.#nextTokens,
      this.#pausedUntil,
    );
  }

  #callsInStretch(): number {
    return Math.max(1, Math.round(stretchMs / this.#interval));
  }

  /** Told of every answer that was no refusal. */
  succeeded(): void {
    if (this.#limits.rpm !== undefined) return;
    this.#answersSinceRefusal += 1;
    const now = this.#clock.now();
    if (!this.#foundOut) {
      // Each answer adds its share, so that the pace doubles in about a second however fast it is.
      this.#interval /= 1 + growth * Math.min(1, this.#interval / 1000);
    } else if (now - Math.max(this.#lastRefusal, this.#lastProbe) > probe.everyMs) {
      this.#lastProbe = now;
      this.#interval /= 1 + probe.part;
    }
  }

  /**
   * Told of what the server says is left to us, with every answer, by the time at which its call was
   * sent. Where nothing is left it waits for more; where little is, and no limit was given, the pace
   * that led there is held.
   */
  told({ limit, left, resetMs }: Allowance, sentAt: number): void {
    if (left === 0) this.pauseUntil(sentAt + Math.min(resetMs, longestReset));
    if (this.#limits.rpm !== undefined || this.#foundOut) return;
    if (limit === undefined || left > Math.max(1, limit * littleLeft)) return;
    this.#foundOut = true;
    this.#lastProbe = this.#clock.now();
    this.#interval /= holdAtLittle;
  }

  /**
   * Told of every 429, with the milliseconds that the server asks us to wait. Refusals of calls sent
   * before the last back-off belong to the same episode.
   */
  refused(sentAt: number, retryAfterMs: number | undefined): void {
    const now = this.#clock.now();
    if (retryAfterMs !== undefined) this.pauseUntil(now + Math.min(retryAfterMs, 10 * minute));
    if (sentAt < this.#lastRefusal) return;
    this.#lastRefusal = now;
    if (this.#limits.rpm !== undefined) {
      // The way to the server bunches calls up more than was thought.
      this.#interval *= widerAfterRefusal;
      return;
    }
    this.#foundOut = true;
    this.pauseUntil(now + drainMs);
    this.#backOff(now);
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

  /** Nothing is sent before that time, in milliseconds since 1970. */
  pauseUntil(time: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, time);
  }

  /** Calls a minute at the present pace. */
  get rpm(): number {
    return minute / this.#interval;
  }

  #take(at: number, tokens: number): void {
    this.#left.push(at);
    if (this.#left.length > 2 * this.#callsInStretch())
      this.#left = this.#left.slice(-this.#callsInStretch());
    this.#nextCall = Math.max(this.#nextCall, at - catchUp.ms) + this.#interval;
    if (this.#limits.tpm !== undefined)
      this.#nextTokens =
        Math.max(this.#nextTokens, at) + (tokens * minute * slack) / this.#limits.tpm;
  }
}
