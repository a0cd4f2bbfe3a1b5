import { paceLaw as law } from '../../domain/pace-law.ts';
import type { TurnsAsked, TurnsGiven } from '../../domain/turns.ts';
import type { HoldUps } from '../limits/hold-ups.ts';
import { waitTeller, whyPaused } from '../limits/wait-teller.ts';
import { FarClock } from './far-clock.ts';
import { type Clock, type PaceKeeper, steadyClock } from './pacer.ts';
import type { Allowance } from './rate-headers.ts';
import { TurnLine, type Waiting } from './turn-line.ts';

/** The pace that all processes share. Times are of its own clock, in milliseconds. */
export interface CommonPace {
  reserve(asked: TurnsAsked): Promise<TurnsGiven>;
  refused(ageMs: number, retryAfterMs: number | undefined): Promise<number>;
  foundOut(): Promise<void>;
  pause(ms: number): Promise<void>;
  pausedFor(): Promise<number>;
}

/** Calls are ready so many milliseconds before their turns, if these come one by one. */
const leadMs = 250;
/** How much one call weighs in how long they take to get ready. */
const readyWeight = 0.1;
/** Turns of so many milliseconds are reserved at once, and again so many before the last of them. */
const batchMs = 100;
const aheadMs = 50;
/** A turn that is missed by more than two steps and this is given up. */
const lateMs = 250;
/** Who has waited longer than this for a turn asks whether all pause by now. */
const longWaitMs = 500;

/**
 * Gives calls their turns under a limit that other processes use, too: turns are reserved from what
 * they share, a few at a time and one reservation after the other, for calls that are ready to leave.
 * What others are refused is noticed with the next reservation.
 */
export class SharedPacer implements PaceKeeper {
  readonly #shared: CommonPace;
  readonly #clock: Clock;
  readonly #tellWait: (until: number, why: string) => void;
  readonly #far = new FarClock();
  readonly #line = new TurnLine();
  #isReserving = false;
  #spacing = 1000 / law.gentleStart;
  /** Milliseconds that calls take to get ready. */
  #readyMs = 0;
  #isSettled = false;
  #pausedUntil = 0;
  #answers = 0;
  /** Turns of calls that are about to leave, here and there. */
  #leaving: { here: number; turn: number }[] = [];
  #departed: { turn: number; at: number }[] = [];
  /** What went wrong with something that nobody waited for. */
  #failure: { error: unknown } | undefined;

  constructor(
    shared: CommonPace,
    clock: Clock = steadyClock,
    say: (message: string) => void = () => {},
    holdUps?: HoldUps,
  ) {
    this.#shared = shared;
    this.#clock = clock;
    this.#tellWait = waitTeller(say, clock, holdUps);
    this.#setDepth();
  }

  now(): number {
    return this.#clock.now();
  }

  /** As `Pacer.acquire`. */
  acquire(
    tokens: number,
    signal: AbortSignal | undefined,
    getReady: () => Promise<void> = async () => {},
  ): Promise<number> {
    const beReady = async () => {
      const began = this.#clock.now();
      await getReady();
      this.#readyMs += readyWeight * (this.#clock.now() - began - this.#readyMs);
    };
    return this.#line.wait(tokens, signal, beReady, () => void this.#serve());
  }

  left(turn: number): void {
    const at = this.#leaving.findLastIndex(({ here }) => here === turn);
    const [leaving] = at === -1 ? [] : this.#leaving.splice(at, 1);
    if (leaving === undefined) return;
    this.#departed.push({ turn: leaving.turn, at: this.#far.there(this.#clock.now()) });
  }

  succeeded(): void {
    this.#answers += 1;
  }

