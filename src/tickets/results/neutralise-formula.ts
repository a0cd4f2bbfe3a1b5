/** Where spreadsheets look for a formula, also behind white space and in full width. */
const sign = /^\s*([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])\s*/;
const plainNumber = /^\s*[+-]?(\d+([.,]\d+)*|[.,]\d+)(e[+-]?\d+)?\s*%?\s*$/i;
/** Digits with a gap between them: what has none, as +49-30-123, is a sum. */
const phone = /^\d[\d()./-]*\s+[\d\s()./-]*$/;
/** Calls a function, another program or another sheet. */
const powerful = /[\p{L}\p{N}_.\]]\s*\(|\||![^\s!]|[[{"\\]/u;
/** No formula has this: an apostrophe or a mark in a sentence, a number before a word, an operator at the end. */
const sentence = /\p{L}['’]\p{L}|[,;!]\s|!$|\d\s+\p{L}|[-+*/^&<>=]\s*$/u;
/** After an @, which also begins a name that is called: spreadsheets run functions and cells alone. */
const callOrCell =
  /^([\p{L}_][\p{L}\p{N}_.]*\s*\(|[=+\-@]|\$?[a-z]{1,3}\$?\d+\s*([-+*/^&<>=:]|$))|\|/iu;

/**
 * The cell with an apostrophe before it where a spreadsheet would run it (OWASP, "CSV injection");
 * otherwise as it is: numbers, telephone numbers, the `@name` of a tweet, a sentence behind a dash.
 */
export function neutraliseFormula(cell: string): string {
  return isRun(cell) ? `'${cell}` : cell;
}

/** The cell as it was before an apostrophe was put there, by whatever version. */
export function restoreFormula(cell: string): string {
  const bare = cell.slice(1);
  const isOurs = cell.startsWith("'") && (sign.test(bare) || /^[\t\r\n]/.test(bare));
  return isOurs && !plainNumber.test(bare) ? bare : cell;
}

function isRun(cell: string): boolean {
  const [start, mark] = sign.exec(cell) ?? [];
  if (start === undefined || mark === undefined || plainNumber.test(cell)) return false;
  const rest = cell.slice(start.length);
  if (!/[\p{L}\p{N}"]/u.test(rest)) return false;
  const kind = mark.normalize('NFKC');
  if (kind === '@') return callOrCell.test(rest);
  if (kind === '=' || phone.test(rest)) return kind === '=';
  return powerful.test(rest) || !sentence.test(rest);
}
