import { stringify } from 'csv-stringify/sync';
import { showControls } from '../../domain/text/safe-text.ts';
import { neutraliseFormula } from './neutralise-formula.ts';
import { type ResultShape, resultCells, resultHeader } from './result-columns.ts';
import type { ResultsFormat, ResultsSink } from './results-format.ts';

/** Rows that are turned into text at a time. */
const BATCH_ROWS = 200;

/** RFC 4180 with line feeds, in UTF-8 without a mark. */
export function csvResults(file: ResultsSink, shape: ResultShape): ResultsFormat {
  const counts = { neutralised: 0, controls: 0, shortened: 0 };
  const safe = (cell: string) => {
    if (shape.raw) return cell;
    const shown = showControls(cell);
    if (shown !== cell) counts.controls++;
    const harmless = neutraliseFormula(shown);
    if (harmless !== shown) counts.neutralised++;
    return harmless;
  };
  let rows: string[][] = [resultHeader(shape).map(safe)];
  const flush = async () => {
    const text = stringify(rows);
    rows = [];
    await file.append(text);
  };
  return {
    async write(row) {
      const ours = resultCells(row, shape).map((cell) => (cell === null ? '' : String(cell)));
      // Our numbers are from 0 to 1: no formula.
      rows.push([...row.ticket.cells, ...ours].map(safe));
      if (rows.length >= BATCH_ROWS) await flush();
    },
    async end() {
      if (rows.length > 0) await flush();
      return counts;
    },
  };
}
