import { nameWords } from '../../columns/name-columns.ts';
import { CsvReader, type CsvRecord } from '../parse-csv.ts';

const CANDIDATES = [',', ';', '\t', '|'];

/** The delimiter that gives most rows the header's width; none where the header is one cell. */
export function guessDelimiter(sample: string, isWhole: boolean): string | undefined {
  const read = (delimiter: string, isLast: boolean) =>
    new CsvReader(delimiter, endsInReturn(sample)).read(sample, isLast);
  const scored = CANDIDATES.filter((delimiter) => sample.includes(delimiter))
    .map((delimiter) => {
      const rows = read(delimiter, isWhole);
      // A sample that ends inside its first record still shows the header, up to its first line end.
      const shown = rows.length > 0 ? rows : read(delimiter, true);
      const widths = shown.slice(titlesAbove(shown)).map(({ cells }) => cells.length);
      const width = widths[0] ?? 0;
      const even = widths.filter((other) => other === width).length / Math.max(1, widths.length);
      return { delimiter, width, even };
    })
    .filter(({ width }) => width > 1);
  scored.sort((a, b) => b.even - a.even || b.width - a.width);
  return scored[0]?.delimiter;
}

/** Rows of one cell above a header that other rows fit. */
function titlesAbove(rows: readonly CsvRecord[]): number {
  if (rows[0]?.cells.length !== 1) return 0;
  const at = rows.findIndex(({ cells }) => cells.length > 1);
  const { cells = [] } = rows[at] ?? {};
  const below = rows.slice(at + 1);
  const fitting = below.filter((row) => row.cells.length === cells.length).length;
  return nameWords(cells) * 2 >= cells.length && fitting >= below.length * 0.7
    ? Math.max(0, at)
    : 0;
}

/** Excel's own first line, `sep=;`, says it outright. */
export function statedDelimiter(sample: string): string | undefined {
  return /^sep=([^"\r\n])\r?\n/i.exec(sample)?.[1];
}

/** The header's line end decides for the file: elsewhere a lone CR is text. */
export function endsInReturn(sample: string): boolean {
  return /\r\n|\n|\r/.exec(sample.replace(/"[^"]*"/g, ''))?.[0] === '\r';
}
