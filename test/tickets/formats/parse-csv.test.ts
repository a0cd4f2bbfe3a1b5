import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsInReturn } from '../../../src/tickets/formats/encoding/guess-delimiter.ts';
import { CsvReader, LONGEST_RECORD } from '../../../src/tickets/formats/parse-csv.ts';

const read = (text: string, delimiter: string | undefined = ',') =>
  new CsvReader(delimiter, endsInReturn(text)).read(text, true);
const cellsOf = (text: string) => read(text).map(({ cells }) => cells);
const NOT_CLOSED = 'a quote opens in this row and is not closed';
const NOT_DOUBLED = 'a quote inside a quoted cell of this row is not doubled';

const character = fc.constantFrom('"', '"', ',', '\n', '\r', '\r\n', ' ', 'a', 'b', '1', 'é', '😀');
const scraps = fc.array(character, { maxLength: 60 }).map((parts) => parts.join(''));
const header = fc.constantFrom('', 'a,b\n', 'a,b\r\n', 'a,b\r');
const longRows = (count: number) => `2,${'y'.repeat(1000)}\n`.repeat(count);

describe('CsvReader', () => {
  it('gives back the cells of any table', () => {
    const row = fc.array(fc.oneof(scraps, fc.string({ unit: 'grapheme' })), {
      minLength: 2,
      maxLength: 3,
    });
    const line = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), line, (rows, end) => {
        const table = [['a', 'b', 'c'], ...rows];
        const text = stringify(table, { record_delimiter: end, quoted_match: /[\r\n]|^\s*$/ });
        const records = read(text);
        expect(records.map(({ cells }) => cells)).toEqual(table);
        expect(records.filter(({ flaw }) => flaw !== undefined)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same wherever the pieces are cut', () => {
    fc.assert(
      fc.property(header, scraps, fc.integer({ min: 1, max: 4 }), (first, rest, step) => {
        const text = first + rest;
        const reader = new CsvReader(',', endsInReturn(text));
        const characters = [...text];
        const records = [];
        for (let from = 0; from < characters.length; from += step) {
          records.push(...reader.read(characters.slice(from, from + step).join(''), false));
        }
        records.push(...reader.read('', true));
        expect(records).toEqual(read(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('loses nothing of any text but quotes, delimiters and white space', () => {
    const kept = (text: string) => text.replace(/["\s,]/g, '');
    const anyText = fc.oneof(scraps, fc.string({ unit: 'grapheme' }), fc.string());
    fc.assert(
      fc.property(header, anyText, fc.constantFrom(',', undefined), (first, rest, delimiter) => {
        const records = read(first + rest, delimiter);
        expect(kept(records.flatMap(({ cells }) => cells).join(''))).toBe(kept(first + rest));
      }),
      { numRuns: 3000 },
    );
  });

  it('makes at least one row of a text that is not blank', () => {
    fc.assert(
      fc.property(scraps, (text) => {
        const rows = cellsOf(`a,b\n${text}`).slice(1);
        if (text.trim() !== '') expect(rows.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('joins two lines only in a quoted cell that is closed where a cell may end', () => {
    fc.assert(
      fc.property(scraps, (text) => {
        for (const { cells, flaw } of read(`a,b\n${text}`)) {
          if (flaw !== undefined) expect(cells.join('')).not.toContain('\n');
          for (const cell of cells.filter((one) => one.includes('\n'))) {
            const quoted = `"${cell.replaceAll('"', '""')}"`;
            expect(restsAfter(quoted, `${text}\n`).some((rest) => /^\s*[,\r\n]/.test(rest))).toBe(
              true,
            );
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('reads on with a quoted cell right below a quote that is not closed', () => {
    expect(read('a,b\n"a\r\n"a\r\n"').map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['"a'],
      ['a\r\n'],
    ]);
  });

  it('leaves a quote inside an unquoted cell as text', () => {
    expect(read('a,b\n5" screen,x\nx,TV 50"\n"a, b",5" x\n')).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['5" screen', 'x'], line: 2 },
      { cells: ['x', 'TV 50"'], line: 3 },
      { cells: ['a, b', '5" x'], line: 4 },
    ]);
  });

  it('marks a row whose quoted cell holds a quote that is not doubled', () => {
    expect(read('a,b,c\n7,"he said "hi" twice, ok"\n"he said "hi"",x,y\n')).toEqual([
      { cells: ['a', 'b', 'c'], line: 1 },
      { cells: ['7', '"he said "hi" twice', ' ok"'], line: 2, flaw: NOT_DOUBLED },
      { cells: ['"he said "hi""', 'x', 'y'], line: 3 },
    ]);
  });

  it('minds no spaces around a quoted cell', () => {
    expect(cellsOf('"a" ,b\n"1\n2"  \n1, "a, b"\n2, "a\nb"\n 3,c\n')).toEqual([
      ['a', 'b'],
      ['1\n2'],
      ['1', 'a, b'],
      ['2', 'a\nb'],
      [' 3', 'c'],
    ]);
  });

  it('does not join two rows where a quote is left open', () => {
    expect(read('a,b\n1,"hello\n2,"world"\n3,x\n')).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['1', '"hello'], line: 2, flaw: NOT_CLOSED },
      { cells: ['2', 'world'], line: 3 },
      { cells: ['3', 'x'], line: 4 },
    ]);
  });

  it('takes only the first line of a row whose later quote is left open', () => {
    expect(read('a,b,c\n"1\n2",x,"open\n3,y,z\n')).toEqual([
      { cells: ['a', 'b', 'c'], line: 1 },
      { cells: ['"1'], line: 2, flaw: NOT_CLOSED },
      { cells: ['2"', 'x', '"open'], line: 3, flaw: NOT_CLOSED },
      { cells: ['3', 'y', 'z'], line: 4 },
    ]);
  });

  it('does not believe a quote that closes after the longest record', () => {
    const records = read(`a,b\n1,"open\n${longRows(LONGEST_RECORD / 1000)}3,5"\n`);
    expect(records[1]).toEqual({ cells: ['1', '"open'], line: 2, flaw: NOT_CLOSED });
    expect(records.at(-1)?.cells).toEqual(['3', '5"']);
  });

  it('gives up an open quote after the longest record, and reads on', () => {
    const reader = new CsvReader(',', false);
    const text = `a,b\n1,"open\n${longRows(LONGEST_RECORD / 1000 + 10)}`;
    const records = reader.read(text, false);
    expect(records[1]).toEqual({ cells: ['1', '"open'], line: 2, flaw: NOT_CLOSED });
    expect(records.length).toBeGreaterThan(4000);
  });

  it('refuses a line that never ends', () => {
    const endless = 'x'.repeat(LONGEST_RECORD * 2 + 1);
    expect(() => new CsvReader(',', false).read(`a,b\n${endless}`, false)).toThrow(
      'line 2 is longer than 4 MB; is this a table of tickets?',
    );
    expect(() => new CsvReader(',', false).read(endless, false)).toThrow('line 1 is longer');
  });

  it('counts lines through multi-line cells, blank lines and CRLF', () => {
    const text = 'a,b\r\n"1\r\n\r\n2",x\r\n\r\n   \r\n3,y\r\n';
    expect(read(text).map(({ line }) => line)).toEqual([1, 2, 7]);
  });

  it('splits at LF and CRLF in one file, at a lone CR only where the header ends in one', () => {
    expect(cellsOf('a,b\r\n1,2\n3,4\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(cellsOf('a,b\r1,2\r\r3,"4\n5"')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4\n5'],
    ]);
    expect(cellsOf('a,b\n1\r1,2\n')).toEqual([
      ['a', 'b'],
      ['1\r1', '2'],
    ]);
  });

  it('keeps a quoted empty cell and a trailing delimiter', () => {
    expect(cellsOf('a,b\n"",\n1,')).toEqual([
      ['a', 'b'],
      ['', ''],
      ['1', ''],
    ]);
    const oneColumn = new CsvReader(undefined, false).read('a\n""\n  \n\nb, c\n', true);
    expect(oneColumn.map(({ cells }) => cells)).toEqual([['a'], [''], ['  '], ['b, c']]);
  });
});

/** What follows each occurrence, those included that overlap. */
function restsAfter(part: string, text: string): string[] {
  const rests: string[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1))
    rests.push(text.slice(at + part.length));
  return rests;
}
