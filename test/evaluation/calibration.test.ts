import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calibrationOf } from '../../src/evaluation/calibration.ts';

const claims = fc.array(
  fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() }),
  { minLength: 1 },
);

it('the error is that of a case that was worked by hand', () => {
  // 0.9 and half of them right: off by 0.4, 4 of 5 claims. 0.2 and wrong: off by 0.2, 1 of 5.
  const found = calibrationOf([
    ...[true, true, false, false].map((isRight) => ({ confidence: 0.9, isRight })),
    { confidence: 0.2, isRight: false },
  ]);
  expect(found.ece).toBeCloseTo(0.8 * 0.4 + 0.2 * 0.2);
  expect(found.bins[9]).toMatchObject({ count: 4, accuracy: 0.5 });
  expect(found.bins[0]).toMatchObject({ count: 0, accuracy: null, confidence: null });
});

it('every claim is in one bin, and the error is between 0 and 1', () => {
  fc.assert(
    fc.property(claims, (given) => {
      const { bins, count, ece } = calibrationOf(given);
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(given.length);
      expect(count).toBe(given.length);
      expect(ece).toBeGreaterThanOrEqual(0);
      expect(ece).toBeLessThanOrEqual(1);
      for (const { from, to, confidence } of bins)
        if (confidence !== null) {
          expect(confidence).toBeGreaterThanOrEqual(from - 1e-9);
          expect(confidence).toBeLessThanOrEqual(to + 1e-9);
        }
    }),
  );
});

it('who is always sure and always right is off by nothing; without claims nothing is said', () => {
  expect(calibrationOf([{ confidence: 1, isRight: true }]).ece).toBe(0);
  expect(calibrationOf([]).ece).toBeNull();
});
