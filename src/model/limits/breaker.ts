import type { FailureCause } from '../../domain/decision/outcome.ts';
import { ours } from '../../domain/text/own-sentence.ts';
import { plural } from '../../domain/text/plural.ts';
import { ModelFault } from '../faults/fault.ts';
import { type Clock, steadyClock } from '../pacing/pacer.ts';
import { HoldUps } from './hold-ups.ts';

/** Faults that speak of the server and not of what it was asked. */
const ofTheServer: ReadonlySet<FailureCause> = new Set([
  'timeout',
  'server_error',
  'connection',
  'not_json',
]);

/** Failures in a row, with no answer between, that open the breaker. */
const tooMany = 8;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;
/** So long a server that answered before is waited for. */
const longestOutageMs = 10 * 60_000;
/** Pauses, 15 seconds, that a server gets which never answered: more likely its address is wrong. */
const mostPausesUnanswered = 2;

/** What is shown of a fault, in characters. */
const longestSaid = 120;

interface BreakerOptions {
  say: (message: string) => void;
  clock?: Clock;
  /** Whether the server answers something that costs nothing; where it never does, that says nothing. */
  isUp?: () => Promise<boolean>;
  holdUps?: HoldUps;
}

/**
 * A circuit breaker: after a run of failures it holds all calls back, lets one through to see, and
 * opens for all again only when that was answered. A call that fails while nothing at all is answered
 * is not to blame, and is kept until something is.
 */
export class Breaker {
  readonly #say: (message: string) => void;
  readonly #clock: Clock;
  readonly #isUp: () => Promise<boolean>;
  readonly #holdUps: HoldUps;
  /** Whether `isUp` is to be believed: it was true once when the server had answered. */
  #canTell: Promise<boolean> | undefined;
  #failures = 0;
  /** When the first of them began to be waited for. */
  #failingSince = 0;
  #lastFault = '';
  #pauses = 0;
  #isDown = false;
  /** Before anything was answered, something that is no answer is all that this server has. */
  #hasAnswered = false;
  #probing: Promise<void> | undefined;
  #checking: Promise<boolean> | undefined;

  constructor({
    say,
    clock = steadyClock,
    isUp = async () => true,
    holdUps = new HoldUps(),
  }: BreakerOptions) {
    this.#say = say;
    this.#clock = clock;
    this.#isUp = isUp;
    this.#holdUps = holdUps;
  }

  /** Runs the call, or waits until the server is seen to answer again. */
  async pass<Result>(
    call: () => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    for (;;) {
      while (this.#probing !== undefined) await this.#probing;
      try {
        if (!this.#isDown && this.#failures < tooMany) return await this.#watch(call);
        return await this.#probe(call, signal);
      } catch (error) {
        if (!(await this.#isOutage(error))) throw error;
      }
    }
  }

  async #probe<Result>(
    call: () => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    let release = () => {};
    this.#probing = new Promise((resolve) => {
      release = resolve;
    });
    try {
      await this.#pause(signal);
      return await this.#watch(call);
    } finally {
      this.#probing = undefined;
      release();
    }
  }

  async #pause(signal: AbortSignal | undefined): Promise<void> {
    const isLoading = /\bloading\b/i.test(this.#lastFault);
    if (!this.#hasAnswered && !isLoading && this.#pauses >= mostPausesUnanswered)
      throw new ModelFault('not_found', this.#lastFault);
    const lasted = this.#clock.now() - this.#failingSince;
    if (lasted >= longestOutageMs)
      throw new ModelFault(
        'server_down',
        ours`the server has given no answer for ${Math.round(lasted / 60_000)} minutes (${this.#lastFault})`,
      );
    const ms = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#pauses);
    this.#pauses += 1;
    const times = this.#failures === 1 ? '' : ` ${plural(this.#failures, 'time')} in a row`;
    const limit = this.#hasAnswered || isLoading ? '; it is waited for 10 minutes at most' : '';
    this.#say(
      `The server failed${times} (${this.#lastFault}); trying again in ${ms / 1000} s${this.#pauses === 1 ? limit : ''}`,
    );
    const over = this.#holdUps.pause(ms);
    try {
      await this.#clock.sleep(ms, signal);
    } catch (error) {
      throw new ModelFault('interrupted', ours`called off while the server was down`, {
        cause: error,
      });
    } finally {
      over();
    }
  }

  async #watch<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      const result = await call();
      this.#failures = 0;
      this.#pauses = 0;
      this.#isDown = false;
      this.#hasAnswered = true;
      this.#canTell ??= this.#isUp();
      return result;
    } catch (error) {
      if (this.#isOfTheServer(error)) {
        if (this.#failures === 0) this.#failingSince = this.#clock.now();
        this.#failures += 1;
        this.#lastFault = error.message.slice(0, longestSaid);
      } else if (error instanceof ModelFault && error.failure !== 'interrupted') {
        this.#failures = 0;
        this.#isDown = false;
      }
      throw error;
    }
  }

  /** Nothing at all is answered, so that asking otherwise would not help. */
  async #isOutage(error: unknown): Promise<boolean> {
    if (!this.#isOfTheServer(error) || !(await this.#canTell)) return false;
    this.#checking ??= this.#isUp().finally(() => {
      this.#checking = undefined;
    });
    const isUp = await this.#checking;
    // Another call may have been answered meanwhile.
    this.#isDown = !isUp && this.#failures > 0;
    return this.#isDown;
  }

  #isOfTheServer(error: unknown): error is ModelFault {
    return (
      error instanceof ModelFault &&
      ofTheServer.has(error.failure) &&
      (error.failure !== 'not_json' || this.#hasAnswered)
    );
  }
}
