import type { Example, Subject } from './example.ts';
import { LogisticLearner } from './logistic-learner.ts';
import type { Vector } from './rarity.ts';

const passes = 4;

/**
 * Fits one theme after the other, so that no more than one's weights are held at a time. A theme's own words are its
 * first yes, and a no for all others.
 */
export function* fitThemes(
  subjects: readonly Subject[],
  { examples, vectors }: { examples: readonly Example[]; vectors: readonly Vector[] },
  told: readonly Vector[],
  random: () => number,
): Generator<{ subject: Subject; learner: LogisticLearner }> {
  for (const [theme, subject] of subjects.entries()) {
    const learner = new LogisticLearner();
    for (const [other, vector] of told.entries()) learner.learn(vector, other === theme);
    for (const [at, { answers }] of examples.entries()) {
      const answer = answers.get(subject.id);
      const vector = vectors[at];
      if (answer !== undefined && vector !== undefined) learner.learn(vector, answer);
    }
    learner.settle(passes, random);
    yield { subject, learner };
  }
}
