import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mcnemar } from '../../../src/evaluation/statistics/mcnemar.ts';

/** In whole numbers, over Pascal's triangle. */
function exactly(better: number, worse: number): number {
  let row = [1n];
  for (let changed = 0; changed < better + worse; changed++)
    row = [1n, ...row.slice(1).map((value, index) => value + (row[index] ?? 0n)), 1n];
  const tail = row.slice(0, Math.min(better, worse) + 1).reduce((sum, value) => sum + value, 0n);
  const all = 2n ** BigInt(better + worse);
  return Math.min(1, Number((2n * tail * 10n ** 15n) / all) / 1e15);
}

it("McNemar's p is exact", () => {
  // Ten changes, all for the better: 2 / 2^10.
  expect(mcnemar(10, 0)).toBeCloseTo(2 / 1024, 12);
  expect(mcnemar(0, 0)).toBe(1);
  expect(mcnemar(7, 7)).toBe(1);
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), (better, worse) => {
      expect(mcnemar(better, worse)).toBeCloseTo(exactly(better, worse), 10);
      expect(mcnemar(worse, better)).toBe(mcnemar(better, worse));
    }),
  );
});

it('it can be asked about more changes than 2^n holds', () => {
  expect(mcnemar(5000, 5000)).toBe(1);
  expect(mcnemar(3000, 2500)).toBeLessThan(1e-9);
});
