import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/domain/random.ts';
import { alternativeAnnotator } from '../../../src/evaluation/agreement/alternative-annotator.ts';

/** Three people who are right so often, and a model. */
function annotate(people: number, model: number, count = 200) {
  const random = seededRandom(9);
  const say = (truth: boolean, right: number) => (random() < right === truth ? 'yes' : 'no');
  return Array.from({ length: count }, () => {
    const truth = random() < 0.4;
    return {
      people: new Map(['ann', 'bo', 'cy'].map((name) => [name, say(truth, people)])),
      model: say(truth, model),
    };
  });
}

describe('alternativeAnnotator', () => {
  it('lets a model stand in that is better than the people', () => {
    const { winningRate, advantage, opponents } = alternativeAnnotator(annotate(0.8, 0.97), 0.1);
    expect(winningRate).toBe(1);
    expect(advantage).toBeGreaterThan(0.85);
    expect(opponents.map(({ person }) => person)).toEqual(['ann', 'bo', 'cy']);
  });

  it('refuses a model that guesses', () => {
    const { winningRate, advantage } = alternativeAnnotator(annotate(0.9, 0.5), 0.1);
    expect(winningRate).toBe(0);
    expect(advantage).toBeLessThan(0.7);
  });

  it('counts wins as the paper does: a tie is a win of both', () => {
    const units = [
      {
        people: new Map([
          ['ann', 'yes'],
          ['bo', 'yes'],
        ]),
        model: 'yes',
      },
      {
        people: new Map([
          ['ann', 'yes'],
          ['bo', 'no'],
        ]),
        model: 'yes',
      },
      {
        people: new Map([
          ['ann', 'no'],
          ['bo', 'yes'],
        ]),
        model: 'no',
      },
    ];
    const [ann, bo] = alternativeAnnotator(units, 0.1).opponents;
    // Against bo's answer: both right, both wrong, both wrong.
    expect(ann).toMatchObject({ model: 1, human: 1, units: 3 });
    // Against ann's: both right; the model alone, twice.
    expect(bo?.model).toBe(1);
    expect(bo?.human).toBeCloseTo(1 / 3, 10);
  });

  it('has no opinion of a person who shares no question with another', () => {
    const alone = [{ people: new Map([['ann', 'yes']]), model: 'yes' }];
    expect(alternativeAnnotator(alone, 0.1).opponents).toEqual([]);
  });
});
