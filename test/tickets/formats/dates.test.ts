import { describe, expect, it } from 'vitest';
import { findDateColumn, readDay, showDay } from '../../../src/tickets/formats/dates.ts';

const day = (cell: string, isDayFirst = false) => {
  const found = readDay(cell, isDayFirst);
  return found === undefined ? undefined : showDay(found);
};

describe('days in a file', () => {
  it.each([
    ['2015-02-24 11:35:52 -0800', '2015-02-24'],
    ['2015-02-24T23:59:59Z', '2015-02-24'],
    ['2015/2/4', '2015-02-04'],
    ['2/24/2015 11:35', '2015-02-24'],
    ['24 Feb 2015', '2015-02-24'],
    ['Feb 24, 2015', '2015-02-24'],
    ['Tue Feb 24 11:35:52 +0000 2015', '2015-02-24'],
  ])('are read from %s', (cell, wanted) => expect(day(cell)).toBe(wanted));

  it('stand before the month where the column says so', () => {
    const column = [
      ['1', '03.04.2026'],
      ['2', '25.04.2026'],
    ];
    expect(findDateColumn(column)).toEqual({ index: 1, isDayFirst: true });
    expect(day('03.04.2026', true)).toBe('2026-04-03');
    expect(findDateColumn([['04/13/2026'], ['04/05/2026']])?.isDayFirst).toBe(false);
  });

  it.each(['T2015-02', '2015-02-30', '20150224', '13/13/2015', 'in May 2015 I wrote', '1.5', ''])(
    'are not read from %s',
    (cell) => expect(day(cell)).toBeUndefined(),
  );

  it('are a column’s only where most of its cells are days', () => {
    expect(findDateColumn([['a'], ['2026-01-01'], ['b']])).toBeUndefined();
    expect(findDateColumn([])).toBeUndefined();
    const sent = ['', '2026-01-01'];
    const both = ['2026-01-02', '2026-01-01'];
    expect(findDateColumn([both, sent, both])?.index).toBe(1);
  });
});
