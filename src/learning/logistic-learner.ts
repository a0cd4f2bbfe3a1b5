import { featureSpace } from './features.ts';
import type { Vector } from './rarity.ts';

/** What an error costs, against long weights. */
const cost = 20;
/** Newton steps for one example: two or three mostly do. */
const newtonSteps = 8;
/** A share of the cost: closer to it than this an example counts as settled. */
const settled = 1e-3;

/**
 * Learns one yes/no question by L2-regularised logistic regression, solved in the dual one example at a time (H.-F. Yu,
 * F.-L. Huang, C.-J. Lin, Dual coordinate descent methods for logistic regression, 2011, as in LIBLINEAR). Each new
 * example moves the weights at once, and remains: passes over all of them then come as near to the best weights as
 * wanted. So it learns a whole file, or verdicts as they arrive, by the same step.
 */
export class LogisticLearner {
  /** The last one stands for the text as such, whatever it says. */
  readonly weights = new Float32Array(featureSpace + 1);
  readonly #vectors: Vector[] = [];
  readonly #signs: number[] = [];
  readonly #pulls: number[] = [];

  /** Learns from one example at once. It is kept for further passes. */
  learn(vector: Vector, isYes: boolean): void {
    this.#vectors.push(vector);
    this.#signs.push(isYes ? 1 : -1);
    this.#pulls.push(0);
    this.#step(this.#vectors.length - 1);
  }

  /**
   * Goes over the examples so many times, each time in another order, or until all are settled. One that is settled
   * is left aside until the others are, too.
   */
  settle(passes: number, random: () => number): void {
    const all = [...this.#vectors.keys()];
    let open = [...all];
    for (let pass = 0; pass < passes; pass++) {
      const isWhole = open.length === all.length;
      shuffle(open, random);
      open = open.filter((example) => this.#step(example) > settled * cost);
      if (open.length > 0) continue;
      if (isWhole) return;
      open = [...all];
    }
  }

  /** Above 0 it is rather a yes. */
  score({ slots, values }: Vector): number {
    const { weights } = this;
    let sum = weights[featureSpace] ?? 0;
    for (let at = 0; at < slots.length; at++)
      sum += (weights[slots[at] ?? 0] ?? 0) * (values[at] ?? 0);
    return sum;
  }

  /** Finds how hard this example has to pull while all others pull as they do. Returns by how much that changed. */
  #step(example: number): number {
    const vector = this.#vectors[example] as Vector;
    const sign = this.#signs[example] ?? 1;
    const before = this.#pulls[example] ?? 0;
    const margin = sign * this.score(vector);
    const length = vector.square + 1;
    // Where it has never pulled: as hard as the error that it meets.
    let pull = before > 0 ? before : cost / (1 + Math.exp(margin));
    pull = Math.min(cost * (1 - 1e-9), Math.max(cost * 1e-9, pull));
    for (let step = 0; step < newtonSteps; step++) {
      const slope = length * (pull - before) + margin + Math.log(pull / (cost - pull));
      const next = pull - slope / (length + cost / (pull * (cost - pull)));
      const bounded = next <= 0 ? pull * 0.1 : next >= cost ? cost - (cost - pull) * 0.1 : next;
      const moved = Math.abs(bounded - pull);
      pull = bounded;
      if (moved < 1e-4 * cost) break;
    }
    const change = pull - before;
    this.#pulls[example] = pull;
    this.#move(vector, sign * change);
    return Math.abs(change);
  }

  #move({ slots, values }: Vector, by: number): void {
    const { weights } = this;
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at] ?? 0;
      weights[slot] = (weights[slot] ?? 0) + by * (values[at] ?? 0);
    }
    weights[featureSpace] = (weights[featureSpace] ?? 0) + by;
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
}
