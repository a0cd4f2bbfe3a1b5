import { isBlank } from '../clean-text.ts';
import type { SourceRow } from '../make-ticket.ts';

const REPORT_WORD =
  /^\W*(grand total|sub-?total|totals?|summe|gesamt(summe)?|count|anzahl|generated|exported|report|copyright|confidential|vertraulich|end of|page \d|seite \d|\(c\)|©|\d+ (rows?|records?|results?|entries|zeilen)|(rows?|records?|source|note|filter(s|ed)?)\b.*:)/i;
const TOTAL = /^\W*(grand total|sub-?total|totals?|summe|gesamt(summe)?)\W*(\(?\d+\)?)?\W*$/i;
const mostFooters = 200;

/** How many rows at the end of a table are no tickets: totals, and what a report says of itself. */
export function countFooters(last: readonly SourceRow[], width: number): number {
  let found = 0;
  for (let back = 1; back <= Math.min(mostFooters, last.length - 1); back++) {
    const [row, before] = [last.at(-back), last.at(-back - 1)];
    if (row === undefined || before === undefined) break;
    const texts = row.cells.filter((cell) => !isBlank(cell));
    const isNarrow = texts.length === 1 && width > 2 && !isBlank(row.cells[0] ?? '');
    const isShort = row.cells.length < width;
    const hasWord = REPORT_WORD.test(texts[0] ?? '');
    const isGap = isAfterGap(row, before);
    if (texts.length === 0) continue;
    if (isTotal(texts, width)) found = back;
    else if (isNarrow && (isShort ? hasWord || isGap : hasWord && isGap)) found = back;
    else if (!isNarrow || !isShort) break;
  }
  return found;
}

function isAfterGap(row: SourceRow, before: SourceRow): boolean {
  if (before.cells.every(isBlank)) return true;
  const lines = before.cells.join('').split(/\r\n|\n|\r/).length;
  return row.line > before.line + lines;
}

/** `Total,,12,3.5`: numbers after the one word. */
function isTotal([first = '', ...others]: readonly string[], width: number): boolean {
  return width > 2 && TOTAL.test(first) && others.every((cell) => /^[\d\s.,:%$€£-]+$/.test(cell));
}
