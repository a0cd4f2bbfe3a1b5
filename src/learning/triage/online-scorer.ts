import { Centroids } from '../centroids.ts';
import type { Subject } from '../example.ts';
import { countFeatures } from '../features.ts';
import { Rarity, type Vector } from '../rarity.ts';
import { type Answers, PanelLearner } from './panel-learner.ts';

/** A text as it was read before anything was learned from it. */
export interface Reading {
  /** How many texts were read before. */
  number: number;
  vector: Vector;
  /** By theme. */
  scores: Float32Array;
  /** To each theme's yes. */
  closeness: Float32Array;
}

/**
 * Whenever so many times the texts are there, the new ones are learned and all are gone over again. Between, scores stay
 * as they are: after a step by one text alone they would not be comparable with those before.
 */
const growth = 1.08;
const passes = 3;
/** Texts by which a theme that has changed is learned anew. */
const recent = 16;
/** After a change for so many texts the learner goes over all whenever there are so many new ones. */
const afterChange = { texts: 150, every: 25 };

/** Scores texts for all themes, and learns from verdicts as they arrive. */
export class OnlineScorer {
  readonly #subjects: number;
  readonly #learner: PanelLearner;
  readonly #centroids: Centroids;
  readonly #rarity = new Rarity();
  readonly #random: () => number;
  #new: { vector: Vector; answers: Answers }[] = [];
  /** The latest ones. */
  readonly #latest: { vector: Vector; answers: Answers }[] = [];
  #readings = 0;
  #texts = 0;
  #settledAt = 1;
  #changedAt = Number.NEGATIVE_INFINITY;

  constructor(subjects: readonly Subject[], random: () => number) {
    this.#random = random;
    this.#subjects = subjects.length;
    this.#learner = new PanelLearner(subjects.length);
    this.#centroids = new Centroids(subjects.length);
    const counts = subjects.map(({ words }) => countFeatures(words));
    for (const own of counts) this.#rarity.add(own);
    // A theme's own words are its first yes, and a no for all others.
    for (const [theme, own] of counts.entries()) {
      const answers = subjects.map((_, other) => other === theme);
      const vector = this.#rarity.weigh(own);
      this.#learner.learn(vector, answers);
      this.#centroids.learn(vector, answers);
    }
  }

  read(text: string): Reading {
    const counts = countFeatures(text);
    this.#rarity.add(counts);
    const vector = this.#rarity.weigh(counts);
    const closeness = this.#centroids.closeness(vector);
    const scores = this.#learner.scores(vector);
    return { number: this.#readings++, vector, closeness, scores };
  }

  /** Texts that were read so far. */
  get readings(): number {
    return this.#readings;
  }

  learn(vector: Vector, answers: Answers): void {
    this.#texts += 1;
    this.#centroids.learn(vector, answers);
    this.#new.push({ vector, answers });
    this.#latest.push({ vector, answers });
    if (this.#latest.length > recent) this.#latest.shift();
    if (this.#texts < this.#settledAt) return;
    const isAfterChange = this.#texts < this.#changedAt + afterChange.texts;
    this.#settledAt = isAfterChange ? this.#texts + afterChange.every : this.#texts * growth;
    this.#learnNew();
    this.#learner.settle(passes, this.#random);
  }

  /** Forgets what a theme was before the latest texts. */
  restart(theme: number): void {
    this.#changedAt = this.#texts;
    this.#settledAt = this.#texts + afterChange.every;
    this.#learnNew();
    this.#learner.forget(theme, this.#subjects, recent);
    this.#centroids.forget(theme);
    for (const { vector, answers } of this.#latest) {
      const own = answers.map((isYes, other) => other === theme && isYes);
      this.#centroids.learn(vector, own);
    }
    this.#learner.settle(passes, this.#random);
  }

  #learnNew(): void {
    for (const { vector, answers } of this.#new) this.#learner.learn(vector, answers);
    this.#new = [];
  }
}
