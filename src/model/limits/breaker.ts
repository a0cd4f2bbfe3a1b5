import type { FailureCause } from '../../domain/decision/outcome.ts';
import { ours } from '../../domain/text/own-sentence.ts';
import { ModelFault } from '../fault.ts';
import { type Clock, steadyClock } from './pacer.ts';

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
/** Pauses in a row, about eight minutes, after which the run stops. */
const mostPauses = 12;

/**
 * A circuit breaker: after a run of failures it holds all calls back, lets one through to see, and
 * opens for all again only when that was answered.
 */
export class Breaker {
  readonly #say: (message: string) => void;
  readonly #clock: Clock;
  #failures = 0;
  #pauses = 0;
  /** Before anything was answered, something that is no answer is all that this server has. */
  #hasAnswered = false;
  #probing: Promise<void> | undefined;

  constructor(say: (message: string) => void, clock: Clock = steadyClock) {
    this.#say = say;
    this.#clock = clock;
  }

  /** Runs the call, or waits until the server is seen to answer again. */
  async pass<Result>(
    call: () => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    while (this.#probing !== undefined) await this.#probing;
    if (this.#failures < tooMany) return this.#watch(call);
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
    if (this.#pauses >= mostPauses)
      throw new ModelFault('server_down', ours`the server has not answered for minutes`);
    const ms = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#pauses);
    this.#pauses += 1;
    this.#say(`The server failed ${this.#failures} times in a row; trying again in ${ms / 1000} s`);
    try {
      await this.#clock.sleep(ms, signal);
    } catch (error) {
      throw new ModelFault('interrupted', ours`called off while the server was down`, {
        cause: error,
      });
    }
  }

  async #watch<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      const result = await call();
      this.#failures = 0;
      this.#pauses = 0;
      this.#hasAnswered = true;
      return result;
    } catch (error) {
      if (this.#isOfTheServer(error)) this.#failures += 1;
      else if (error instanceof ModelFault && error.failure !== 'interrupted') this.#failures = 0;
      throw error;
    }
  }

  #isOfTheServer(error: unknown): boolean {
    return (
      error instanceof ModelFault &&
      ofTheServer.has(error.failure) &&
      (error.failure !== 'not_json' || this.#hasAnswered)
    );
  }
}
