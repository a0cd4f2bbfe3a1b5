import { clueCount, clueFirmness, firstWeights, readClues } from '../clues.ts';
import type { Reading } from './online-scorer.ts';
import type { Answers } from './panel-learner.ts';
import {
  readProbability,
  refineWeights,
  type Weighted,
  type Weights,
} from './weighted-likelihood.ts';

interface Settled {
  /** Of before it was learned from. */
  reading: Reading;
  clues: Float32Array;
  answers: Answers;
  chances: readonly number[];
}

/** Older tickets are left out: they were scored by a learner that knew less. */
const window = { share: 0.6, least: 200, most: 1500 };

/**
 * Makes probabilities of scores by tickets that were scored before they were learned from (A. Blum, A. Kalai, J.
 * Langford, Beating the hold-out, 1999), each answer weighed by 1 / the chance that it was asked for (D. G. Horvitz, D.
 * J. Thompson, 1952).
 */
export class ProgressiveEvidence {
  #kept: Settled[] = [];
  /** Tickets that were settled before each theme last changed. */
  readonly #since: number[];
  readonly #readFrom: number[];
  #settled = 0;
  #common: Weights = firstWeights;
  readonly #terms: Weights[];

  constructor(themes: number) {
    this.#since = Array.from({ length: themes }, () => 0);
    this.#readFrom = this.#since.map(() => 0);
    this.#terms = this.#since.map(() => firstWeights);
  }

  add(reading: Reading, answers: Answers, chances: readonly number[]): void {
    // What was read before a theme changed says nothing of how it is read now.
    const own = answers.map((isYes, theme) =>
      reading.number < (this.#readFrom[theme] ?? 0) ? undefined : isYes,
    );
    this.#kept.push({ reading, clues: readClues(reading), answers: own, chances });
    this.#settled += 1;
  }

  /** @param readings texts that were read so far */
  restart(theme: number, readings: number): void {
    this.#since[theme] = this.#settled;
    this.#readFrom[theme] = readings;
  }

  /** Settled tickets since the theme last changed. */
  countOf(theme: number): number {
    return this.#settled - (this.#since[theme] ?? 0);
  }

  refit(): void {
    const size = Math.min(window.most, Math.max(window.least, window.share * this.#settled));
    this.#kept = this.#kept.slice(-Math.ceil(size));
    const answered = this.#since.map((_, theme) => this.#answersOf(theme));
    this.#common = refineWeights(join(answered), this.#common, firstWeights, clueFirmness);
    for (const [theme, own] of answered.entries())
      this.#terms[theme] = refineWeights(
        own,
        this.#terms[theme] ?? this.#common,
        this.#common,
        clueFirmness,
      );
  }

  probabilities(reading: Reading): Float64Array {
    const clues = readClues(reading);
    return Float64Array.from(this.#terms, (terms, theme) =>
      readProbability(terms, clues, theme * clueCount),
    );
  }

  /** The latest tickets. */
  lately(count: number): Reading[] {
    return this.#kept.slice(-count).map(({ reading }) => reading);
  }

  #answersOf(theme: number): Weighted {
    const kept = this.#kept.slice(-Math.max(1, this.countOf(theme)));
    const found = weightedOf(kept.length);
    let length = 0;
    for (const { clues, answers, chances } of kept) {
      const isYes = answers[theme];
      if (isYes === undefined) continue;
      const start = theme * clueCount;
      found.clues.set(clues.subarray(start, start + clueCount), length * clueCount);
      found.yes[length] = isYes ? 1 : 0;
      found.weights[length] = 1 / (chances[theme] ?? 1);
      length += 1;
    }
    return {
      clues: found.clues.subarray(0, length * clueCount),
      yes: found.yes.subarray(0, length),
      weights: found.weights.subarray(0, length),
    };
  }
}

function weightedOf(length: number): Weighted {
  return {
    clues: new Float32Array(length * clueCount),
    yes: new Uint8Array(length),
    weights: new Float32Array(length),
  };
}

function join(parts: readonly Weighted[]): Weighted {
  const all = weightedOf(parts.reduce((sum, { yes }) => sum + yes.length, 0));
  let start = 0;
  for (const { clues, yes, weights } of parts) {
    all.clues.set(clues, start * clueCount);
    all.yes.set(yes, start);
    all.weights.set(weights, start);
    start += yes.length;
  }
  return all;
}
