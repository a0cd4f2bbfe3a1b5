import { featureSpace } from '../features.ts';
import type { Vector } from '../rarity.ts';

/** By theme; nothing where a question was not asked, or its judge failed. */
export type Answers = readonly (boolean | undefined)[];

interface Example {
  /** Of its features, among the learner's weights. */
  places: Int32Array;
  values: Float32Array;
  /** The square of its length, that it is a text at all included. */
  square: number;
  /** By theme: 1 for yes, -1 for no, 0 where nobody knows. */
  signs: Int8Array;
  /** By theme: how hard it pulls, 0 to `cost`, and the logarithm of pull / (cost - pull). */
  pulls: Float32Array;
  tensions: Float32Array;
}

/** What an error costs, against long weights. */
const cost = 20;
/** Newton steps for one answer: two or three mostly do. */
const newtonSteps = 6;
/** A share of the cost: a pull that would move by less stays. */
const settled = 1e-3;
const firstRows = 1024;
/** Texts that are gone over again; what older ones taught stays as it is. */
const mostExamples = 6000;

/**
 * Learns the yes/no questions of all themes side by side, each by L2-regularised logistic regression, as `LogisticLearner`
 * does for one (H.-F. Yu, F.-L. Huang, C.-J. Lin, Dual coordinate descent methods for logistic regression, 2011). The
 * weights of a feature lie together, so that a text is read once for all themes.
 */
export class PanelLearner {
  readonly #themes: number;
  /** By feature: its place among the weights; 0 for those that nothing was learned of. */
  readonly #places = new Int32Array(featureSpace);
  /** The first place stands for the text as such, whatever it says. */
  #weights: Float32Array;
  #rows = 1;
  readonly #examples: Example[] = [];
  readonly #sums: Float64Array;
  readonly #changes: Float64Array;

  constructor(themes: number) {
    this.#themes = themes;
    this.#weights = new Float32Array(firstRows * themes);
    this.#sums = new Float64Array(themes);
    this.#changes = new Float64Array(themes);
  }

  /** By theme: above 0 it is rather a yes. */
  scores(vector: Vector): Float32Array {
    this.#sum(
      Int32Array.from(vector.slots, (slot) => this.#places[slot] ?? 0),
      vector.values,
    );
    return Float32Array.from(this.#sums);
  }

  /** Learns from a text at once. It is kept for further passes. */
  learn({ slots, values, square }: Vector, answers: Answers): void {
    const example = {
      places: Int32Array.from(slots, (slot) => this.#placeOf(slot)),
      values,
      square: square + 1,
      signs: Int8Array.from(answers, (isYes) => (isYes === undefined ? 0 : isYes ? 1 : -1)),
      pulls: new Float32Array(this.#themes),
      tensions: new Float32Array(this.#themes),
    };
    this.#examples.push(example);
    // The first ones, which tell the themes themselves, are kept.
    if (this.#examples.length > mostExamples) this.#examples.splice(this.#themes, 1);
    this.#step(example);
  }

  /**
   * Goes over the texts so many times, each time in another order, or until all are settled. One that is settled is left
   * aside until the others are, too.
   */
  settle(passes: number, random: () => number): void {
    let open = [...this.#examples];
    for (let pass = 0; pass < passes; pass++) {
      const isWhole = open.length === this.#examples.length;
      shuffle(open, random);
      open = open.filter((example) => this.#step(example));
      if (open.length > 0) continue;
      if (isWhole) return;
      open = [...this.#examples];
    }
  }

  /** Forgets a theme but for the `first` and the `last` texts. */
  forget(theme: number, first: number, last: number): void {
    for (let row = 0; row < this.#rows; row++) this.#weights[row * this.#themes + theme] = 0;
    for (const [at, { signs, pulls }] of this.#examples.entries()) {
      pulls[theme] = 0;
      if (at >= first && at < this.#examples.length - last) signs[theme] = 0;
    }
  }

  #placeOf(slot: number): number {
    const known = this.#places[slot] ?? 0;
    if (known > 0) return known;
    const place = this.#rows++;
    this.#places[slot] = place;
    if (this.#rows * this.#themes > this.#weights.length) {
      const longer = new Float32Array(this.#weights.length * 2);
      longer.set(this.#weights);
      this.#weights = longer;
    }
    return place;
  }

  #sum(places: Int32Array, values: Float32Array): void {
    const [sums, weights, themes] = [this.#sums, this.#weights, this.#themes];
    for (let theme = 0; theme < themes; theme++) sums[theme] = weights[theme] as number;
    for (let at = 0; at < places.length; at++) {
      const start = (places[at] as number) * themes;
      if (start === 0) continue;
      const value = values[at] as number;
      for (let theme = 0; theme < themes; theme++)
        (sums[theme] as number) += (weights[start + theme] as number) * value;
    }
  }

  /** Finds for each theme how hard this text has to pull while all others pull as they do. Says whether any changed. */
  #step({ places, values, square, signs, pulls, tensions }: Example): boolean {
    const [sums, changes, themes] = [this.#sums, this.#changes, this.#themes];
    this.#sum(places, values);
    const moved: number[] = [];
    for (let theme = 0; theme < themes; theme++) {
      const sign = signs[theme] as number;
      if (sign === 0) continue;
      const margin = sign * (sums[theme] as number);
      const before = pulls[theme] as number;
      if (before > 0) {
        const slope = margin + (tensions[theme] as number);
        const bend = square + cost / (before * (cost - before));
        if (Math.abs(slope) < settled * cost * bend) continue;
      }
      const pull = balance(before, margin, square);
      pulls[theme] = pull;
      tensions[theme] = Math.log(pull / (cost - pull));
      changes[moved.length] = sign * (pull - before);
      moved.push(theme);
    }
    if (moved.length === 0) return false;
    const weights = this.#weights;
    for (let at = 0; at <= places.length; at++) {
      const start = at < places.length ? (places[at] as number) * themes : 0;
      const value = at < places.length ? (values[at] as number) : 1;
      for (let one = 0; one < moved.length; one++)
        (weights[start + (moved[one] as number)] as number) += value * (changes[one] as number);
    }
    return true;
  }
}

/** The pull at which the error that is left is the one that such a pull stands for. */
function balance(before: number, margin: number, square: number): number {
  // Where it has never pulled: as hard as the error that it meets.
  let pull = before > 0 ? before : cost / (1 + Math.exp(margin));
  pull = Math.min(cost * (1 - 1e-6), Math.max(cost * 1e-9, pull));
  for (let step = 0; step < newtonSteps; step++) {
    const slope = square * (pull - before) + margin + Math.log(pull / (cost - pull));
    const next = pull - slope / (square + cost / (pull * (cost - pull)));
    const bounded = next <= 0 ? pull * 0.1 : next >= cost ? cost - (cost - pull) * 0.1 : next;
    const moved = Math.abs(bounded - pull);
    pull = bounded;
    if (moved < 1e-4 * cost) break;
  }
  return Math.min(cost * (1 - 1e-6), pull);
}

function shuffle(order: unknown[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
}
