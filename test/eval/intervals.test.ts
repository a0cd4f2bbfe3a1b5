import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sample, seededRandom } from '../../src/domain/random.ts';
import { bootstrapOf, bootstrapShare } from '../../src/evaluation/statistics/bootstrap.ts';
import { wilson } from '../../src/evaluation/statistics/wilson.ts';

it('Wilson’s interval is the published one', () => {
  // E. B. Wilson's method for 81 of 263, as in R. G. Newcombe (1998), table I: 0.2553 to 0.3662.
  const { low, high } = wilson(81, 263) ?? { low: 0, high: 0 };
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
  expect(wilson(0, 0)).toBeUndefined();
});

it('an interval holds its share, between 0 and 1', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (part, rest) => {
      for (const found of [
        wilson(part, part + rest),
        bootstrapShare([...Array(part).fill(true), ...Array(rest).fill(false)]),
      ]) {
        if (found === undefined) return;
        expect(found.low).toBeGreaterThanOrEqual(0);
        expect(found.low).toBeLessThanOrEqual(found.share + 1e-12);
        expect(found.high).toBeGreaterThanOrEqual(found.share - 1e-12);
        expect(found.high).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 30 },
  );
});

it('a sample holds each value once, and is the same for the same seed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat()), fc.nat(20), fc.nat(), (values, count, seed) => {
      const drawn = sample(seededRandom(seed), values, count);
      expect(drawn).toHaveLength(Math.min(count, values.length));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(sample(seededRandom(seed), values, count)).toEqual(drawn);
    }),
  );
});

it('a bootstrap of a share comes near to Wilson’s interval, and leaves out what hardly ever is', () => {
  const hits = Array.from({ length: 400 }, (_, index) => index % 3 === 0);
  const [found, known] = [bootstrapShare(hits), wilson(134, 400)];
  expect(Math.abs((found?.low ?? 0) - (known?.low ?? 0))).toBeLessThan(0.01);
  expect(Math.abs((found?.high ?? 0) - (known?.high ?? 0))).toBeLessThan(0.01);
  expect(bootstrapOf(5, () => [Number.NaN, 2])).toEqual([undefined, { low: 2, high: 2 }]);
});
