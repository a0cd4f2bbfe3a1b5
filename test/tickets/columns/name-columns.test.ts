import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nameColumns } from '../../../src/tickets/columns/name-columns.ts';

it('names duplicates and unnamed columns', () => {
  expect(nameColumns(['id', 'text', 'text', ''])).toEqual(['id', 'text', 'text_2', 'column_4']);
  expect(nameColumns(['text', 'text', 'text_2'])).toEqual(['text', 'text_3', 'text_2']);
  expect(nameColumns(['', 'column_1', ' a\nb '])).toEqual(['column_1_2', 'column_1', 'a b']);
});

it('gives every column a name of its own', () => {
  const name = fc.constantFrom('', 'text', 'text_2', 'text_3', 'column_1', 'column_2', ' ');
  fc.assert(
    fc.property(fc.array(name), (header) => {
      const columns = nameColumns(header);
      expect(new Set(columns).size).toBe(header.length);
      expect(columns).not.toContain('');
    }),
  );
});
