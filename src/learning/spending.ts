import { AskingChance } from './asking-chance.ts';
import { doubt, lowestChance, missWeight } from './loss-bound.ts';

/** Of the allowed loss, what the bound may take when no miss is found: the more, the fewer obvious no need be audited. */
const bareAtMost = 0.5;
/** Of the allowed loss, what is planned for in all; and finds, of the heaviest kind, that remain in reserve. */
const planned = 0.98;
const reserve = 0.5;
/** Logarithms; a lower price would leave out questions whose answer is quite possibly yes. */
const prices = { from: 2.5, to: 12 };
/** Found misses against expected ones: each side starts with so many lost yes. */
const start = 15;
const surprises = { least: 0.7, most: 5 };
/** A new price moves from the old one by this share only: one find more or less is chance. */
const haste = 0.15;

/** What is to come, as far as the latest tickets tell. */
export interface Outlook {
  /** Yes that may be lost in the whole run. */
  allowed: number;
  /** Tickets to come. */
  left: number;
  /** Probabilities of the latest tickets, by theme. */
  lately: readonly Float64Array[];
}

/**
 * Spends the allowed loss evenly: one price, the questions that one lost yes is worth, is to hold to the run's end. It
 * decides how much is asked; what was lost is bounded elsewhere, whatever it decides.
 */
export class Spending {
  #pull: number;
  #asking: AskingChance;
  /** What misses have been found to weigh, and were expected to, in lost yes. */
  #found = 0;
  #expected = 0;
  /** Logarithm. */
  #price: number | undefined;
  #isOut = false;

  constructor(pull: number) {
    this.#pull = pull;
    this.#asking = new AskingChance(pull);
  }

  /**
   * For a run that may lose so many yes, of so large a share of all questions; nothing where that is too few for
   * anything to be proven. Where yes are rare most questions are an obvious no, and audits are what costs.
   */
  static begin(allowed: number, yesShare: number): Spending | undefined {
    const bare = bareAtMost * (1 - Math.sqrt(yesShare));
    const pull = Math.log(1 / doubt) / (bare * allowed);
    return lowestChance(pull) > 0.9 ? undefined : new Spending(pull);
  }

  get pull(): number {
    return this.#pull;
  }

  /** Goes on with a lower pull, as its bound does. What was found before weighs the more. */
  relax(pull: number): void {
    if (pull >= this.#pull) return;
    this.#found *= this.#pull / pull;
    this.#expected *= this.#pull / pull;
    this.#pull = pull;
    this.#asking = new AskingChance(pull);
  }

  /** With which chance to ask where a yes has this probability. */
  chanceOf(probability: number): number {
    if (this.#price === undefined || this.#isOut) return 1;
    return this.#asking.chanceOf(probability * this.#surprise, Math.exp(this.#price));
  }

  /** The probability from which questions are asked for certain; null where all are. */
  get threshold(): number | null {
    if (this.#price === undefined || this.#isOut) return null;
    return Math.min(1, this.#asking.certainFrom(Math.exp(this.#price)) / this.#surprise);
  }

  /** Takes an answered question that was not certain to be asked. */
  hear(probability: number, chance: number, isFound: boolean): void {
    const weight = missWeight(chance, this.#pull) / this.#pull;
    this.#expected += probability * chance * weight;
    if (isFound) this.#found += weight;
  }

  /** Sets the price at which what is left of the allowed loss lasts. `flight` is what open questions may weigh. */
  look(outlook: Outlook, flight: number): void {
    const fair = this.#fair(outlook, flight);
    this.#isOut = this.#roomIn(outlook, flight) <= 0;
    this.#price ??= fair;
    this.#price += haste * (fair - this.#price);
  }

  /** What a question that is asked may weigh, in lost yes. */
  weightOf(probability: number, chance: number): number {
    return (probability * missWeight(chance, this.#pull)) / this.#pull;
  }

  /** How many times what was expected was lost. */
  get #surprise(): number {
    const ratio = (this.#found + start) / (this.#expected + start);
    return Math.max(surprises.least, Math.min(surprises.most, ratio));
  }

  #roomIn({ allowed }: Outlook, flight: number): number {
    const heaviest = missWeight(lowestChance(this.#pull), this.#pull);
    const kept = (Math.log(1 / doubt) + reserve * heaviest) / this.#pull;
    return allowed * planned - kept - this.#found - flight * this.#surprise;
  }

  #fair(outlook: Outlook, flight: number): number {
    const room = this.#roomIn(outlook, flight);
    const surprise = this.#surprise;
    const times = outlook.left / Math.max(1, outlook.lately.length);
    let [low, high] = [prices.from, prices.to];
    for (let step = 0; step < 12; step++) {
      const middle = (low + high) / 2;
      const price = Math.exp(middle);
      let sum = 0;
      for (const own of outlook.lately)
        for (const one of own) sum += this.#asking.spendingOf(one * surprise, price);
      if (sum * times > room) low = middle;
      else high = middle;
    }
    return high;
  }
}
