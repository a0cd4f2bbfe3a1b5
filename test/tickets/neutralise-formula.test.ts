import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neutraliseFormula, restoreFormula } from '../../src/tickets/neutralise-formula.ts';

it.each([
  '=1+1',
  '+44 20 7946 0000',
  '- late',
  '@united where',
  '\tx',
  '\rx',
  '\nx',
  ' =1',
  '＝1',
  '-2+3',
  '-',
  '=-5',
])('puts an apostrophe before %j', (cell) => expect(neutraliseFormula(cell)).toBe(`'${cell}`));

it.each([
  '-5',
  '+3.2',
  '-1,234.50',
  '-.5',
  '-1e-7',
  ' -5%',
  'a=b',
  '',
  '5',
  "'=1",
  'x@y',
  'late - again',
])('leaves %j alone', (cell) => expect(neutraliseFormula(cell)).toBe(cell));

it('gives back any cell that has no apostrophe of its own', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('=1', '@united', '-5', '- late', '\t', ''));
  fc.assert(
    fc.property(
      cell.filter((text) => !text.startsWith("'")),
      (text) => restoreFormula(neutraliseFormula(text)) === text,
    ),
  );
  expect(restoreFormula("'tis late")).toBe("'tis late");
});
