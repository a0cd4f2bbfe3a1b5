import { AskingChance } from './asking-chance.ts';
import { doubt, lowestChance, missWeight } from './loss-bound.ts';

const K = JSON.parse(process.env.K ?? '{}');

/** Of the allowed loss, what the bound takes when no miss is found, and what may be planned for in all. */
const share = { bare: K.bare ?? 0.35, planned: K.planned ?? 0.97 };
/** Logarithms; a lower price would leave out questions whose answer is quite possibly yes. */
const prices = { from: K.pfrom ?? 2.5, to: 12 };
/** Found misses against expected ones: each side starts with so many lost yes. */
const start = K.start ?? 15;
const surprises = { least: K.sleast ?? 0.7, most: 5 };
/** A new price moves from the old one by this share only: one find more or less is chance. */
const haste = K.haste ?? 0.15;

/**
 * Spends the allowed loss evenly: one price, the questions that one lost yes is worth, is to hold to the run's end.
 * Whatever it decides, what was lost is bounded elsewhere.
 */
export class Spending {
  readonly asking: AskingChance;
  #pull: number;
  /** What misses have been found to weigh, and were expected to, in lost yes. */
  #found = 0;
  #expected = 0;
  /** Logarithm. */
  #price: number | undefined;
  isOut = false;

  constructor(pull: number) {
    this.#pull = pull;
    this.asking = new AskingChance(pull);
  }

  /** The pull for a run that may lose so many yes; none if that is too few for anything to be proven. */
  static pullFor(allowed: number): number | undefined {
    const pull = Math.log(1 / doubt) / (share.bare * allowed);
    return lowestChance(pull) > 0.9 ? undefined : pull;
  }

  /** With which chance to ask where a yes has this probability. */
  chanceOf(probability: number): number {
    if (this.#price === undefined || this.isOut) return 1;
    return this.asking.chanceOf(probability * this.#surprise, Math.exp(this.#price));
  }

  /** The probability from which questions are asked for certain; null where all are. */
  get threshold(): number | null {
    if (this.#price === undefined || this.isOut) return null;
    return Math.min(1, this.asking.certainFrom(Math.exp(this.#price)) / this.#surprise);
  }

  /** What asking is expected to weigh, in lost yes, if it is asked with this chance. */
  weightOf(probability: number, chance: number): number {
    return (probability * missWeight(chance, this.#pull)) / this.#pull;
  }

  found(chance: number): void {
    this.#found += missWeight(chance, this.#pull) / this.#pull;
  }

  expect(probability: number, chance: number): void {
    this.#expected += chance * this.weightOf(probability, chance);
  }

  /** How many times what was expected was lost. */
  get #surprise(): number {
    const ratio = (this.#found + start) / (this.#expected + start);
    return Math.max(surprises.least, Math.min(surprises.most, ratio));
  }

  /**
   * Finds the price at which what is left of the allowed loss lasts.
   *
   * @param flight expected weight of what is asked but not answered yet
   * @param lately probabilities of the latest tickets
   */
  look(
    allowed: number,
    flight: number,
    left: number,
    lately: readonly Float64Array[],
    log?: number,
  ): void {
    const surprise = this.#surprise;
    const room =
      allowed * share.planned - Math.log(1 / doubt) / this.#pull - this.#found - flight * surprise;
    const times = (left * surprise) / Math.max(1, lately.length);
    const spendingAt = (price: number) => {
      let sum = 0;
      for (const own of lately)
        for (const one of own) sum += this.asking.spendingOf(one * surprise, Math.exp(price));
      return (sum * times) / surprise;
    };
    let [low, high] = [prices.from, prices.to];
    for (let step = 0; step < 12; step++) {
      const middle = (low + high) / 2;
      if (spendingAt(middle) > room) low = middle;
      else high = middle;
    }
    this.isOut = room <= 0;
    if (!this.isOut)
      this.#price = this.#price === undefined ? high : this.#price + haste * (high - this.#price);
    if (K.log && log && log % 250 === 0)
      console.log(
        log,
        `allowed ${allowed.toFixed(1)} spent ${(Math.log(20) / this.#pull + this.#found).toFixed(1)} found ${this.#found.toFixed(1)} expected ${this.#expected.toFixed(1)} surprise ${surprise.toFixed(2)} price ${this.#price?.toFixed(2)} want ${high.toFixed(2)} flight ${flight.toFixed(2)}`,
      );
  }
}
