import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { bestThreshold, fitLikelihood, probabilityOf } from '../../src/learning/likelihood.ts';
import { judgeScores } from '../../src/learning/triage/judge-scores.ts';

it('finds the chances that answers were drawn by', () => {
  const random = seededRandom(5);
  const own = Array.from({ length: 20_000 }, () => 6 * random() - 3);
  const rival = own.map(() => 4 * random() - 2);
  const isYes = own.map(
    (score, at) => random() < probabilityOf([2, -1, 0.5], score, rival[at] ?? 0),
  );
  const [first, second, offset] = fitLikelihood({ own, rival, isYes });
  expect(Math.abs(first - 2)).toBeLessThan(0.15);
  expect(Math.abs(second + 1)).toBeLessThan(0.15);
  expect(Math.abs(offset - 0.5)).toBeLessThan(0.15);
});

it('keeps to what holds for all themes where there are few answers', () => {
  const few = { own: [1, -1], rival: [0, 0], isYes: [true, false] };
  const [own, rival, offset] = fitLikelihood(few, [1.5, -0.5, 0.2]);
  expect(Math.abs(own - 1.5)).toBeLessThan(0.2);
  expect(Math.abs(rival + 0.5)).toBeLessThan(0.2);
  expect(Math.abs(offset - 0.2)).toBeLessThan(0.3);
});

it('never is without an end, whatever the scores', () => {
  const score = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(score, score, fc.boolean())), (rows) => {
      const found = fitLikelihood({
        own: rows.map(([own]) => own),
        rival: rows.map(([, rival]) => rival),
        isYes: rows.map(([, , isYes]) => isYes),
      });
      for (const [own, rival] of rows) {
        const probability = probabilityOf(found, own, rival);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
    }),
  );
});

it('the threshold is half of the best F1 to be had: by hand, and never above a half', () => {
  // The best is to say yes to the first alone: 2 · 0.9 / (1 + 1).
  expect(bestThreshold([0.9, 0.05, 0.05])).toBeCloseTo(0.45);
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(shares, (probabilities) => {
      expect(bestThreshold(probabilities)).toBeLessThanOrEqual(0.5 + 1e-9);
      expect(bestThreshold(probabilities)).toBeGreaterThanOrEqual(0);
    }),
  );
});

it('of themes that exclude each other the likelier one stands; where all do, the best score does', () => {
  const terms = [1, 0, undefined].map((other) => ({
    likelihood: [1, 0, 0] as const,
    threshold: 0.4,
    excludes: other === undefined ? [] : [other],
  }));
  const yes = (scores: number[], isOneOfAll: boolean) =>
    judgeScores(scores, terms, isOneOfAll).map(({ isYes }) => isYes);
  expect(yes([1, 2, 3], false)).toEqual([false, true, true]);
  expect(yes([2, -9, 3], false)).toEqual([true, false, true]);
  expect(yes([-3, -4, -5], true)).toEqual([true, false, false]);
  expect(yes([-3, -4, -5], false)).toEqual([false, false, false]);
});
