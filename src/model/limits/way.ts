import type { PaceKeeper } from '../pacing/pacer.ts';
import { readAllowance, readSlots } from '../pacing/rate-headers.ts';
import type { Passage } from './passage.ts';
import { following } from './time-limit.ts';

/** A booking is older only where the process stood still, or the server asked to wait: others may have the work by then. */
const staleMs = 1000;

/** One call's way past the limits to the network. */
export class Way implements Passage {
  readonly #pacer: PaceKeeper;
  readonly #stop: AbortSignal;
  readonly #tokens: number;
  readonly #book: () => Promise<void>;
  readonly #tellSlots: (most: number) => void;
  #bookedAt = { steady: 0, wall: 0 };
  /** Milliseconds since 1970; 0 as long as it has not left. */
  sentAt = 0;
  /** Milliseconds that it waited for the limit. */
  waited = 0;
  /** What kept it from leaving. */
  obstacle: unknown;

  constructor(
    pacer: PaceKeeper,
    stop: AbortSignal,
    tokens: number,
    book: () => Promise<void>,
    tellSlots: (most: number) => void = () => {},
  ) {
    this.#pacer = pacer;
    this.#stop = stop;
    this.#tokens = tokens;
    this.#book = book;
    this.#tellSlots = tellSlots;
  }

  /** The steady clock stands still while the machine sleeps, and the other one is set at times. */
  get isStale(): boolean {
    const { steady, wall } = this.#bookedAt;
    return Math.max(this.#pacer.now() - steady, Date.now() - wall) > staleMs;
  }

  async leave(signal: AbortSignal | undefined): Promise<void> {
    this.sentAt = 0;
    const ready = this.#pacer.now();
    let booking = 0;
    try {
      const turn = await following(this.#stop, (stop) =>
        this.#pacer.acquire(
          this.#tokens,
          signal === undefined ? stop : AbortSignal.any([stop, signal]),
          async () => {
            booking = await this.#bookNow();
          },
        ),
      );
      if (this.isStale) await this.#bookNow();
      this.sentAt = turn;
      this.waited = Math.max(0, turn - ready - booking);
    } catch (error) {
      this.obstacle = error;
      throw error;
    }
  }

  /** Returns how many milliseconds it took. */
  async #bookNow(): Promise<number> {
    const began = this.#pacer.now();
    await this.#book();
    this.#bookedAt = { steady: this.#pacer.now(), wall: Date.now() };
    return this.#bookedAt.steady - began;
  }

  left(): void {
    this.#pacer.left(this.sentAt);
  }

  arrived(headers: Headers): void {
    for (const of of ['requests', 'tokens'] as const) {
      const allowance = readAllowance(headers, of);
      if (allowance !== undefined) this.#pacer.told(allowance, this.sentAt);
    }
    const slots = readSlots(headers);
    if (slots !== undefined) this.#tellSlots(slots);
  }
}
