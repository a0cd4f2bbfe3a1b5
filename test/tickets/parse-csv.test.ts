import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader, LONGEST_RECORD } from '../../src/tickets/parse-csv.ts';

const read = (text: string, delimiter: string | undefined = ',') =>
  new CsvReader(delimiter).read(text, true);
const cellsOf = (text: string) => read(text).map(({ cells }) => cells);

const character = fc.constantFrom('"', ',', '\n', '\r', '\r\n', ' ', 'a', 'é', '\0', '😀');
const scraps = fc.array(character, { maxLength: 60 }).map((parts) => parts.join(''));

describe('CsvReader', () => {
  it('reads what csv-parse reads of a proper file', () => {
    const row = fc.array(scraps, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const text = stringify([['a', 'b', 'c'], ...rows], { quoted_match: /[\r\n]/ });
        expect(cellsOf(text)).toEqual(parse(text, { record_delimiter: '\n' }));
      }),
    );
  });

  it('reads the same wherever the pieces are cut', () => {
    const headers = fc.constantFrom('', 'a,b\n', 'a,b\r\n', 'a,b\r');
    fc.assert(
      fc.property(headers, scraps, fc.integer({ min: 1, max: 4 }), (header, rest, step) => {
        const text = header + rest;
        const reader = new CsvReader(',');
        const records = [];
        for (let from = 0; from < text.length; from += step) {
          records.push(...reader.read(text.slice(from, from + step), false));
        }
        records.push(...reader.read('', true));
        expect(records).toEqual(read(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('loses no character of any text but quotes, delimiters and line ends', () => {
    const letters = (text: string) => text.replace(/[",\r\n]/g, '').trim();
    fc.assert(
      fc.property(scraps, (text) => {
        const kept = read(text).map(({ cells }) => cells.join(''));
        expect(letters(kept.join('')).replace(/\s/g, '')).toBe(letters(text).replace(/\s/g, ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves a quote inside a cell as text', () => {
    expect(cellsOf('a,b\n5" screen,x\n"he said "hi" twice, ok",y\n')).toEqual([
      ['a', 'b'],
      ['5" screen', 'x'],
      ['he said "hi" twice, ok', 'y'],
    ]);
  });

  it('minds no spaces between a closing quote and the end of its cell', () => {
    expect(cellsOf('"a" ,b\n"1\n2"  \n')).toEqual([['a', 'b'], ['1\n2']]);
  });

  it('does not join two rows where a quote is left open', () => {
    expect(read('a,b\n1,"hello\n2,"world"\n3,x\n')).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['1', '"hello'], line: 2, flaw: 'a quote opens in this row and is not closed' },
      { cells: ['2', 'world'], line: 3 },
      { cells: ['3', 'x'], line: 4 },
    ]);
  });

  it('takes only the first line of a row whose later quote is left open', () => {
    expect(read('a,b,c\n"1\n2",x,"open\n3,y,z\n').map(({ cells }) => cells)).toEqual([
      ['a', 'b', 'c'],
      ['"1'],
      ['2"', 'x', '"open'],
      ['3', 'y', 'z'],
    ]);
  });

  it('does not believe a quote that closes after the longest record', () => {
    const rows = `2,${'y'.repeat(1000)}\n`.repeat(LONGEST_RECORD / 1000);
    const records = read(`a,b\n1,"open\n${rows}3,5"\n`);
    expect(records[1]).toMatchObject({ cells: ['1', '"open'], line: 2 });
    expect(records.at(-1)?.cells).toEqual(['3', '5"']);
  });

  it('gives up an open quote after the longest record, and reads on', () => {
    const rows = `2,${'y'.repeat(1000)}\n`.repeat(LONGEST_RECORD / 1000 + 10);
    const reader = new CsvReader(',');
    const records = [...reader.read(`a,b\n1,"open\n${rows}`, false)];
    expect(records[1]).toMatchObject({ cells: ['1', '"open'], line: 2 });
    expect(records[1]?.flaw).toBeDefined();
    expect(records.length).toBeGreaterThan(4000);
  });

  it('refuses a line that never ends', () => {
    const endless = 'x'.repeat(LONGEST_RECORD * 2 + 1);
    expect(() => new CsvReader(',').read(`a,b\n${endless}`, false)).toThrow(
      'line 2 is longer than 4 million characters; is this a table of tickets?',
    );
    expect(() => new CsvReader(',').read(endless, false)).toThrow('line 1 is longer');
  });

  it('counts lines through multi-line cells, blank lines and CRLF', () => {
    const text = 'a,b\r\n"1\r\n\r\n2",x\r\n\r\n   \r\n3,y\r\n';
    expect(read(text).map(({ line }) => line)).toEqual([1, 2, 7]);
  });

  it('splits at a lone CR only where the header ends in one', () => {
    expect(cellsOf('a,b\r1,2\r\r3,4')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
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
    expect(read('a\n""\n', undefined).map(({ cells }) => cells)).toEqual([['a'], ['']]);
  });
});
