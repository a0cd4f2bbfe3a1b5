import { PassThrough } from 'node:stream';
import type { Row } from 'write-excel-file/node';
import { UserMistake } from '../../domain/mistake.ts';
import { showControls } from '../../domain/text/safe-text.ts';
import { type ResultShape, resultCells, resultHeader } from './result-columns.ts';
import type { ResultsFormat, ResultsSink } from './results-format.ts';

/** Excel's own bounds. */
const MOST_ROWS = 1_048_575;
const MOST_COLUMNS = 16_384;
const LONGEST_CELL = 32_767;

const CUT_MARK = ' … [cut: a sheet holds 32,767 characters a cell]';

/** Characters that XML can't carry, or that a reader would change; Excel writes them as `_xD800_`. */
const UNSAFE = /[\uFDD0-\uFDEF\uFFFD-\uFFFF]|\p{Surrogate}|_(?=x[0-9a-fA-F]{4}_)/gu;

/**
 * A workbook, whole in memory until its end: the format has its texts in one table. Cells of type
 * string are never run as formulas, so none needs an apostrophe.
 */
export function xlsxResults(file: ResultsSink, shape: ResultShape): ResultsFormat {
  const header = resultHeader(shape);
  if (header.length > MOST_COLUMNS) {
    throw new UserMistake(
      `${file.path} needs ${header.length} columns, a sheet holds ${MOST_COLUMNS}; write .csv instead`,
    );
  }
  const counts = { neutralised: 0, controls: 0, shortened: 0 };
  const cell = (value: string | number | null) => {
    if (typeof value !== 'string') return value;
    const shown = showControls(value);
    if (shown !== value) counts.controls++;
    if (shown.length > LONGEST_CELL) counts.shortened++;
    // An empty cell is left out, as Excel does.
    return shown === '' ? null : { type: String, value: asXmlText(fitCell(shown)) };
  };
  const rows: Row[] = [header.map(cell)];
  return {
    async write(row) {
      if (rows.length > MOST_ROWS) {
        throw new UserMistake(
          `${file.path} is full: a sheet holds ${MOST_ROWS} rows; write .csv instead`,
        );
      }
      rows.push([...row.ticket.cells, ...resultCells(row, shape)].map(cell));
    },
    async end() {
      try {
        const { default: writeExcelFile } = await import('write-excel-file/node');
        const workbook = new PassThrough();
        const written = writeExcelFile(rows).toStream(workbook);
        written.catch((cause) => workbook.destroy(cause));
        for await (const chunk of workbook) await file.append(chunk);
        await written;
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        throw new UserMistake(`${file.path} gets too large for a workbook; write .csv instead`, {
          cause,
        });
      }
      return counts;
    },
  };
}

function fitCell(text: string): string {
  if (text.length <= LONGEST_CELL) return text;
  // Not between the halves of one character.
  return text.slice(0, LONGEST_CELL - CUT_MARK.length).replace(/[\uD800-\uDBFF]$/, '') + CUT_MARK;
}

function asXmlText(text: string): string {
  const safe = text.replace(UNSAFE, escapeCharacter);
  // write-excel-file looks texts up in a plain object, where `constructor` is already taken.
  return safe in {} ? safe.replace(/^./, escapeCharacter) : safe;
}

function escapeCharacter(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
