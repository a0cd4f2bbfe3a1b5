import measureText from 'fast-string-truncated-width';
import { describe, expect, it, vi } from 'vitest';
import { table } from '../../src/cli/drawing/table.ts';

const draw = (width: number, ...args: Parameters<typeof table>) => {
  vi.stubEnv('COLUMNS', String(width));
  return table(...args).split('\n');
};
const columns = [
  { title: 'run' },
  { title: 'model', spare: 1 },
  { title: 'calls', align: 'right' as const, spare: 2 },
  { title: 'failed', align: 'right' as const },
  { title: 'file', fills: true, cut: 'start' as const },
];
const row = [
  'jvsv',
  'a-model-of-some-vendor',
  '12345',
  '2.5 %',
  '/home/anna/exports/tickets of June.csv',
];

describe('a table', () => {
  it.each([40, 60, 80, 120])('is no wider than %i columns', (width) => {
    for (const line of draw(width, columns, [row, row]))
      expect(measureText(line).width).toBeLessThanOrEqual(width);
  });

  it('leaves out what is spare where there is no room, and never cuts a number', () => {
    const [titles, cells] = draw(36, columns, [row]);
    expect(titles).not.toContain('calls');
    expect(cells).toContain('2.5 %');
    expect(draw(80, columns, [row]).join()).toContain('12345');
  });

  it('cuts a path at its beginning, and other words at their end', () => {
    const [, cells] = draw(45, columns, [row]);
    expect(cells).toMatch(/…\S* ?\S*\.csv$/);
    expect(cells).toMatch(/a-model\S*…/);
  });

  it('cuts nothing where all has room', () => {
    expect(draw(200, columns, [row]).join()).not.toContain('…');
  });
});
