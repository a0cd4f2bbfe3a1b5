import { lowestChance, missWeight } from './loss-bound.ts';

const chances = 80;
/** By how much a find is dreaded beyond what it uses up, for each unit of its weight: few heavy ones are bad luck. */
const dread = 0.6;
/** Of what a miss costs: natural logarithms, and steps between them. */
const costs = { from: -14, to: 8, steps: 440 };

/**
 * With which chance to ask a question: where a yes is likely always, where it is not seldom, so that all questions
 * together are the fewest for what they use up of the allowed loss. One price holds for all of them.
 */
export class AskingChance {
  readonly #chances: Float64Array;
  readonly #spending: Float64Array;

  constructor(pull: number) {
    const lowest = lowestChance(pull);
    const offered = Array.from({ length: chances + 1 }, (_, step) => {
      const chance = step === chances ? 1 : lowest + ((1 - lowest) * step) / chances;
      const weight = missWeight(chance, pull);
      const spent = (chance * weight) / pull;
      return { chance, spent, dreaded: spent * (1 + dread * weight) };
    });
    const best = Array.from({ length: costs.steps + 1 }, (_, step) => {
      const cost = Math.exp(costs.from + ((costs.to - costs.from) * step) / costs.steps);
      return offered.reduce((one, other) =>
        other.chance + cost * other.dreaded < one.chance + cost * one.dreaded ? other : one,
      );
    });
    this.#chances = Float64Array.from(best, ({ chance }) => chance);
    this.#spending = Float64Array.from(best, ({ spent }) => spent);
  }

  /** @param price questions that one lost yes is worth */
  chanceOf(probability: number, price: number): number {
    return this.#chances[placeOf(probability * price)] ?? 1;
  }

  /** The probability from which a question is asked for certain; above 1 where none is. */
  certainFrom(price: number): number {
    const place = this.#chances.findIndex((chance) => chance >= 1);
    if (place === -1) return Number.POSITIVE_INFINITY;
    return Math.exp(costs.from + ((costs.to - costs.from) * place) / costs.steps) / price;
  }

  /** How much of the allowed loss a question is expected to use up. */
  spendingOf(probability: number, price: number): number {
    return probability * (this.#spending[placeOf(probability * price)] ?? 0);
  }
}

function placeOf(cost: number): number {
  const share = (Math.log(cost) - costs.from) / (costs.to - costs.from);
  return Math.round(Math.max(0, Math.min(1, share)) * costs.steps);
}
