import { type Rung, rungs } from './fallback.ts';

/** Unusable answers in a row after which a rung is left: one that never answered usably, and one that did. */
const patience = { unproven: 2, proven: 8 };

/** What is known of one tool's rungs. */
export class Ladder {
  readonly #useless = new Map<Rung, number>();
  proven: Rung | undefined;
  rest = 0;
  /** The call that is finding out. */
  finding: Promise<unknown> | undefined;

  /** @param before a tool of the same model, whose failures make the same ones likelier here */
  constructor(before?: Ladder) {
    if (before === undefined) return;
    for (const rung of rungs)
      if (rung !== before.proven && before.isLeft(rung))
        this.#useless.set(rung, patience.unproven - 1);
  }

  isLeft(rung: Rung): boolean {
    const most = this.proven === rung ? patience.proven : patience.unproven;
    return (this.#useless.get(rung) ?? 0) >= most;
  }

  learn(rung: Rung, isUsable: boolean, weight = 1): void {
    if (isUsable) this.proven = rung;
    this.#useless.set(rung, isUsable ? 0 : (this.#useless.get(rung) ?? 0) + weight);
  }

  leave(rung: Rung): void {
    if (this.proven === rung) this.proven = undefined;
    this.#useless.set(rung, Number.POSITIVE_INFINITY);
  }
}
