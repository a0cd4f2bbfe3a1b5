/**
 * Reads delimited text into records, a piece at a time.
 *
 * csv-parse reads strictly: relaxed, it joins rows silently where a quote is never closed. What it
 * refuses is read as one line where need be, so that the rows below stay rows.
 */
import { CsvError, type InfoRecord, type Options, parse } from 'csv-parse/sync';
import { UserMistake } from '../../domain/mistake.ts';

export interface CsvRecord {
  cells: string[];
  /** The line it begins on, from 1. */
  line: number;
  /** Why its cells can't be trusted. */
  flaw?: string;
}

type Parsed = { cells: string[]; bytes: Buffer; flaw?: string };

/** Bytes that one record may hold: beyond it a quote was left open, or this is no table. */
export const LONGEST_RECORD = 4 * 1024 * 1024;

const NOT_CLOSED = 'a quote opens in this row and is not closed';
const NOT_DOUBLED = 'a quote inside a quoted cell of this row is not doubled';

export class CsvReader {
  #kept: Buffer = Buffer.alloc(0);
  #line = 1;
  readonly #options: Options;
  readonly #isOneColumn: boolean;
  readonly #lineEnd: '\n' | '\r';

  /** Without a delimiter the table has one column, and commas are text. */
  constructor(delimiter: string | undefined, isReturn: boolean) {
    this.#isOneColumn = delimiter === undefined;
    this.#lineEnd = isReturn ? '\r' : '\n';
    this.#options = {
      delimiter: delimiter === undefined ? [] : [delimiter],
      // Its own discovery settles on one of them, but exports of two systems get joined.
      record_delimiter: isReturn ? ['\r\n', '\n', '\r'] : ['\r\n', '\n'],
      relax_column_count: true,
      max_record_size: LONGEST_RECORD,
    };
  }

  /** The records that are complete by now; with `isLast`, all. A piece holds whole characters. */
  read(piece: string, isLast: boolean): CsvRecord[] {
    const bytes = Buffer.concat([this.#kept, Buffer.from(piece)]);
    const end = isLast ? bytes.length : bytes.lastIndexOf(this.#lineEnd) + 1;
    const found: CsvRecord[] = [];
    let at = 0;
    const take = (parsed: Parsed) => {
      at += parsed.bytes.length;
      found.push(...this.#place(parsed));
    };
    while (at < end) {
      const { records, refusal } = this.#parse(bytes.subarray(at, end), {});
      records.forEach(take);
      if (refusal === undefined || mayGoOn(refusal, isLast)) break;
      const refused = this.#parseRefused(bytes.subarray(at, end), isLast);
      if (refused === undefined) break;
      take(refused);
    }
    this.#kept = bytes.subarray(at);
    if (this.#kept.length > LONGEST_RECORD * 2) {
      const size = `${LONGEST_RECORD / 1024 / 1024} MB`;
      throw new UserMistake(
        `line ${this.#line} is longer than ${size}; is this a table of tickets?`,
      );
    }
    return found;
  }

  #parse(bytes: Buffer, more: Options): { records: Parsed[]; refusal?: string } {
    const records: Parsed[] = [];
    let start = 0;
    const onRecord = (cells: string[], { bytes: end }: InfoRecord) => {
      records.push({ cells, bytes: bytes.subarray(start, end) });
      start = end;
      return null;
    };
    try {
      parse(bytes, { ...this.#options, ...more, on_record: onRecord });
      return { records };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      return { records, refusal: error.code };
    }
  }

  /** Nothing when the record may go on in the next piece. */
  #parseRefused(rest: Buffer, isLast: boolean): Parsed | undefined {
    // 1. The line alone, if its quotes are plainly text: `5" screen`.
    const [unquoted] = this.#parse(rest, { quote: null, to: 1, max_record_size: 0 }).records;
    if (unquoted === undefined) throw new Error('csv-parse finds no line in text that is left');
    const relaxing = { relax_quotes: true, max_record_size: 0 };
    const [relaxed] = this.#parse(unquoted.bytes, relaxing).records;
    if (relaxed !== undefined && !relaxed.cells.some((cell) => /^\s*"/.test(cell))) return relaxed;

    // 2. The record, if spaces around its quotes are all that is wrong: `"a" , "b"`.
    const { records, refusal } = this.#parse(rest, { trim: true, to: 1 });
    if (records[0] !== undefined) return records[0];
    if (mayGoOn(refusal, isLast)) return undefined;

    // 3. The line alone. Relaxed, `"he said "hi", twice"` keeps its quotes and may be cut in two.
    if (relaxed === undefined) return { ...unquoted, flaw: NOT_CLOSED };
    const isOdd = (cell: string) => cell.split('"').length % 2 === 0;
    return relaxed.cells.some(isOdd) ? { ...unquoted, flaw: NOT_DOUBLED } : relaxed;
  }

  /** Gives a record its line. A blank line is no record. */
  #place({ cells, bytes, flaw }: Parsed): CsvRecord[] {
    const line = this.#line;
    let at = bytes.indexOf(this.#lineEnd);
    for (; at !== -1; at = bytes.indexOf(this.#lineEnd, at + 1)) this.#line++;
    const text = this.#isOneColumn ? cells[0] : cells[0]?.trim();
    if (cells.length === 1 && text === '' && !bytes.includes('"')) return [];
    return [flaw === undefined ? { cells, line } : { cells, line, flaw }];
  }
}

function mayGoOn(refusal: string | undefined, isLast: boolean): boolean {
  return refusal === 'CSV_QUOTE_NOT_CLOSED' && !isLast;
}
