import { describe, expect, it } from 'vitest';
import type { LabelledVerdict } from '../../src/cases/labels/labelled-verdicts.ts';
import { isMistake, splitLessons } from '../../src/cases/sharpening-lessons.ts';

const verdicts = (right: number, wrong: number): LabelledVerdict[] =>
  Array.from({ length: right + wrong }, (_, index) => ({
    ticket: { id: `T${index}`, row: index + 1, text: `text ${index}`, context: {}, cells: [] },
    address: `address ${index}`,
    rationale: '',
    label: index % 3 === 0,
    said: index < wrong ? index % 3 !== 0 : index % 3 === 0,
  }));

describe('what a theme is written anew from', () => {
  it('is never what it is checked on, which is like all labelled tickets', () => {
    const { shown, checked } = splitLessons(verdicts(90, 10));
    expect(shown).toHaveLength(5);
    expect(shown.every(isMistake)).toBe(true);
    expect(checked.filter(isMistake)).toHaveLength(5);
    expect(checked.filter((one) => !isMistake(one))).toHaveLength(45);
    expect(checked.filter((one) => shown.includes(one))).toEqual([]);
  });

  it('is the same each time, whatever the order', () => {
    const all = verdicts(20, 8);
    const ids = (found: readonly LabelledVerdict[]) => found.map(({ address }) => address);
    const [one, other] = [splitLessons(all), splitLessons(all.toReversed())];
    expect(ids(one.shown)).toEqual(ids(other.shown));
    expect(ids(one.checked)).toEqual(ids(other.checked));
  });

  it('is all of few mistakes, of which none is left to check on, and a bounded part of many', () => {
    expect(splitLessons(verdicts(50, 3))).toMatchObject({ shown: { length: 3 }, checked: [] });
    expect(splitLessons(verdicts(50, 0))).toEqual({ shown: [], checked: [] });
    const { shown, checked } = splitLessons(verdicts(2000, 500));
    expect(shown).toHaveLength(16);
    expect(checked.length).toBeLessThanOrEqual(64);
    expect(checked.filter(isMistake).length / checked.length).toBeCloseTo(0.2, 1);
  });
});
