import type { Subject } from './example.ts';
import { countFeatures } from './features.ts';
import { LogisticLearner } from './logistic-learner.ts';
import { Rarity, type Vector } from './rarity.ts';

/** A text as it was read before anything was learned from it. */
export interface Reading {
  vector: Vector;
  /** By theme. */
  scores: Float32Array;
}

/** By theme; nothing where a question was not asked, or its judge failed. */
export type Answers = readonly (boolean | undefined)[];

/**
 * Whenever so many times the texts are there, the new ones are learned and all are gone over again. Between, scores stay
 * as they are: after a step by one text alone they would not be comparable with those before.
 */
const growth = 1.05;
const passes = 3;
/** Texts by which a theme that has changed is learned anew. */
const recent = 64;

/** Scores texts for all themes, and learns from verdicts as they arrive. */
export class OnlineScorer {
  readonly #told: readonly Vector[];
  readonly #learners: LogisticLearner[];
  readonly #rarity = new Rarity();
  readonly #random: () => number;
  #new: { vector: Vector; answers: Answers }[] = [];
  readonly #lately: { vector: Vector; answers: Answers }[] = [];
  #texts = 0;
  #settledAt = 1;

  constructor(subjects: readonly Subject[], random: () => number) {
    this.#random = random;
    const counts = subjects.map(({ words }) => countFeatures(words));
    for (const own of counts) this.#rarity.add(own);
    this.#told = counts.map((own) => this.#rarity.weigh(own));
    this.#learners = subjects.map((_, theme) => this.#begin(theme));
  }

  read(text: string): Reading {
    const counts = countFeatures(text);
    this.#rarity.add(counts);
    const vector = this.#rarity.weigh(counts);
    return { vector, scores: Float32Array.from(this.#learners, (one) => one.score(vector)) };
  }

  learn(vector: Vector, answers: Answers): void {
    this.#texts += 1;
    this.#new.push({ vector, answers });
    this.#lately.push({ vector, answers });
    if (this.#lately.length > recent) this.#lately.shift();
    if (this.#texts < this.#settledAt) return;
    this.#settledAt = this.#texts * growth;
    for (const [theme, learner] of this.#learners.entries()) {
      for (const { vector, answers } of this.#new) {
        const answer = answers[theme];
        if (answer !== undefined) learner.learn(vector, answer);
      }
      learner.settle(passes, this.#random);
    }
    this.#new = [];
  }

  /** Forgets what a theme was before the latest texts. */
  restart(theme: number): void {
    const learner = this.#begin(theme);
    for (const { vector, answers } of this.#lately) {
      const answer = answers[theme];
      if (answer !== undefined) learner.learn(vector, answer);
    }
    this.#learners[theme] = learner;
  }

  /** A theme's own words are its first yes, and a no for all others. */
  #begin(theme: number): LogisticLearner {
    const learner = new LogisticLearner();
    for (const [other, vector] of this.#told.entries()) learner.learn(vector, other === theme);
    return learner;
  }
}
