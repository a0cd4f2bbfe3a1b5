import { InvalidInputError, InvalidSpreadsheetError, readSheet } from 'read-excel-file/node';
import { UserMistake } from '../../domain/mistake.ts';
import { checkUnpacked } from '../check-unpacked.ts';
import type { SourceRow } from '../make-ticket.ts';

/** The first sheet's rows, all of them in memory: the format can't be read in a stream. */
export async function readFirstSheet(name: string, path: string): Promise<SourceRow[]> {
  await checkUnpacked(name, path);
  const rows = await readSheet(path, { trim: false }).catch((cause: unknown) => {
    const reason =
      cause instanceof InvalidInputError || cause instanceof InvalidSpreadsheetError
        ? ''
        : ` (${cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)})`;
    throw new UserMistake(
      `${name} can't be read as an Excel workbook${reason}; save it again as .xlsx, or as .csv`,
      { cause },
    );
  });
  return rows
    .map((cells, index) => ({ cells: cells.map(cellText), line: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  return String(value);
}

/** A sheet's dates have no time zone; midnight means that only the day was given. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const [day = '', time = ''] = date.toISOString().split('T');
  return time.startsWith('00:00:00') ? day : `${day}T${time.replace(/(\.000)?Z$/, '')}`;
}
