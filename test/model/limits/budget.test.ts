import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Allotment, Budget } from '../../../src/model/limits/budget.ts';

function setUp(calls: number, dollars: number) {
  const allotments: [Allotment, Allotment] = [
    { of: 'calls', left: calls, because: 'no calls left' },
    { of: 'dollars', left: dollars, because: 'no dollars left' },
  ];
  return { budget: new Budget(allotments), left: () => allotments.map(({ left }) => left) };
}

function isReserved(budget: Budget, dollars: number): boolean {
  try {
    budget.reserve(dollars);
    return true;
  } catch {
    return false;
  }
}

describe('a budget', () => {
  it.each([
    ['calls', setUp(1, 10), 3],
    ['dollars', setUp(10, 5), 3],
  ])('of %s lets nothing through once it is used up, and says why', (what, { budget }, cost) => {
    budget.reserve(cost);
    expect(() => budget.reserve(cost)).toThrow(
      expect.objectContaining({ failure: 'budget_spent', message: `no ${what} left` }),
    );
  });

  it('covers a call that takes the very rest', () => {
    const { budget, left } = setUp(1, 5);
    budget.reserve(5);
    expect(left()).toEqual([0, 0]);
  });

  it('of nothing covers nothing, and without an allotment everything', () => {
    expect(isReserved(setUp(0, 10).budget, 0)).toBe(false);
    expect(isReserved(new Budget([]), 1e9)).toBe(true);
  });

  it('takes a call from each of its allotments', () => {
    const allotments: Allotment[] = [5, 3].map((left) => ({ of: 'calls', left, because: '' }));
    new Budget(allotments).reserve(0);
    expect(allotments.map(({ left }) => left)).toEqual([4, 2]);
  });

  it('that a call overdrew covers no further one, however cheap', () => {
    const { budget, left } = setUp(10, 5);
    budget.reserve(4);
    budget.settle(4, 7);
    expect(left()).toEqual([9, -2]);
    expect(isReserved(budget, 0)).toBe(false);
  });
});

// In cents, so that sums are exact.
const fates = fc.array(
  fc.record({
    reserved: fc.nat(50),
    fate: fc.oneof(fc.constant('out' as const), fc.constant('released' as const), fc.nat(80)),
  }),
);

describe('whatever becomes of calls', () => {
  it('a budget is what it was at first, less what was spent and what is reserved', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(1000), fates, (calls, dollars, all) => {
        const { budget, left } = setUp(calls, dollars);
        let made = 0;
        let taken = 0;
        for (const { reserved, fate } of all) {
          if (!isReserved(budget, reserved)) continue;
          if (fate === 'released') budget.release(reserved);
          else {
            made += 1;
            taken += fate === 'out' ? reserved : fate;
            if (fate !== 'out') budget.settle(reserved, fate);
          }
        }
        expect(left()).toEqual([calls - made, dollars - taken]);
      }),
    );
  });

  it('calls that cost no more than was reserved never take more than there is', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.nat(100), fc.array(fc.nat(40)), (calls, dollars, costs) => {
        const { budget, left } = setUp(calls, dollars);
        for (const cost of costs) {
          const before = left();
          const covered = calls > 0 && Math.min(...before) >= 0 && (before[0] ?? 0) >= 1;
          expect(isReserved(budget, cost)).toBe(covered && cost <= (before[1] ?? 0));
          expect(Math.min(...left())).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
