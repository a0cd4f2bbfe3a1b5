import { AskingChance } from './asking-chance.ts';
import { chanceOfWeight, doubt, lowestChance, missWeight } from './loss-bound.ts';

/** Of the allowed loss, what the bound may take when no miss is found: the more, the fewer obvious no need be audited. */
const bareAtMost = 0.42;
/** Of the allowed loss, what is planned for in all: some is kept back for bad luck, and released as the run goes on. */
const planned = { first: 0.92, last: 1 };
/** Finds, of the heaviest kind, that remain in reserve; one find may take this share of the rest. */
const reserve = 0.4;
const atOnce = 0.9;
/** Logarithms; a lower price would leave out questions whose answer is quite possibly yes. */
const prices = { from: 2.5, to: 12 };
/** Found misses against expected ones: each side starts with so much of the allowed loss. */
const start = 0.4;
/**
 * Of what is expected less is counted, the more of the allowed loss one find may take: so it becomes the more careful
 * the more was found, and bad luck can be borne.
 */
const caution = { scale: 5.4, least: 0.15 };
const surprises = { least: 0.7, most: 5 };
/** A new price moves from the old one by this share only: one find more or less is chance. */
const haste = 0.15;

/** What is to come, as far as the latest tickets tell. */
export interface Outlook {
  /** Yes that may be lost in the whole run. */
  allowed: number;
  /** Tickets to come. */
  left: number;
  /** The share of the run's tickets that was heard. */
  done: number;
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
  /** Yes that may be lost in the whole run, as of the last look. */
  #allowed = Number.POSITIVE_INFINITY;
  /** Logarithm. */
  #price: number | undefined;
  /** What of the allowed loss was left at the last look, less what was found since. */
  #room = 0;

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
    if (this.#price === undefined || this.#room <= 0) return 1;
    const chance = this.#asking.chanceOf(probability * this.#surprise, Math.exp(this.#price));
    return Math.max(chance, chanceOfWeight(atOnce * this.#room * this.#pull, this.#pull));
  }

  /** The probability from which questions are asked for certain; null where all are. */
  get threshold(): number | null {
    if (this.#price === undefined || this.#room <= 0) return null;
    return Math.min(1, this.#asking.certainFrom(Math.exp(this.#price)) / this.#surprise);
  }

  /** Takes an answered question that was not certain to be asked. */
  hear(probability: number, chance: number, isFound: boolean): void {
    const weight = missWeight(chance, this.#pull) / this.#pull;
    this.#expected += probability * chance * weight;
    if (!isFound) return;
    this.#found += weight;
    this.#room -= weight;
  }

  /** Sets the price at which what is left of the allowed loss lasts. `flight` is what open questions may weigh. */
  look(outlook: Outlook, flight: number): void {
    this.#allowed = outlook.allowed;
    this.#room = this.#roomIn(outlook, flight);
    const fair = this.#fair(outlook);
    this.#price ??= fair;
    this.#price += haste * (fair - this.#price);
  }

  /** What a question that is asked may weigh, in lost yes. */
  weightOf(probability: number, chance: number): number {
    return (probability * missWeight(chance, this.#pull)) / this.#pull;
  }

  /** How many times what was expected was lost. */
  get #surprise(): number {
    if (this.#allowed === Number.POSITIVE_INFINITY) return 1;
    const share = this.#heaviest / this.#allowed;
    const counted = Math.max(caution.least, 1 - (caution.scale * share) ** 2);
    const first = start * this.#allowed;
    const ratio = (this.#found + first) / (counted * this.#expected + first);
    return Math.max(surprises.least, Math.min(surprises.most, ratio));
  }

  /** Lost yes that one find may count for. */
  get #heaviest(): number {
    return missWeight(lowestChance(this.#pull), this.#pull) / this.#pull;
  }

  #roomIn({ allowed, done }: Outlook, flight: number): number {
    const kept = Math.log(1 / doubt) / this.#pull + reserve * this.#heaviest;
    const share = planned.first + (planned.last - planned.first) * done;
    return allowed * share - kept - this.#found - flight * this.#surprise;
  }

  #fair(outlook: Outlook): number {
    const room = this.#room;
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
