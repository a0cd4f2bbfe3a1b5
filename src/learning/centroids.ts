import { featureSpace } from './features.ts';
import type { Vector } from './rarity.ts';
import type { Answers } from './triage/panel-learner.ts';

const firstRows = 1024;
/** Makes closeness as wide as a learner's scores. */
const scale = 10;

/**
 * How close a text is to the mean of each theme's yes (J. Rocchio, Relevance feedback in information retrieval, 1971).
 * It errs in other ways than a learner of borders, and the less the fewer the yes are.
 */
export class Centroids {
  readonly #themes: number;
  /** By feature: its place among the sums; 0 for those that no yes had. */
  readonly #places = new Int32Array(featureSpace);
  #sums: Float32Array;
  #rows = 1;
  readonly #squares: Float64Array;

  constructor(themes: number) {
    this.#themes = themes;
    this.#sums = new Float32Array(firstRows * themes);
    this.#squares = new Float64Array(themes);
  }

  learn(vector: Vector, answers: Answers): void {
    const { slots, values, square } = vector;
    const yes = [...answers.keys()].filter((theme) => answers[theme]);
    if (yes.length === 0) return;
    const dots = this.#dots(vector);
    for (const theme of yes)
      this.#squares[theme] = (this.#squares[theme] ?? 0) + 2 * (dots[theme] ?? 0) + square;
    for (let at = 0; at < slots.length; at++) {
      const start = this.#placeOf(slots[at] ?? 0) * this.#themes;
      for (const theme of yes) (this.#sums[start + theme] as number) += values[at] as number;
    }
  }

  /** By theme, 0 to 10. */
  closeness(vector: Vector): Float32Array {
    const length = Math.sqrt(Math.max(vector.square, 1e-9));
    return Float32Array.from(this.#dots(vector), (dot, theme) => {
      const square = this.#squares[theme] as number;
      return square > 0 ? (scale * dot) / (Math.sqrt(square) * length) : 0;
    });
  }

  /** Forgets what a theme was. */
  forget(theme: number): void {
    for (let row = 0; row < this.#rows; row++) this.#sums[row * this.#themes + theme] = 0;
    this.#squares[theme] = 0;
  }

  #dots({ slots, values }: Vector): Float64Array {
    const [sums, themes] = [this.#sums, this.#themes];
    const dots = new Float64Array(themes);
    for (let at = 0; at < slots.length; at++) {
      const start = (this.#places[slots[at] as number] as number) * themes;
      if (start === 0) continue;
      const value = values[at] as number;
      for (let theme = 0; theme < themes; theme++)
        (dots[theme] as number) += (sums[start + theme] as number) * value;
    }
    return dots;
  }

  #placeOf(slot: number): number {
    const known = this.#places[slot] ?? 0;
    if (known > 0) return known;
    const place = this.#rows++;
    this.#places[slot] = place;
    if (this.#rows * this.#themes > this.#sums.length) {
      const longer = new Float32Array(this.#sums.length * 2);
      longer.set(this.#sums);
      this.#sums = longer;
    }
    return place;
  }
}
