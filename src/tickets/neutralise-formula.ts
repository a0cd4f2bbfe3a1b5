/**
 * What a spreadsheet runs (OWASP, "CSV injection"), also behind leading white space, which some of
 * them trim. A tweet's `@name` is among it: spreadsheets take it for a function.
 */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

const PLAIN_NUMBER = /^\s*[+-]?(\d+([.,]\d+)*|[.,]\d+)(e[+-]?\d+)?\s*%?\s*$/i;

/** The cell with an apostrophe before it where a spreadsheet would run it; otherwise as it is. */
export function neutraliseFormula(cell: string): string {
  return FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before `neutraliseFormula` put an apostrophe there. */
export function restoreFormula(cell: string): string {
  const bare = cell.slice(1);
  return bare !== cell && neutraliseFormula(bare) === cell ? bare : cell;
}
