/**
 * Reads delimited text into records, a piece at a time.
 *
 * Not csv-parse: relaxed, it joins two rows silently where a quote is never closed; strict, it ends
 * at the first stray quote; and it reads 63,000 rows a second here against several times that.
 */
import { UserMistake } from '../domain/mistake.ts';
import { firstLineEnd } from './first-line-end.ts';

export interface CsvRecord {
  cells: string[];
  /** The line it begins on, from 1. */
  line: number;
  /** Why its cells can't be trusted. */
  flaw?: string;
}

/** Characters that one record may hold: beyond it a quote was left open, or this is no table. */
export const LONGEST_RECORD = 4 * 1024 * 1024;

type Scan = { cells: string[]; next: number; flaw?: string };

export class CsvReader {
  #text = '';
  #line: number;
  #lineEnd: '\n' | '\r' | undefined;
  // The next places of the two commonest searches, kept so that no stretch is searched twice.
  #delimiterAt = -1;
  #lineEndAt = -1;
  readonly #delimiter: string | undefined;

  /** Without a delimiter the table has one column, and commas are text. */
  constructor(delimiter: string | undefined, firstLine = 1) {
    this.#delimiter = delimiter;
    this.#line = firstLine;
  }

  /** The records that are complete by now; with `isLast`, all that are left. */
  read(piece: string, isLast: boolean): CsvRecord[] {
    this.#text += piece;
    this.#lineEnd ??= firstLineEnd(this.#text, this.#delimiter, isLast);
    const records: CsvRecord[] = [];
    if (this.#lineEnd === undefined && !isLast) return this.#refuseEndless(0, records);
    this.#delimiterAt = -1;
    this.#lineEndAt = -1;
    let at = 0;
    while (at < this.#text.length) {
      const scan = this.#scanRecord(at, isLast);
      if (scan === undefined) break;
      if (scan.cells.length > 0) {
        const { cells, flaw } = scan;
        records.push(flaw ? { cells, line: this.#line, flaw } : { cells, line: this.#line });
      }
      this.#line += this.#countLineEnds(at, scan.next);
      at = scan.next;
    }
    return this.#refuseEndless(at, records);
  }

  #refuseEndless(at: number, records: CsvRecord[]): CsvRecord[] {
    this.#text = this.#text.slice(at);
    if (this.#text.length > LONGEST_RECORD * 2) {
      throw new UserMistake(
        `line ${this.#line} is longer than ${LONGEST_RECORD / 1024 / 1024} million characters; is this a table of tickets?`,
      );
    }
    return records;
  }

  /** Nothing when the record may go on in the next piece; no cells for a blank line. */
  #scanRecord(start: number, isLast: boolean): Scan | undefined {
    const text = this.#text;
    const cells: string[] = [];
    let at = start;
    while (true) {
      if (text[at] === '"') {
        const quoted = this.#scanQuoted(at, isLast);
        if (quoted === undefined) return undefined;
        if (quoted.end === -1) return this.#scanAsOneLine(start, isLast);
        cells.push(quoted.cell);
        at = quoted.end;
      } else {
        const delimiterAt = this.#nextDelimiter(at);
        const lineEndAt = this.#nextLineEnd(at);
        if (lineEndAt === text.length && !isLast) return undefined;
        const end = Math.min(delimiterAt, lineEndAt);
        const isReturn = end === lineEndAt && end > at && text[end - 1] === '\r';
        cells.push(text.slice(at, isReturn ? end - 1 : end));
        at = end;
      }
      if (at < text.length && text[at] === this.#delimiter) {
        at++;
        continue;
      }
      const next = this.#skipLineEnd(at);
      const isBlank = cells.length === 1 && this.#isBlankLine(text.slice(start, at));
      return { cells: isBlank ? [] : cells, next };
    }
  }

  /** `end` is -1 for a quote that is not closed, or closed too late to be believed. */
  #scanQuoted(open: number, isLast: boolean): { cell: string; end: number } | undefined {
    const text = this.#text;
    let cell = '';
    let from = open + 1;
    while (true) {
      const quote = text.indexOf('"', from);
      if (quote === -1 || quote - open > LONGEST_RECORD) {
        const isTooLong = text.length - open > LONGEST_RECORD;
        return isLast || isTooLong ? { cell: '', end: -1 } : undefined;
      }
      // What follows a quote decides what it means: spaces, if any, and two characters.
      let end = quote + 1;
      while (text[end] === ' ') end++;
      if (end + 1 >= text.length && !isLast) return undefined;
      if (text[quote + 1] === '"') {
        cell += text.slice(from, quote + 1);
        from = quote + 2;
      } else if (this.#isCellEnd(end)) {
        return { cell: cell + text.slice(from, quote), end };
      } else if (this.#nextLineEnd(open) > quote) {
        // A stray quote on the line that opened the cell: part of the text.
        cell += text.slice(from, quote + 1);
        from = quote + 1;
      } else {
        return { cell: '', end: -1 };
      }
    }
  }

  /** Takes the line that opened the quote literally, so that the rows below it stay rows. */
  #scanAsOneLine(start: number, isLast: boolean): Scan | undefined {
    this.#delimiterAt = -1;
    this.#lineEndAt = -1;
    const end = this.#nextLineEnd(start);
    if (end === this.#text.length && !isLast) return undefined;
    const line = this.#text.slice(start, end).replace(/\r$/, '');
    return {
      cells: this.#delimiter === undefined ? [line] : line.split(this.#delimiter),
      next: this.#skipLineEnd(end),
      flaw: 'a quote opens in this row and is not closed',
    };
  }

  #isCellEnd(at: number): boolean {
    const next = this.#text[at];
    if (next === undefined || next === this.#delimiter || next === '\n') return true;
    const isAlone = at + 1 < this.#text.length && this.#text[at + 1] !== '\n';
    return next === '\r' && (this.#lineEnd === '\r' || !isAlone);
  }

  #isBlankLine(line: string): boolean {
    return this.#delimiter === undefined ? line === '' || line === '\r' : line.trim() === '';
  }

  /** From the end of a record's last cell to the start of the next record. */
  #skipLineEnd(at: number): number {
    const text = this.#text;
    if (text[at] === '\r') return text[at + 1] === '\n' ? at + 2 : at + 1;
    return Math.min(at + 1, text.length);
  }

  #nextDelimiter(at: number): number {
    if (this.#delimiterAt < at) {
      const found = this.#delimiter === undefined ? -1 : this.#text.indexOf(this.#delimiter, at);
      this.#delimiterAt = found === -1 ? this.#text.length : found;
    }
    return this.#delimiterAt;
  }

  /** Where lines end in a lone CR, a lone LF ends one as well; elsewhere a lone CR is text. */
  #nextLineEnd(at: number): number {
    if (this.#lineEndAt < at) {
      let found = this.#text.indexOf('\n', at);
      if (found === -1) found = this.#text.length;
      if (this.#lineEnd === '\r') {
        const before = this.#text.slice(at, found).indexOf('\r');
        if (before !== -1) found = at + before;
      }
      this.#lineEndAt = found;
    }
    return this.#lineEndAt;
  }

  #countLineEnds(from: number, to: number): number {
    let count = 0;
    const mark = this.#lineEnd ?? '\n';
    for (let at = from - 1; at < to - 1; ) {
      at = this.#text.indexOf(mark, at + 1);
      if (at === -1 || at >= to) break;
      count++;
    }
    return count;
  }
}
