import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePairs, pairOf } from '../../src/evaluation/comparison.ts';
import type { Mark } from '../../src/evaluation/mark.ts';
import { scoreMarks } from '../../src/evaluation/metrics.ts';

const themes = ['bag', 'delay'];
const said = (gold: string[], ...found: string[]): Mark => ({ gold, said: found, failed: [] });
const repeat = <Item>(count: number, item: Item): Item[] => Array(count).fill(item);

describe('two runs on the same labels', () => {
  it('differ by nothing where they say the same', () => {
    const marks = fc.array(
      fc.record({ gold: fc.subarray(themes), said: fc.subarray(themes), failed: fc.constant([]) }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(marks, (found) => {
        const pairs = found.map((mark) => pairOf(mark, mark));
        const { macroF1, microF1, exactMatch, changed } = comparePairs(themes, pairs);
        for (const { difference } of [macroF1, microF1, exactMatch])
          if (difference !== undefined)
            expect(difference).toMatchObject({ value: 0, interval: { low: 0, high: 0 } });
        expect(changed).toEqual({ better: 0, worse: 0, p: 1 });
        expect(macroF1.first).toBe(scoreMarks(themes, found).macro.f1?.value);
      }),
      { numRuns: 20 },
    );
  });

  it('differ beyond chance where one is much better, and not by a ticket or two', () => {
    const [right, wrong] = [said(['delay'], 'delay'), said(['delay'], 'bag')];
    const same = repeat(40, pairOf(right, right));
    const much = comparePairs(themes, [...same, ...repeat(30, pairOf(wrong, right))]);
    expect(much.exactMatch.difference?.interval?.low).toBeGreaterThan(0.2);
    expect(much.macroF1.difference?.interval?.low).toBeGreaterThan(0);
    expect(much.changed).toMatchObject({ better: 30, worse: 0 });
    expect(much.changed.p).toBeLessThan(0.001);
    const little = comparePairs(themes, [...same, pairOf(wrong, right), pairOf(right, wrong)]);
    const { low = 0, high = 0 } = little.exactMatch.difference?.interval ?? {};
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(little.changed.p).toBe(1);
  });

  it('leave out of both what failed in one', () => {
    const answered = said(['delay'], 'delay');
    const failing = { ...answered, said: [], failed: ['delay'] };
    for (const { first, second } of [pairOf(answered, failing), pairOf(failing, answered)])
      expect([first.failed, second.failed]).toEqual([['delay'], ['delay']]);
    const { exactMatch, changed } = comparePairs(themes, [pairOf(failing, answered)]);
    expect(exactMatch.first).toBeUndefined();
    expect(changed).toMatchObject({ better: 0, worse: 0 });
  });
});
