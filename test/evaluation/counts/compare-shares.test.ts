import { describe, expect, it } from 'vitest';
import {
  compareShares,
  correctForMany,
  ofTicketsLikeThese,
  upperTail,
} from '../../../src/evaluation/counts/compare-shares.ts';

describe('compareShares', () => {
  it('tells a rise of 5 points in 1,000 tickets from chance', () => {
    const { difference, low, high, chance } = compareShares(
      ofTicketsLikeThese(0.12, 0, 1000),
      ofTicketsLikeThese(0.17, 0, 1000),
    );
    expect(difference).toBeCloseTo(0.05, 10);
    expect(low).toBeGreaterThan(0.01);
    expect(high).toBeLessThan(0.09);
    // Pooled share 0.145: z = 0.05 / sqrt(2 x 0.145 x 0.855 / 1000) = 3.18.
    expect(chance).toBeCloseTo(0.0015, 3);
  });

  it('leaves the same rise open where the estimates themselves are unsure', () => {
    const { low, high, chance } = compareShares(
      ofTicketsLikeThese(0.12, 0.03 ** 2, 1000),
      ofTicketsLikeThese(0.17, 0.03 ** 2, 1000),
    );
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0.1);
    expect(chance).toBeGreaterThan(0.2);
  });

  it('sees no difference, and an interval around none, between two months without a yes', () => {
    const none = ofTicketsLikeThese(0, 0, 50);
    const { difference, low, high, chance } = compareShares(none, none);
    expect(difference).toBe(0);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(chance).toBe(1);
  });
});

describe('correctForMany', () => {
  it('is Holm, as worked by hand', () => {
    expect(correctForMany([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('never lowers a chance, and keeps none above 1', () => {
    expect(correctForMany([0.9, 0.8])).toEqual([1, 1]);
    expect(correctForMany([])).toEqual([]);
  });
});

describe('upperTail', () => {
  it('has the values of the tables', () => {
    expect(upperTail(0)).toBeCloseTo(0.5, 6);
    expect(upperTail(1.959964)).toBeCloseTo(0.025, 6);
    expect(upperTail(3)).toBeCloseTo(0.00135, 5);
  });
});
