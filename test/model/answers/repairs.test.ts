import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Repairs } from '../../../src/model/answers/repairs.ts';

describe('repairs', () => {
  it('are granted at first, for a model that stumbles early', () => {
    const repairs = new Repairs();
    repairs.askFirst(1);
    expect(Array.from({ length: 12 }, () => repairs.askAgain(1)).filter(Boolean)).toHaveLength(10);
  });

  it('come back when they were not needed', () => {
    const repairs = new Repairs();
    while (repairs.askAgain(1));
    repairs.giveBack(1);
    expect([repairs.askAgain(1), repairs.askAgain(1)]).toEqual([true, false]);
  });

  const step = fc.record({
    tickets: fc.nat(20),
    first: fc.nat(8).map((sixteenths) => sixteenths / 8),
    again: fc.array(fc.nat(8).map((sixteenths) => sixteenths / 8)),
  });

  it('never bring a run above three times its plan and ten calls, as long as it asks no more than planned', () => {
    fc.assert(
      fc.property(fc.array(step), fc.nat(3), (steps, generosity) => {
        let planned = 0;
        let [read, first, again] = [0, 0, 0];
        const perTicket = (2 + generosity) / 16;
        const repairs = new Repairs((tickets) => tickets * perTicket);
        for (const one of steps) {
          repairs.read(one.tickets);
          read += one.tickets;
          planned = read * perTicket;
          const asked = Math.min(one.first, Math.max(0, planned - first));
          repairs.askFirst(asked);
          first += asked;
          for (const share of one.again) if (repairs.askAgain(share)) again += share;
        }
        expect(first + again).toBeLessThanOrEqual(3 * planned + 10);
        expect(first + again).toBeLessThanOrEqual(3 * first + 10);
      }),
    );
  });

  it('are left also to a run that asks far more judges than was planned', () => {
    const repairs = new Repairs(() => 100);
    repairs.read(100);
    repairs.askFirst(1000);
    expect(repairs.askAgain(500)).toBe(true);
    expect(repairs.askAgain(1)).toBe(false);
  });
});
