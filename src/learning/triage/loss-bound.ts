/** The chance that a bound on what was lost is ever too low. */
export const doubt = 0.05;

/**
 * Bounds how many yes were lost by not asking, at all times at once, by no more than the draws: each question is asked
 * with a known chance, and a yes that came where the chance was below 1 speaks for those that nobody asked for. For any
 * verdicts whatever, exp(pull x lost - the weights of the misses found) is a martingale as long as chances follow from
 * what was planned before, so with 95 % certainty it never passes 20 (J. Ville, 1939; as confidence sequences: S. R.
 * Howard et al., Time-uniform Chernoff bounds via nonnegative supermartingales, 2020; I. Waudby-Smith, A. Ramdas,
 * Estimating means of bounded random variables by betting, 2024). It must be told tickets in the order in which they
 * were planned: the order in which answers come may depend on the draws.
 */
export class LossBound {
  #pull: number;
  #weights = 0;
  #least = 0;

  /** @param pull the smaller, the less is said early and the less a found miss costs where chances are low */
  constructor(pull: number) {
    this.#pull = pull;
  }

  get pull(): number {
    return this.#pull;
  }

  /**
   * Goes on with a lower pull, for a longer run. What was lost before was pulled harder than the bound then reckons
   * with, so the bound holds on: it only says more than it needs.
   */
  relax(pull: number): void {
    this.#pull = Math.min(this.#pull, pull);
  }

  /**
   * Takes a settled ticket: how many questions were not asked, and the chances at which misses were found.
   *
   * @param pull of when it was planned
   */
  settle(skipped: number, missed: readonly number[], pull = this.#pull): void {
    for (const chance of missed) this.#weights += missWeight(chance, pull);
    // What was not skipped can't be lost, so an earlier bound plus all that was skipped since holds, too.
    this.#least = Math.min(this.#least + skipped, this.bare + this.#weights / this.#pull);
  }

  /** At most so many yes were lost among the settled tickets. */
  get atMost(): number {
    return this.#least;
  }

  /** What it says where no miss is found. */
  get bare(): number {
    return Math.log(1 / doubt) / this.#pull;
  }
}

/** What a yes weighs that was found though its question was asked with this chance only; 0 where it was certain. */
export function missWeight(chance: number, pull: number): number {
  return chance >= 1 ? 0 : Math.log(chance / (1 - (1 - chance) * Math.exp(pull)));
}

/** The chance at which a miss that is found weighs so much. */
export function chanceOfWeight(weight: number, pull: number): number {
  return Math.expm1(pull) / (Math.exp(pull) - Math.exp(-weight));
}

/** The lowest chance of asking that still proves something at this pull. */
export function lowestChance(pull: number): number {
  return Math.min(1, 1 - Math.exp(-leeway * pull));
}

/** At 1 a single found miss would weigh without end. */
const leeway = 1.35;
