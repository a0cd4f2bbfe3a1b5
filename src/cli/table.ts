import measureText from 'fast-string-truncated-width';
import { paint, printable } from './print.ts';
import { screenWidth } from './screen-width.ts';

export interface Column {
  title: string;
  /** Takes what width the others leave. */
  fills?: boolean;
  align?: 'right';
  paint?: (text: string) => string;
}

/** A table as wide as the terminal, or 100 columns where there is none. */
export function table(columns: readonly Column[], rows: readonly string[][]): string {
  const available = screenWidth();
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const gaps = 2 * (columns.length - 1);
  const filling = columns.findIndex(({ fills }) => fills === true);
  const others = widths.reduce(
    (sum, width, index) => (index === filling ? sum : sum + width),
    gaps,
  );
  if (filling >= 0)
    widths[filling] = Math.max(12, Math.min(widths[filling] ?? 0, available - others));
  const line = (row: readonly string[], isPainted: boolean) =>
    columns
      .map((column, index) => {
        const width = widths[index] ?? 0;
        const text = truncate(row[index] ?? '', width);
        const space = ' '.repeat(Math.max(0, width - widthOf(text)));
        const painted = isPainted && column.paint !== undefined ? column.paint(text) : text;
        return column.align === 'right' ? space + painted : painted + space;
      })
      .join('  ')
      .trimEnd();
  return [
    paint.dim(
      line(
        columns.map(({ title }) => title),
        false,
      ),
    ),
    ...cells.map((row) => line(row, true)),
  ].join('\n');
}

function widthOf(text: string): number {
  return measureText(text).width;
}

function truncate(text: string, limit: number): string {
  const { index, ellipsed } = measureText(text, { limit, ellipsis: '…' });
  if (!ellipsed) return text.slice(0, index);
  // Beyond ASCII the library's index is sometimes one too far.
  const kept = text.slice(0, index);
  return `${widthOf(kept) < limit ? kept : kept.slice(0, -1)}…`;
}
