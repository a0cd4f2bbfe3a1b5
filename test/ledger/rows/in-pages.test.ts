import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inPages } from '../../../src/ledger/rows/in-pages.ts';

it('pages together are all lines, in order, none longer than asked for and none asked for in vain', async () => {
  const lines = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const sorted = rows.toSorted((one, other) => one - other).map((row) => ({ row }));
      let asked = 0;
      const read = async (after: number, most: number) => {
        asked += 1;
        return sorted.filter(({ row }) => row > after).slice(0, most);
      };
      const pages: { row: number }[][] = [];
      for await (const page of inPages(size, read)) pages.push(page);
      expect(pages.flat()).toEqual(sorted);
      expect(pages.every((page) => page.length > 0 && page.length <= size)).toBe(true);
      expect(asked).toBe(Math.floor(rows.length / size) + 1);
    }),
  );
});
