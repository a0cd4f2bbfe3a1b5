import { setTimeout as sleep } from 'node:timers/promises';
import { paceLaw } from '../../domain/pace-law.ts';
import { ours } from '../../domain/text/own-sentence.ts';
import { ModelFault } from '../faults/fault.ts';
import type { HoldUps } from '../limits/hold-ups.ts';
import { waitTeller, whyPaused } from '../limits/wait-teller.ts';
import { Pace } from './pace.ts';
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

/** Longer than this no timer sleeps. */
const longestSleepMs = 2 ** 31 - 1;

/** The time since 1970 as it was when this process began, and steady from there on, however the clock is set. */
export const steadyClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    await sleep(Math.min(ms, longestSleepMs), undefined, { signal });
  },
};

const minute = 60_000;
const { slack, catchUp, stretchMs, longestResetMs, longestRetryMs } = paceLaw;
/** A call gets ready so many milliseconds before its turn is expected. */
const leadMs = 250;

/** What calls need of whoever gives them their turns. */
export type PaceKeeper = Pick<
  Pacer,
  'now' | 'acquire' | 'left' | 'succeeded' | 'told' | 'refused' | 'holdBack'
>;

/**
 * Spaces calls evenly under every limit, so that no window, wherever its edges are, holds more than
 * the limit allows. The algorithm is GCRA (ITU-T I.371): one time a limit, before which nothing may
 * be sent. Its tolerance, by which late calls are caught up with, is held in check by a log of the
 * last second's calls.
 */
export class Pacer {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #tellWait: (until: number, why: string) => void;
  readonly #holdUps: HoldUps | undefined;
  /** Everybody who is ready waits here, one behind the other. */
  #line: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #nextCall = 0;
  /** When the last calls left, as many as a second may hold. */
  #left: number[] = [];
  #nextTokens = 0;
  #pausedUntil = 0;
  #pausedFor = '';

  constructor(
    limits: Limits,
    earlier: readonly EarlierCall[] = [],
    clock: Clock = steadyClock,
    say: (message: string) => void = () => {},
    holdUps?: HoldUps,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#pace = new Pace(limits.rpm);
    this.#holdUps = holdUps;
    this.#tellWait = waitTeller(say, clock, holdUps);
    // A clock that was set back since: the last of them was sent just now, for all that is known.
    const latest = Math.max(...earlier.map(({ sentAt }) => sentAt));
    const ahead = Math.max(0, latest - clock.now());
    for (const { sentAt, tokens } of earlier) this.#take(sentAt - ahead, tokens);
    // What an earlier process sent counts against a limit, not against a gentle start.
    if (limits.rpm !== undefined) return;
    this.#nextCall = 0;
    this.#left = [];
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
    const expected = Math.max(asked, this.#due()) + this.#waiting * this.#pace.interval;
    this.#waiting += 1;
    try {
      this.#tellWait(this.#due(), this.#why());
      if (expected - asked > leadMs) await this.#clock.sleep(expected - asked - leadMs, signal);
      await getReady();
      const turn = this.#line.then(() => this.#takeTurn(tokens, signal));
      this.#line = turn.catch(() => undefined);
      return await turn;
    } catch (error) {
      if (signal?.aborted !== true) throw error;
      throw new ModelFault('interrupted', ours`called off while waiting for the limit`, {
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
    for (let due = this.#due(); due > this.#clock.now(); due = this.#due()) {
      this.#tellWait(due, this.#why());
      await this.#clock.sleep(due - this.#clock.now(), signal);
    }
    const turn = this.#clock.now();
    this.#take(turn, tokens);
    // Who comes next sleeps already.
    if (this.#waiting > 1) this.#holdUps?.limited(this.#due() - turn, this.#why());
    return turn;
  }

  #due(): number {
    const inStretch = this.#callsInStretch();
    return Math.max(
      this.#nextCall,
      (this.#left.at(-1) ?? 0) + this.#pace.interval / catchUp.pace,
      (this.#left.at(-inStretch) ?? 0) + inStretch * this.#pace.interval,
      this.#nextTokens,
      this.#pausedUntil,
    );
  }

  /** Why nothing leaves before it is due. */
  #why(): string {
    const { rpm, tpm } = this.#limits;
    const due = this.#due();
    if (due === this.#pausedUntil) return this.#pausedFor;
    if (due === this.#nextTokens) return `--tpm ${tpm}`;
    return rpm === undefined ? 'the server takes no more calls' : `--rpm ${rpm}`;
  }

  #callsInStretch(): number {
    return Math.max(1, Math.round(stretchMs / this.#pace.interval));
  }

  /** Told of every answer that was no refusal. */
  succeeded(): void {
    this.#pace.answered(this.#clock.now());
  }

  /**
   * Told of what the server says is left to us, with every answer, by the time at which its call was
   * sent. Where nothing is left it waits for more.
   */
  told(allowance: Allowance, sentAt: number): void {
    if (allowance.left === 0)
      this.#pauseUntil(sentAt + Math.min(allowance.resetMs, longestResetMs), 'nothing is left');
    this.#pace.told(allowance, this.#clock.now());
  }

  /** Told of every 429, with the milliseconds that the server asks us to wait. */
  refused(sentAt: number, retryAfterMs: number | undefined): void {
    if (retryAfterMs !== undefined) this.holdBack(retryAfterMs);
    const now = this.#clock.now();
    this.#pauseUntil(now + this.#pace.refused(sentAt, now), 'the server refuses so many calls');
  }

  /** The server asks to be left alone for so many milliseconds. */
  holdBack(ms: number): void {
    this.#pauseUntil(this.#clock.now() + Math.min(ms, longestRetryMs), whyPaused(ms));
  }

  #pauseUntil(time: number, why: string): void {
    if (time <= this.#pausedUntil) return;
    this.#pausedUntil = time;
    this.#pausedFor = why;
    this.#tellWait(time, why);
  }

  /** The time by which it goes. */
  now(): number {
    return this.#clock.now();
  }

  /** Calls a minute at the present pace. */
  get rpm(): number {
    return minute / this.#pace.interval;
  }

  #take(at: number, tokens: number): void {
    this.#left.push(at);
    if (this.#left.length > 2 * this.#callsInStretch())
      this.#left = this.#left.slice(-this.#callsInStretch());
    this.#nextCall = Math.max(this.#nextCall, at - catchUp.ms) + this.#pace.interval;
    if (this.#limits.tpm !== undefined)
      this.#nextTokens =
        Math.max(this.#nextTokens, at) + (tokens * minute * slack) / this.#limits.tpm;
  }
}