  told({ limit, left, resetMs }: Allowance, sentAt: number): void {
    const now = this.#clock.now();
    const until = sentAt + Math.min(resetMs, law.longestResetMs);
    if (left === 0 && until > Math.max(now, this.#pausedUntil)) {
      this.#pausedUntil = until;
      this.#tell(this.#shared.pause(until - now));
    }
    const isLittle = limit !== undefined && left <= Math.max(1, limit * law.littleLeft);
    if (this.#isSettled || !isLittle) return;
    this.#isSettled = true;
    this.#tell(this.#shared.foundOut());
  }

  refused(sentAt: number, retryAfterMs: number | undefined): void {
    const now = this.#clock.now();
    if (retryAfterMs !== undefined) this.#holdHere(retryAfterMs);
    this.#tell(
      this.#shared.refused(now - sentAt, retryAfterMs).then((pauseMs) => this.#pauseFor(pauseMs)),
    );
  }

  holdBack(ms: number): void {
    this.#holdHere(ms);
    this.#tell(this.#shared.pause(Math.min(ms, law.longestRetryMs)));
  }

  #holdHere(ms: number): void {
    this.#pauseFor(Math.min(ms, law.longestRetryMs));
    this.#tellWait(this.#pausedUntil, whyPaused(ms));
  }

  #pauseFor(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
  }

  #tell(told: Promise<void>): void {
    told.catch((error) => {
      this.#failure ??= { error };
    });
  }

  async #serve(): Promise<void> {
    if (this.#isReserving) return;
    this.#isReserving = true;
    for (let first = this.#line.first; first !== undefined; first = this.#line.first) {
      if (this.#pausedUntil > this.#clock.now()) {
        this.#tellWait(this.#pausedUntil, 'the server asks for it');
        await this.#sleepUntil(this.#pausedUntil, first.over);
        continue;
      }
      const calls = this.#line.take(Math.max(1, Math.floor(batchMs / this.#spacing)));
      try {
        const last = await this.#reserve(calls);
        await this.#sleepUntil(last - aheadMs, calls.at(-1)?.over);
      } catch (error) {
        for (const call of calls) call.fail(error);
      }
    }
    this.#isReserving = false;
  }

  /** Returns the time of the last turn. */
  async #reserve(calls: Waiting[]): Promise<number> {
    if (this.#failure !== undefined) throw this.#failure.error;
    const asked = this.#clock.now();
    const answers = this.#answers;
    const departed = this.#departed.splice(0);
    this.#answers = 0;
    const reserved = await this.#shared.reserve({
      count: calls.length,
      tokens: calls.reduce((sum, { tokens }) => sum + tokens, 0),
      answers,
      departed,
    });
    this.#far.read(reserved.now, asked, this.#clock.now());
    this.#spacing = reserved.spacing;
    this.#isSettled = reserved.isGiven || reserved.isFoundOut;
    this.#setDepth();
    const turns = calls.map((_, index) => reserved.first + index * reserved.step);
    for (const [index, call] of calls.entries()) void this.#bring(call, turns[index] ?? 0);
    return this.#far.here(turns.at(-1) ?? 0);
  }

  /** Lets a call go at its turn, or has it wait for another one. */
  async #bring(call: Waiting, turn: number): Promise<void> {
    const due = this.#far.here(turn);
    try {
      if (due - this.#clock.now() > longWaitMs) {
        this.#tellWait(due, 'the limit that all processes share');
        await this.#sleepUntil(due - aheadMs, call.over);
        this.#pauseFor(await this.#shared.pausedFor());
      }
      await this.#sleepUntil(due, call.over);
    } catch (error) {
      return call.fail(error);
    }
    if (call.over.aborted) return;
    const now = this.#clock.now();
    const isMissed = now - due > 2 * this.#spacing + lateMs;
    if (isMissed || this.#pausedUntil > now) {
      this.#line.putBack(call);
      void this.#serve();
      return;
    }
    this.#leaving.push({ here: now, turn });
    call.go(now);
  }

  /** Or until the signal fires. */
  async #sleepUntil(time: number, over: AbortSignal | undefined): Promise<void> {
    try {
      for (let now = this.#clock.now(); now < time; now = this.#clock.now())
        await this.#clock.sleep(time - now, over);
    } catch (error) {
      if (over?.aborted !== true) throw error;
    }
  }

  #setDepth(): void {
    this.#line.depth = Math.max(2, Math.ceil((leadMs + this.#readyMs) / this.#spacing));
  }
}
