import { CsvReader } from './parse-csv.ts';

const CANDIDATES = [',', ';', '\t', '|'];

/** The delimiter that gives most rows the header's width; none where the header is one cell. */
export function guessDelimiter(sample: string, isWhole: boolean): string | undefined {
  const scored = CANDIDATES.map((delimiter) => {
    const rows = new CsvReader(delimiter).read(sample, isWhole);
    // A sample that ends inside its first record still shows the header, up to its first line end.
    const widths = (rows.length > 0 ? rows : new CsvReader(delimiter).read(sample, true)).map(
      ({ cells }) => cells.length,
    );
    const width = widths[0] ?? 0;
    const even = widths.filter((other) => other === width).length / Math.max(1, widths.length);
    return { delimiter, width, even };
  }).filter(({ width }) => width > 1);
  scored.sort((a, b) => b.even - a.even || b.width - a.width);
  return scored[0]?.delimiter;
}

/** Excel's own first line, `sep=;`, says it outright. */
export function statedDelimiter(sample: string): string | undefined {
  return /^sep=(.)\r?\n/i.exec(sample)?.[1];
}
