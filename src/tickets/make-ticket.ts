import type { Ticket } from '../domain/ticket.ts';
import { cleanText, isBlank } from './clean-text.ts';
import type { Roles } from './columns/choose-roles.ts';
import { type CellReader, cellReader, joinedReader } from './columns/column-reader.ts';

/** One row as any of the formats gives it. */
export interface SourceRow {
  cells: string[];
  /** The line, or the sheet's row, it begins on. */
  line: number;
  flaw?: string;
  /** Of several files that are read together: the name of this row's. */
  file?: string;
  /** Of a sample: its position among all rows, from 1. */
  place?: number;
}

/** Characters of a defect that quote the file. */
const LONGEST_QUOTE = 200;

/** JSON can write half of a character, which no UTF-8 file or database can keep. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Makes tickets of rows; a row that is not as it should be still becomes one, with its defect. */
export function ticketMaker(
  header: readonly string[],
  columns: readonly string[],
  roles: Roles,
): (source: SourceRow, row: number) => Ticket {
  const width = header.length;
  const readText = textReader(columns, roles);
  const readId = roles.id === undefined ? () => '' : cellReader(columns, roles.id);
  const contexts = roles.context.map((column) => ({ column, read: cellReader(columns, column) }));

  return (source, row) => {
    const cells = fitTo(source.cells, width);
    const text = clean(readText(cells));
    const id = clean(readId(cells)).trim();
    const reason = source.flaw ?? widthDefect(source.cells, width) ?? textDefect(text);
    // A column may be called `__proto__`: entries make it one like any other.
    const context = Object.fromEntries(
      contexts
        .map(({ column, read }) => [column, clean(read(cells))] as const)
        .filter(([, cell]) => !isBlank(cell)),
    );
    const ticket: Ticket = {
      row,
      id: id === '' ? String(source.place ?? row) : id,
      text,
      context,
      cells,
    };
    if (reason !== undefined) ticket.defect = `line ${source.line}: ${reason}`;
    return ticket;
  };
}

/** The text that is judged. */
export function textReader(
  columns: readonly string[],
  { text, texts, clean }: Pick<Roles, 'text' | 'texts' | 'clean'>,
): CellReader {
  const read = joinedReader(columns, texts ?? [text]);
  return clean ? (cells) => cleanText(read(cells)) : read;
}

function fitTo(cells: string[], width: number): string[] {
  if (cells.length === width) return cells;
  return Array.from({ length: width }, (_, index) => cells[index] ?? '');
}

/** NULs stay in the cells, but no database column and few prompts can carry them. */
function clean(cell: string): string {
  return cell.includes('\0') ? cell.replaceAll('\0', '') : cell;
}

/** Trailing cells that are empty lose nothing when they are cut, so they are no defect. */
export function widthDefect(cells: readonly string[], width: number): string | undefined {
  const extra = cells.slice(width);
  if (cells.length < width) return `${count(cells.length)} where the header has ${width}`;
  if (extra.every((cell) => cell === '')) return undefined;
  const quoted = extra.map((cell) => JSON.stringify(cell)).join(', ');
  return `${count(cells.length)} where the header has ${width}; extra: ${shorten(quoted)}`;
}

function textDefect(text: string): string | undefined {
  if (isBlank(text)) return 'the text is empty';
  return LONE_SURROGATE.test(text) ? 'the text holds half a character' : undefined;
}

function count(cells: number): string {
  return `${cells} ${cells === 1 ? 'cell' : 'cells'}`;
}

export function shorten(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}
