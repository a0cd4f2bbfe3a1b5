import { seededRandom } from '../../src/domain/random.ts';

/** Chance that comes out the same for the same seed. */
export class Dice {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  /** A whole number from one up to another. */
  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.between(0, values.length - 1)] as Value;
  }

  /** Mostly near a value, at times several times that. */
  around(value: number): number {
    return value * (0.5 + this.random()) * (this.chance(0.05) ? 5 : 1);
  }
}
