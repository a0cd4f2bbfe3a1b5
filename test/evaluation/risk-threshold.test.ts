import { expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { type Graded, riskThreshold } from '../../src/evaluation/risk-threshold.ts';

/** Decisions that are wrong less often the surer they are: never from 0.95 up, always near 0.45. */
function draw(random: () => number, count: number): Graded[] {
  return Array.from({ length: count }, () => {
    const confidence = 0.5 + Math.round(50 * random()) / 100;
    return { confidence, isRight: random() >= Math.max(0, 0.95 - confidence) };
  });
}

/** The true share of wrong decisions from a confidence on. */
function trueRisk(threshold: number): number {
  const levels = Array.from({ length: 51 }, (_, step) => ({
    confidence: 0.5 + step / 100,
    weight: step === 0 || step === 50 ? 0.5 : 1,
  })).filter(({ confidence }) => confidence >= threshold - 1e-9);
  const all = levels.reduce((sum, { weight }) => sum + weight, 0);
  const wrong = levels.reduce(
    (sum, { confidence, weight }) => sum + weight * Math.max(0, 0.95 - confidence),
    0,
  );
  return wrong / all;
}

it.each([300, 1000])('keeps the risk promised in 95 of 100 calibrations on %i labels', (labels) => {
  const random = seededRandom(labels);
  const times = 500;
  let broken = 0;
  let reached = 0;
  for (let time = 0; time < times; time++) {
    const found = riskThreshold(draw(random, labels), 0.05);
    if (!found.reached) continue;
    reached += 1;
    if (trueRisk(found.threshold) > 0.05) broken += 1;
  }
  expect(broken / times).toBeLessThan(0.05 + 3 * Math.sqrt(0.0475 / times));
  expect(reached).toBeGreaterThan(times / 3);
});

it('leaves fewer tickets to people the more labels there are', () => {
  const kept = [300, 1000, 5000].map((labels) => {
    const found = riskThreshold(draw(seededRandom(7), labels), 0.05);
    return found.reached ? found.kept / labels : 0;
  });
  expect(kept).toEqual(kept.toSorted((one, other) => one - other));
});

it('decides all where hardly anything is wrong', () => {
  const graded = Array.from({ length: 200 }, (_, index) => ({
    confidence: 0.9,
    isRight: index > 1,
  }));
  expect(riskThreshold(graded, 0.05)).toMatchObject({ reached: true, threshold: 0, kept: 200 });
});

it('says how many labels it would take where there are too few', () => {
  const none = riskThreshold(Array(20).fill({ confidence: 0.9, isRight: true }), 0.05);
  expect(none).toEqual({ reached: false, best: undefined, needed: 59 });
  const some = Array.from({ length: 100 }, (_, index) => ({
    confidence: 0.9,
    isRight: index >= 3,
  }));
  const found = riskThreshold(some, 0.05);
  expect(found).toMatchObject({ reached: false, best: { kept: 100, wrong: 3 } });
  if (found.reached || found.needed === undefined) throw new Error('expected a number');
  const enough = Array.from({ length: found.needed }, (_, index) => ({
    confidence: 0.9,
    isRight: index >= Math.ceil(0.03 * (found.needed ?? 0)),
  }));
  expect(riskThreshold(enough, 0.05).reached).toBe(true);
});

it('says that no number of labels will do where even the surest are too often wrong', () => {
  const graded = Array.from({ length: 500 }, (_, index) => ({
    confidence: 0.9,
    isRight: index % 5 > 0,
  }));
  expect(riskThreshold(graded, 0.05)).toMatchObject({ reached: false, needed: undefined });
});
