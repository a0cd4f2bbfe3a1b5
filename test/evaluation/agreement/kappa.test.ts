import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kappa } from '../../../src/evaluation/agreement/kappa.ts';

const counts = fc.record({
  bothYes: fc.nat(50),
  bothNo: fc.nat(50),
  onlyFirst: fc.nat(50),
  onlySecond: fc.nat(50),
});

it('kappa is that of a case that was worked by hand', () => {
  // 35 of 50 agreed; by chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5 would: (0.7 - 0.5) / (1 - 0.5).
  expect(kappa({ bothYes: 20, bothNo: 15, onlyFirst: 5, onlySecond: 10 })).toBeCloseTo(0.4);
});

it('a run agrees with itself to 1, unless it only ever says one thing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), (yes, no) => {
      expect(kappa({ bothYes: yes, bothNo: no, onlyFirst: 0, onlySecond: 0 })).toBe(1);
    }),
  );
  expect(kappa({ bothYes: 0, bothNo: 9, onlyFirst: 0, onlySecond: 0 })).toBeUndefined();
  expect(kappa({ bothYes: 0, bothNo: 0, onlyFirst: 0, onlySecond: 0 })).toBeUndefined();
});

it('it does not matter which of the runs comes first', () => {
  fc.assert(
    fc.property(counts, (found) => {
      const swapped = { ...found, onlyFirst: found.onlySecond, onlySecond: found.onlyFirst };
      expect(kappa(swapped)).toBe(kappa(found));
      expect(kappa(found) ?? 0).toBeLessThanOrEqual(1);
    }),
  );
});
