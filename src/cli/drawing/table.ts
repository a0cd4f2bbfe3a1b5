import measureText from 'fast-string-truncated-width';
import { paint, printable } from './print.ts';
import { screenWidth } from './wrap.ts';

export interface Column {
  title: string;
  /** Takes what width the others leave. */
  fills?: boolean;
  /** Is not cut where it is read by a program: to be the last. */
  wholeInPipes?: boolean;
  /** Is left out where the screen is too narrow, the highest first. */
  spare?: number;
  /** Never cut, like numbers: names that a person types again. Where even they have no room, they are cut. */
  whole?: boolean;
  /** Where a cell that is too long is cut; the end if nothing is said. */
  cut?: 'start';
  align?: 'right';
  paint?: (text: string) => string;
}

/** What a column of words is cut to, if it must; numbers are never cut. */
const narrowest = 8;
/** What a column of which the end is shown is to have before spare ones are. */
const narrowestEnd = 16;

/** A table as wide as the terminal, or 100 columns where there is none. */
export function table(columns: readonly Column[], rows: readonly string[][]): string {
  const cells = rows.map((row) => row.map(printable));
  const natural = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const shown = chooseColumns(columns, natural);
  const widths = narrow(columns, natural, shown);
  const line = (row: readonly string[], isPainted: boolean) =>
    shown
      .map((index) => {
        const { align, cut, paint: colour } = columns[index] ?? {};
        const width = widths[index] ?? 0;
        const text = shorten(row[index] ?? '', width, cut);
        const space = ' '.repeat(Math.max(0, width - widthOf(text)));
        const painted = isPainted && colour !== undefined ? colour(text) : text;
        return align === 'right' ? space + painted : painted + space;
      })
      .join('  ')
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  return [paint.dim(line(titles, false)), ...cells.map((row) => line(row, true))].join('\n');
}

/** The columns that have room when all words are cut as short as may be. */
function chooseColumns(columns: readonly Column[], natural: readonly number[]): number[] {
  const least = (index: number) =>
    columns[index]?.align === 'right' || columns[index]?.whole
      ? (natural[index] ?? 0)
      : Math.min(natural[index] ?? 0, columns[index]?.cut === 'start' ? narrowestEnd : narrowest);
  let shown = [...columns.keys()];
  const spareFirst = shown
    .filter((index) => columns[index]?.spare !== undefined)
    .sort((one, other) => (columns[other]?.spare ?? 0) - (columns[one]?.spare ?? 0));
  for (const index of spareFirst) {
    if (sum(shown.map(least)) + gapsOf(shown) <= screenWidth()) break;
    shown = shown.filter((other) => other !== index);
  }
  return shown;
}

/** Words give way, the longest first, and before them what fills the rest. */
function narrow(columns: readonly Column[], natural: readonly number[], shown: number[]): number[] {
  const widths = [...natural];
  const filling = shown.find((index) => columns[index]?.fills === true);
  const excess = () =>
    sum(shown.map((index) => widths[index] ?? 0)) + gapsOf(shown) - screenWidth();
  const isPiped = !process.stdout.isTTY && process.env.COLUMNS === undefined;
  if (filling !== undefined && columns[filling]?.wholeInPipes && isPiped) return widths;
  if (filling !== undefined && excess() > 0)
    widths[filling] = Math.max(
      Math.min(widths[filling] ?? 0, 12),
      (widths[filling] ?? 0) - excess(),
    );
  while (excess() > 0) {
    const longest = shown
      .filter((index) => columns[index]?.align !== 'right')
      .reduce((one, other) => ((widths[other] ?? 0) > (widths[one] ?? 0) ? other : one), -1);
    if (longest < 0 || (widths[longest] ?? 0) <= narrowest) break;
    widths[longest] = (widths[longest] ?? 0) - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function gapsOf(shown: readonly number[]): number {
  return 2 * (shown.length - 1);
}

function widthOf(text: string): number {
  return measureText(text).width;
}

function shorten(text: string, limit: number, cut: Column['cut']): string {
  if (cut !== 'start' || widthOf(text) <= limit) return truncate(text, limit);
  const kept = [...text];
  while (widthOf(kept.join('')) > limit - 1) kept.shift();
  return `…${kept.join('')}`;
}

function truncate(text: string, limit: number): string {
  const { index, ellipsed } = measureText(text, { limit, ellipsis: '…' });
  if (!ellipsed) return text.slice(0, index);
  // Beyond ASCII the library's index is sometimes one too far.
  const kept = text.slice(0, index);
  return `${widthOf(kept) < limit ? kept : kept.slice(0, -1)}…`;
}
