import { stripVTControlCharacters } from 'node:util';
import cliTruncate from 'cli-truncate';
import pc from 'picocolors';
import stringWidth from 'string-width';

/** Text of a ticket or a model as a terminal may see it: one line, no control characters. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** One line on stderr that says what to do. */
export function complain(message: string): void {
  process.stderr.write(`${pc.red('tribunal:')} ${printable(message)}\n`);
}

/** Messages go to stderr: stdout is for results. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

export interface Column {
  title: string;
  /** Takes what width the others leave. */
  fills?: boolean;
  align?: 'right';
  paint?: (text: string) => string;
}

/** A table as wide as the terminal, or 100 columns where there is none. */
export function table(columns: readonly Column[], rows: readonly string[][]): string {
  const available = process.stdout.columns ?? 100;
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map(({ title }, index) =>
    Math.max(stringWidth(title), ...cells.map((row) => stringWidth(row[index] ?? ''))),
  );
  const gaps = 2 * (columns.length - 1);
  const filling = columns.findIndex(({ fills }) => fills === true);
  const others = widths.reduce(
    (sum, width, index) => (index === filling ? sum : sum + width),
    gaps,
  );
  if (filling >= 0)
    widths[filling] = Math.max(12, Math.min(widths[filling] ?? 0, available - others));
  const line = (row: readonly string[], paint: boolean) =>
    columns
      .map((column, index) => {
        const width = widths[index] ?? 0;
        const text = cliTruncate(row[index] ?? '', width);
        const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
        const painted = paint && column.paint !== undefined ? column.paint(text) : text;
        return column.align === 'right' ? space + painted : painted + space;
      })
      .join('  ')
      .trimEnd();
  return [
    pc.dim(
      line(
        columns.map(({ title }) => title),
        false,
      ),
    ),
    ...cells.map((row) => line(row, true)),
  ].join('\n');
}

export function paintStatus(status: string): string {
  const word = status.trim();
  if (word === 'decided' || word === 'finished') return pc.green(status);
  return word === 'failed' ? pc.red(status) : pc.yellow(status);
}
