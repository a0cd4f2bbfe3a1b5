import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/domain/random.ts';
import { countFeatures } from '../../../src/learning/features.ts';
import { LogisticLearner } from '../../../src/learning/logistic-learner.ts';
import { Rarity } from '../../../src/learning/rarity.ts';
import { PanelLearner } from '../../../src/learning/triage/panel-learner.ts';

const texts = ['lost my bag', 'bag was late', 'cold meal', 'late again', 'no meal at all'];
const answers = [
  [true, false, undefined],
  [true, true, false],
  [false, false, true],
  [undefined, true, false],
  [false, undefined, true],
];

function read() {
  const rarity = new Rarity();
  const counts = texts.map(countFeatures);
  for (const own of counts) rarity.add(own);
  return counts.map((own) => rarity.weigh(own));
}

describe('a panel of learners', () => {
  it('comes to the scores of one learner for each theme, taught by its answers alone', () => {
    const vectors = read();
    const panel = new PanelLearner(3);
    for (const [at, vector] of vectors.entries()) panel.learn(vector, answers[at] ?? []);
    panel.settle(200, seededRandom(1));
    for (const theme of [0, 1, 2]) {
      const alone = new LogisticLearner();
      for (const [at, vector] of vectors.entries()) {
        const answer = answers[at]?.[theme];
        if (answer !== undefined) alone.learn(vector, answer);
      }
      alone.settle(200, seededRandom(1));
      for (const vector of vectors)
        expect(panel.scores(vector)[theme]).toBeCloseTo(alone.score(vector), 1);
    }
  });

  it('forgets one theme, and no other', () => {
    const vectors = read();
    const panel = new PanelLearner(3);
    for (const [at, vector] of vectors.entries()) panel.learn(vector, answers[at] ?? []);
    const before = vectors.map((vector) => panel.scores(vector));
    panel.forget(0, 0, 0);
    for (const [at, vector] of vectors.entries()) {
      const scores = panel.scores(vector);
      expect(scores[0]).toBe(0);
      expect(scores[1]).toBe(before[at]?.[1]);
    }
  });
});
