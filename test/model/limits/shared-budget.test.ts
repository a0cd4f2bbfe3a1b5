import { describe, expect, it } from 'vitest';
import { SharedBudget } from '../../../src/model/limits/shared-budget.ts';

/** An allotment that gets a little more once, when it is spent. */
function allot(of: 'calls' | 'dollars', left: number, more = 0) {
  let further = more;
  const state = { left };
  return {
    state,
    of,
    because: `no ${of} left`,
    take: async (amount: number) => {
      if (state.left < amount) return false;
      state.left -= amount;
      return true;
    },
    overdraw: async (amount: number) => {
      state.left -= amount;
    },
    giveBack: async (amount: number) => {
      state.left += amount;
    },
    refill: async () => {
      state.left += further;
      further = 0;
    },
  };
}

describe('a budget that processes share', () => {
  it('takes nothing of one allotment where another does not cover the call, and says which', async () => {
    const calls = allot('calls', 5);
    const dollars = allot('dollars', 2);
    const budget = new SharedBudget([calls, dollars]);
    await budget.reserve(2);
    await expect(budget.reserve(1)).rejects.toMatchObject({
      failure: 'budget_spent',
      message: 'no dollars left',
    });
    expect([calls.state.left, dollars.state.left]).toEqual([4, 0]);
  });

  it('looks for more before it says that nothing is left', async () => {
    const budget = new SharedBudget([allot('calls', 1, 1)]);
    await budget.reserve(0);
    await budget.reserve(0);
    await expect(budget.reserve(0)).rejects.toMatchObject({ failure: 'budget_spent' });
  });

  it('puts right what a call was thought to cost, and gives all of it back where it did not leave', async () => {
    const calls = allot('calls', 5);
    const dollars = allot('dollars', 10);
    const budget = new SharedBudget([calls, dollars]);
    for (let call = 0; call < 3; call += 1) await budget.reserve(2);
    budget.settle(2, 3);
    budget.settle(2, 0.5);
    budget.release(2);
    await new Promise(setImmediate);
    expect([calls.state.left, dollars.state.left]).toEqual([3, 6.5]);
  });

  it('lets nothing more through once a settlement failed', async () => {
    const broken = { ...allot('dollars', 10), overdraw: () => Promise.reject(new Error('full')) };
    const budget = new SharedBudget([broken]);
    await budget.reserve(1);
    budget.settle(1, 2);
    await new Promise(setImmediate);
    await expect(budget.reserve(1)).rejects.toThrow('full');
  });
});
