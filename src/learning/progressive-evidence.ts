import { rivalOf } from './judge-scores.ts';
import { type Likelihood, probabilityOf } from './likelihood.ts';
import type { Answers } from './online-scorer.ts';
import { refineLikelihood, type Weighted } from './weighted-likelihood.ts';

interface Settled {
  /** By theme, of before it was learned from. */
  scores: Float32Array;
  /** Of the questions that were answered, by theme. */
  pairs: (Weighted | undefined)[];
}

/** Older tickets are left out: they were scored by a learner that knew less. */
const window = { share: 0.6, least: 200, most: 1500 };
const mostScore = 12;
/** So many yes more are feared of a theme: what few yes taught is not believed yet. */
const rareness = 8;
const unknown: Likelihood = [1, 0, 0];

/**
 * Makes probabilities of scores by tickets that were scored before they were learned from (A. Blum, A. Kalai, J.
 * Langford, Beating the hold-out, 1999), each answer weighed by 1 / the chance that it was asked for (D. G. Horvitz, D.
 * J. Thompson, 1952).
 */
export class ProgressiveEvidence {
  #kept: Settled[] = [];
  /** Tickets that were settled before each theme last changed. */
  readonly #since: number[];
  #settled = 0;
  #common = unknown;
  readonly #yes: number[];
  readonly #terms: Likelihood[];

  constructor(themes: number) {
    this.#since = Array.from({ length: themes }, () => 0);
    this.#terms = this.#since.map(() => unknown);
    this.#yes = this.#since.map(() => 0);
  }

  add(scores: Float32Array, answers: Answers, chances: readonly number[]): void {
    const pairs = answers.map((isYes, theme) => {
      if (isYes === undefined) return undefined;
      this.#yes[theme] = (this.#yes[theme] ?? 0) + (isYes ? 1 : 0);
      const [own, rival] = readScores(scores, theme);
      return { own, rival, isYes, weight: 1 / (chances[theme] ?? 1) };
    });
    this.#kept.push({ scores, pairs });
    this.#settled += 1;
  }

  restart(theme: number): void {
    this.#since[theme] = this.#settled;
  }

  /** Settled tickets since the theme last changed. */
  countOf(theme: number): number {
    return this.#settled - (this.#since[theme] ?? 0);
  }

  refit(): void {
    const size = Math.min(window.most, Math.max(window.least, window.share * this.#settled));
    this.#kept = this.#kept.slice(-Math.ceil(size));
    const answered = this.#since.map((_, theme) =>
      this.#kept
        .slice(-Math.max(1, this.countOf(theme)))
        .flatMap(({ pairs }) => pairs[theme] ?? []),
    );
    this.#common = refineLikelihood(answered.flat(), this.#common, unknown);
    for (const [theme, own] of answered.entries())
      this.#terms[theme] = refineLikelihood(own, this.#terms[theme] ?? this.#common, this.#common);
  }

  probabilities(scores: Float32Array): Float64Array {
    return Float64Array.from(this.#terms, (terms, theme) => {
      const rare = 1 + rareness / ((this.#yes[theme] ?? 0) + 0.5);
      return Math.min(1, rare * probabilityOf(terms, ...readScores(scores, theme)));
    });
  }

  /** The scores of the latest tickets. */
  lately(count: number): Float32Array[] {
    return this.#kept.slice(-count).map(({ scores }) => scores);
  }
}

/** A young learner's scores may be far out. */
function readScores(scores: Float32Array, theme: number): [own: number, rival: number] {
  const bounded = (score: number) => Math.max(-mostScore, Math.min(mostScore, score));
  return [bounded(scores[theme] ?? 0), bounded(rivalOf(scores, theme))];
}
