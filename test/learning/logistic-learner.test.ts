import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { countFeatures } from '../../src/learning/features.ts';
import { LogisticLearner } from '../../src/learning/logistic-learner.ts';
import { rarityOf } from '../../src/learning/rarity.ts';

const texts = ['my bag is lost', 'the bag never came', 'late again', 'two hours late', 'all well'];
const counts = texts.map(countFeatures);
const vectors = counts.map((own) => rarityOf(counts).weigh(own));
const answers = [true, true, false, false, false];

function learned(order: readonly number[], passesBetween: number, passes: number): number[] {
  const learner = new LogisticLearner();
  const random = seededRandom(1);
  for (const at of order) {
    const vector = vectors[at];
    if (vector !== undefined) learner.learn(vector, answers[at] === true);
    learner.settle(passesBetween, random);
  }
  learner.settle(passes, random);
  return vectors.map((vector) => learner.score(vector));
}

describe('a learner', () => {
  it('comes to the same weights one verdict at a time and all at once, in any order', () => {
    const whole = learned([0, 1, 2, 3, 4], 0, 200);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (order) => {
        for (const [at, score] of learned(order, 1, 200).entries())
          expect(Math.abs(score - (whole[at] ?? 0))).toBeLessThan(0.1);
      }),
      { numRuns: 20 },
    );
  });

  it('leans towards a verdict at once, before any pass over what it knows', () => {
    const [vector] = vectors;
    for (const isYes of [true, false]) {
      const learner = new LogisticLearner();
      if (vector !== undefined) learner.learn(vector, isYes);
      expect(Math.sign(vector === undefined ? 0 : learner.score(vector))).toBe(isYes ? 1 : -1);
    }
  });

  it('tells apart what it was taught', () => {
    const scores = learned([0, 1, 2, 3, 4], 0, 10);
    expect(scores.map((score) => score > 0)).toEqual(answers);
  });
});
