import { expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import {
  chooseDocket,
  docketEffect,
  fewestQuestions,
  questionsNeeded,
  type Trio,
} from '../../src/evaluation/docket-effect.ts';
import {
  chanceOfAtMost,
  lowerLimit,
  upperLimit,
} from '../../src/evaluation/statistics/binomial.ts';

const sizes = [2, 4, 8, 16, 32];

/** A model that changes an answer by chance, and more often in a docket of that size. */
function triosOf(
  random: () => number,
  questions: number,
  size: number,
  model: { noise: number; flips: number; wholeDockets?: boolean },
): Trio[] {
  const noisy = () => random() < model.noise;
  let docketFlips = false;
  return Array.from({ length: questions }, (_, index) => {
    if (index % size === 0) docketFlips = random() < model.flips;
    const flips = model.wholeDockets ? docketFlips : random() < model.flips;
    return {
      ticket: `T${index}`,
      docket: `${Math.floor(index / size)}`,
      alone: [noisy(), noisy()],
      together: noisy() !== flips,
    };
  });
}

it('exact limits are the published ones', () => {
  // Clopper and Pearson's for 10 of 100 at two-sided 90 %: 0.0553 and 0.1637.
  expect(lowerLimit(10, 100)).toBeCloseTo(0.0553, 4);
  expect(upperLimit(10, 100)).toBeCloseTo(0.1637, 4);
  expect(upperLimit(0, 149)).toBeCloseTo(1 - 0.05 ** (1 / 149), 10);
  expect(chanceOfAtMost(2, 4, 0.5)).toBeCloseTo(11 / 16, 12);
  expect(chanceOfAtMost(0, 5000, 0.001)).toBeCloseTo(0.999 ** 5000, 12);
});

it('chooses the largest docket before answers begin to change', () => {
  const random = seededRandom(1);
  const effects = sizes.map((size) =>
    docketEffect(size, triosOf(random, 400, size, { noise: 0, flips: size > 8 ? 0.1 : 0 })),
  );
  expect(chooseDocket(effects, 0.02)).toBe(8);
});

it('does not blame a docket for what the model changes by itself', () => {
  const random = seededRandom(2);
  let chosen = 0;
  for (let time = 0; time < 20; time++) {
    const effects = sizes.map((size) =>
      docketEffect(size, triosOf(random, 6000, size, { noise: 0.1, flips: 0 })),
    );
    if (chooseDocket(effects, 0.02) === 32) chosen += 1;
  }
  expect(chosen).toBeGreaterThanOrEqual(18);
});

/** Of simulated calibrations, the share that take a docket for harmless which is just beyond the tolerance. */
function brokenPromises(model: { noise: number; wholeDockets?: boolean }, questions: number) {
  const random = seededRandom(questions);
  const tolerance = 0.05;
  // The excess of a flip rate f over a noise p is f (1 - 2p)^2.
  const flips = tolerance / (1 - 2 * model.noise) ** 2;
  const times = 500;
  let broken = 0;
  for (let time = 0; time < times; time++) {
    const trios = triosOf(random, questions, 8, { ...model, flips });
    if (docketEffect(8, trios).upper <= tolerance) broken += 1;
  }
  return broken / times;
}

it.each([
  [{ noise: 0 }, 100],
  [{ noise: 0.02 }, 150],
  [{ noise: 0.1 }, 300],
  [{ noise: 0.1 }, 1200],
])('keeps its promise with %j over %i questions', (model, questions) => {
  // Three standard errors above 5 %.
  expect(brokenPromises(model, questions)).toBeLessThan(0.05 + 3 * Math.sqrt(0.0475 / 500));
});

it('keeps it nearly where whole dockets flip together, once there are many dockets', () => {
  expect(brokenPromises({ noise: 0.02, wholeDockets: true }, 1600)).toBeLessThan(0.1);
});

it('says how many questions a promise takes', () => {
  expect(fewestQuestions(0.02)).toBe(149);
  const clean = docketEffect(8, triosOf(seededRandom(3), 50, 8, { noise: 0, flips: 0 }));
  expect(clean.upper).toBeGreaterThan(0.02);
  expect(questionsNeeded(clean, 0.02)).toBe(149);
  const few = { ...clean, questions: 200, flipped: 2, excess: 0.01 };
  const needed = questionsNeeded(few, 0.02) ?? 0;
  expect(upperLimit(0.01 * needed, needed)).toBeLessThanOrEqual(0.02);
  expect(upperLimit(0.01 * 0.95 * needed, 0.95 * needed)).toBeGreaterThan(0.02);
  expect(questionsNeeded({ ...few, excess: 0.03 }, 0.02)).toBeUndefined();
});

it('without an answer there is nothing to show', () => {
  expect(docketEffect(8, []).upper).toBe(1);
  expect(chooseDocket([docketEffect(2, [])], 0.02)).toBe(1);
});
