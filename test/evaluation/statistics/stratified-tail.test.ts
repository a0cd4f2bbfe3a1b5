import { expect, it } from 'vitest';
import { normalTail, stratifiedTail } from '../../../src/evaluation/statistics/stratified-tail.ts';

it('is Fisher’s exact test where there is one stratum', () => {
  // R. A. Fisher's tea: 3 of 4 cups rightly set apart.
  expect(stratifiedTail([{ all: 8, hits: 4, apart: 4, apartHits: 3 }])).toBeCloseTo(17 / 70, 12);
  expect(stratifiedTail([{ all: 8, hits: 4, apart: 4, apartHits: 4 }])).toBeCloseTo(1 / 70, 12);
});

it('sums over strata, of which those that can say nothing don’t matter', () => {
  const tea = { all: 8, hits: 4, apart: 4, apartHits: 4 };
  expect(stratifiedTail([tea, tea])).toBeCloseTo(1 / 4900, 12);
  expect(stratifiedTail([tea, { all: 9, hits: 3, apart: 9, apartHits: 3 }])).toBeCloseTo(
    1 / 70,
    12,
  );
  expect(stratifiedTail([])).toBe(1);
});

it('goes over to the normal curve where hits are many, without a jump', () => {
  const at = (times: number) =>
    stratifiedTail([
      { all: 1000 * times, hits: 390 * times, apart: 500 * times, apartHits: 205 * times },
    ]);
  expect(normalTail(1.959964)).toBeCloseTo(0.025, 6);
  expect(at(1)).toBeGreaterThan(at(1.03));
  expect(at(1) / at(1.03)).toBeLessThan(1.2);
});
