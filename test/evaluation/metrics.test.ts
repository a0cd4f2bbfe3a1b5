import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '../../src/evaluation/mark.ts';
import { scoreMarks } from '../../src/evaluation/metrics.ts';

const themes = ['bag', 'delay', 'food', 'staff'];
const mark = (gold: string, said: string, failed = ''): Mark => ({
  gold: gold.split(' ').filter(Boolean),
  said: said.split(' ').filter(Boolean),
  failed: failed.split(' ').filter(Boolean),
});
const someThemes = fc.subarray(themes);
const marksOf = (least: number) =>
  fc.array(
    fc.record({ gold: someThemes, said: someThemes, failed: fc.subarray(themes.slice(2)) }),
    {
      minLength: least,
      maxLength: 25,
    },
  );

/** All cells as a table of what was said and what is right, and every score by its textbook formula. */
function naive(marks: readonly Mark[]) {
  const cells = marks.flatMap(({ gold, said, failed }) =>
    themes
      .filter((theme) => !failed.includes(theme))
      .map((theme) => ({ theme, is: gold.includes(theme), said: said.includes(theme) })),
  );
  const rate = (of: typeof cells, hits: typeof cells) =>
    of.length === 0 ? null : hits.length / of.length;
  const scoreOf = (own: typeof cells) => {
    const precision = rate(
      own.filter(({ said }) => said),
      own.filter(({ is, said }) => is && said),
    );
    const recall = rate(
      own.filter(({ is }) => is),
      own.filter(({ is, said }) => is && said),
    );
    if (recall === null) return { precision, recall, f1: null };
    const harmonic = precision ? (2 * precision * recall) / (precision + recall) : 0;
    return { precision, recall, f1: recall === 0 ? 0 : harmonic };
  };
  const own = themes.map((id) => scoreOf(cells.filter(({ theme }) => theme === id)));
  const f1s = own.flatMap(({ f1 }) => f1 ?? []);
  return {
    themes: own,
    macro: f1s.length === 0 ? null : f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length,
    micro: scoreOf(cells),
  };
}

const near = (value: number | null | undefined) =>
  value === null || value === undefined ? undefined : expect.closeTo(value, 10);

describe('scores', () => {
  it('are those of a case that was worked by hand', () => {
    // delay: 2 hits, 1 false yes, 1 false no. bag: 1 hit, 1 false no. food: never said. staff: no label.
    const scores = scoreMarks(themes, [
      mark('delay', 'delay'),
      mark('delay bag', 'delay bag'),
      mark('delay', 'staff'),
      mark('food', 'delay'),
      mark('bag', ''),
    ]);
    const found = Object.fromEntries(scores.themes.map((theme) => [theme.id, theme]));
    expect(found.delay).toMatchObject({ support: 3, precision: { share: 2 / 3 } });
    expect(found.delay?.f1?.value).toBeCloseTo(2 / 3);
    expect(found.bag).toMatchObject({
      support: 2,
      precision: { share: 1 },
      recall: { share: 0.5 },
    });
    expect(found.food).toMatchObject({ support: 1, precision: undefined, f1: { value: 0 } });
    expect(found.staff).toMatchObject({ support: 0, recall: undefined, f1: undefined });
    expect(scores.macro).toMatchObject({ themes: 3, f1: { value: expect.closeTo(4 / 9) } });
    // Over all cells: 3 hits, 2 false yes, 3 false no.
    expect(scores.micro.f1?.value).toBeCloseTo(6 / 11);
    expect(scores.exactMatch?.share).toBe(2 / 5);
  });

  it('are those of a second implementation, whatever was said, labelled and failed', () => {
    fc.assert(
      fc.property(marksOf(0), (marks) => {
        const scores = scoreMarks(themes, marks);
        const expected = naive(marks);
        for (const [index, { precision, recall, f1 }] of scores.themes.entries())
          expect([precision?.share, recall?.share, f1?.value]).toEqual([
            near(expected.themes[index]?.precision),
            near(expected.themes[index]?.recall),
            near(expected.themes[index]?.f1),
          ]);
        expect(scores.macro.f1?.value).toEqual(near(expected.macro));
        expect(scores.micro.f1?.value).toEqual(near(expected.micro.f1));
        expect(scores.micro.precision?.share).toEqual(near(expected.micro.precision));
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on the order of the tickets', () => {
    const values = (marks: readonly Mark[]) => {
      const { themes: scored, macro, micro, exactMatch } = scoreMarks(themes, marks);
      return [...scored.map(({ f1 }) => f1?.value), macro.f1?.value, micro.f1?.value, exactMatch];
    };
    fc.assert(
      fc.property(marksOf(1), (marks) => {
        expect(values(marks.toReversed())).toEqual(values(marks));
      }),
      { numRuns: 20 },
    );
  });

  it('count a failed judge as neither yes nor no', () => {
    const answered = [mark('delay', 'delay'), mark('bag', 'delay')];
    const failing = [...answered, mark('delay bag', 'bag', 'delay'), mark('', '', 'delay')];
    const [before, after] = [answered, failing].map((marks) => scoreMarks(themes, marks).themes[1]);
    expect(before).toMatchObject({ support: 1, failed: 0 });
    expect(after).toEqual({ ...before, failed: 2, f1: expect.anything() });
    expect(after?.f1?.value).toBe(before?.f1?.value);
    expect(scoreMarks(themes, failing).exactMatch?.share).toBe(1 / 2);
  });

  it('have intervals around them that narrow as the tickets get more', () => {
    const few = Array.from({ length: 40 }, (_, index) =>
      mark('delay', index % 3 === 0 ? 'bag' : 'delay'),
    );
    const width = (marks: Mark[]) => {
      const { value = 0, interval } = scoreMarks(themes, marks).macro.f1 ?? {};
      const { low, high } = interval ?? { low: 0, high: 0 };
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      return high - low;
    };
    expect(width([...few, ...few, ...few, ...few])).toBeLessThan(0.7 * width(few));
  });

  it('are absent where there is nothing to score', () => {
    const { macro, micro, exactMatch } = scoreMarks(themes, []);
    expect([macro.f1, macro.precision, micro.f1, exactMatch]).toEqual(Array(4).fill(undefined));
  });
});
