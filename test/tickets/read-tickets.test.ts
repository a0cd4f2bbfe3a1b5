import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { all, put, tempFolder } from './temp-folder.ts';

const folder = await tempFolder();
const open = async (name: string, data: string | Uint8Array) => {
  const file = await openTickets(await put(folder, name, data), {});
  return { file, tickets: await all(file) };
};
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('openTickets', () => {
  it.each(['[{"text":"late"},{"text":"lost"}', '{"tickets":[{"text":"late"},{"te'])(
    'says that the file %s was cut off',
    async (text) => {
      const { file } = await open('cut.json', text);
      expect(file.notes).toContainEqual(expect.stringContaining('ends before its JSON does'));
      const { file: whole } = await open('whole.json', '[{"text":"late"},{"text":"lost"}]');
      expect(whole.notes.join()).not.toContain('ends before');
    },
  );

  it('refuses UTF-32 in one line, with and without its mark', async () => {
    const utf32 = (text: string) =>
      Buffer.concat([...text].map((letter) => Buffer.from([letter.charCodeAt(0), 0, 0, 0])));
    const csv = utf32('id,text\n1,my bag is late\n');
    for (const bytes of [csv, Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), csv])])
      await expect(open('wide.csv', bytes)).rejects.toThrow(
        /wide\.csv is in UTF-32, which is not read; save it as UTF-8$/,
      );
  });

  it('gives back the cells of any CSV, whatever they hold', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('"', ',', ';', '\n', '\r', '\r\n', ' ', 'a', 'é', '\t', "'", '='))
        .map((parts) => parts.join('')),
    );
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 20 });
    const delimiter = fc.constantFrom(',', ';', '\t', '|');
    const line = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(rows, delimiter, line, fc.boolean(), async (cells, split, end, bom) => {
        const csv = stringify([['id', 'text', 'more'], ...cells], {
          delimiter: split,
          record_delimiter: end,
          quoted_match: /[\r\n]/,
        });
        const { tickets } = await open('any.csv', bom ? `\uFEFF${csv}` : csv);
        expect(tickets.map((ticket) => ticket.cells)).toEqual(cells);
      }),
      { numRuns: 150 },
    );
  });

  it('reads UTF-16 of both byte orders, with a mark and without', async () => {
    const text = 'id,text\r\n1,naïve “quotes” ʤ\r\n';
    const expected = [['1', 'naïve “quotes” ʤ']];
    for (const [name, bytes] of [
      ['little.csv', Buffer.from(text, 'utf16le')],
      ['little-mark.csv', Buffer.from(`\uFEFF${text}`, 'utf16le')],
      ['big.csv', utf16be(text)],
      ['big-mark.csv', utf16be(`\uFEFF${text}`)],
    ] as const) {
      const { file, tickets } = await open(name, bytes);
      expect(tickets.map(({ cells }) => cells)).toEqual(expected);
      expect(file.header).toEqual(['id', 'text']);
      expect(file.notes[0]).toMatch(/^read as UTF-16 [LB]E$/);
    }
  });

  it('reads Windows-1252 whose first odd byte comes after a megabyte', async () => {
    const ascii = Buffer.from(
      `id,text\n${'7,the same plain line again and again\n'.repeat(40_000)}`,
    );
    const odd = Buffer.concat([ascii, Buffer.from([0x38, 0x2c, 0x80, 0x35, 0xe9, 0x0a])]);
    const { file, tickets } = await open('late.csv', odd);
    expect(file.notes).toContain('read as Windows-1252');
    expect(tickets.at(-1)?.text).toBe('€5é');
  });

  it('reads the lines of a file in two encodings each in its own', async () => {
    const bytes = Buffer.concat([Buffer.from('id,text\n1,café\n2,caf'), Buffer.from([0xe9, 0x0a])]);
    const { file, tickets } = await open('mixed.csv', bytes);
    expect(file.notes).toContain('1 line is not UTF-8: read as Windows-1252');
    expect(tickets.map(({ text }) => text)).toEqual(['café', 'café']);
  });

  it('refuses broken UTF-16 instead of writing U+FFFD', async () => {
    const broken = Buffer.concat([
      Buffer.from('\uFEFFid,text\n1,', 'utf16le'),
      Buffer.from([0x00, 0xd8, 0x0a, 0x00]),
    ]);
    await expect(open('broken.csv', broken)).rejects.toThrow(
      /looks like UTF-16 LE but is broken; save it as UTF-8$/,
    );
  });

  it('makes a defect of a quote that is never closed, and goes on with the next line', async () => {
    const { tickets } = await open('open.csv', 'id,text\n1,"never closed\n2,fine\n3,"also fine"\n');
    expect(tickets.map(({ id, defect }) => [id, defect])).toEqual([
      ['1', 'line 2: a quote opens in this row and is not closed'],
      ['2', undefined],
      ['3', undefined],
    ]);
    expect(tickets[0]?.cells).toEqual(['1', '"never closed']);
  });

  it('takes commas as text where the header is one column', async () => {
    const { file, tickets } = await open('one.csv', 'text\nhello, world\n\n"a, ""b"""\n');
    expect(tickets.map(({ text }) => text)).toEqual(['hello, world', 'a, "b"']);
    expect(file.notes).toContain('one column: nothing splits the header');
  });

  it("obeys Excel's own sep= line", async () => {
    const { file, tickets } = await open('sep.csv', 'sep=;\r\nid;text\r\n1;a,b\r\n2;\r\n');
    expect(file.header).toEqual(['id', 'text']);
    expect(tickets.map(({ cells }) => cells)).toEqual([
      ['1', 'a,b'],
      ['2', ''],
    ]);
    expect(tickets[1]?.defect).toBe('line 4: the text is empty');
  });

  it('can be read again from the start, and a header alone is no mistake', async () => {
    const { file, tickets } = await open('twice.tsv', 'id\ttext\n1\ta,b\n');
    expect(file.format).toBe('tsv');
    expect(await all(file)).toEqual(tickets);
    expect((await open('header.csv', 'id,text\n')).tickets).toEqual([]);
  });

  it('reads JSON lines: every key a column, values as text, long numbers whole', async () => {
    const { file, tickets } = await open(
      'lines.jsonl',
      '{"id":570306133677760513,"text":"one","tags":["a",2]}\n\nnot json\n[1]\n{"text":"two","late":null,"score":0.5}\n{"id":"x"}\r\n',
    );
    expect(file.header).toEqual(['id', 'text', 'tags', 'late', 'score']);
    expect(tickets.map(({ cells }) => cells)).toEqual([
      ['570306133677760513', 'one', '["a",2]', '', ''],
      ['', '', '', '', ''],
      ['', '', '', '', ''],
      ['', 'two', '', '', '0.5'],
      ['x', '', '', '', ''],
    ]);
    expect(tickets.map(({ defect }) => defect)).toEqual([
      undefined,
      'line 3: not JSON: not json',
      'line 4: not a JSON object: [1]',
      undefined,
      'line 6: the text is empty',
    ]);
  });

  it('marks half a character from JSON, which no file could hold', async () => {
    const { tickets } = await open(
      'half.jsonl',
      '{"text":"a\\ud83d b"}\n{"text":"\\ud83d\\ude00"}\n',
    );
    expect(tickets.map(({ defect }) => defect)).toEqual([
      'line 1: the text holds half a character',
      undefined,
    ]);
  });

  it('reads the first sheet of a workbook, dates as ISO text', async () => {
    const path = join(folder, 'book.xlsx');
    await writeExcelFile(
      [
        ['id', 'text', 'on', 'at', 'ok'],
        [
          '007',
          '  spaced\nlines ',
          new Date('2024-03-01T00:00:00Z'),
          new Date('2024-03-01T10:30:00Z'),
          true,
        ],
        [8, null, null, null, null],
        [null, null, null, null, null],
      ],
      { dateFormat: 'yyyy-mm-dd' },
    ).toFile(path);
    const file = await openTickets(path, {});
    const tickets = await all(file);
    expect(tickets.map(({ cells }) => cells)).toEqual([
      ['007', '  spaced\nlines ', '2024-03-01', '2024-03-01T10:30:00', 'true'],
      ['8', '', '', '', ''],
    ]);
    expect(tickets[1]?.defect).toBe('line 3: the text is empty');
  });

  it('leaves NULs in the cells but not in the text', async () => {
    const { tickets } = await open('nul.csv', 'id,text\n1,a\0b\n');
    expect(tickets[0]).toMatchObject({ cells: ['1', 'a\0b'], text: 'ab' });
  });

  it('shortens what a defect quotes', async () => {
    const { tickets } = await open('long.csv', `id,text\n1,a,${'x'.repeat(5000)}\n`);
    expect(tickets[0]?.defect).toHaveLength(
      'line 2: 3 cells where the header has 2; extra: '.length + 201,
    );
  });

  it('minds no extra cells that are empty', async () => {
    const { tickets } = await open('commas.csv', 'id,text\n1,a,,\n');
    expect(tickets[0]).toMatchObject({ cells: ['1', 'a'] });
    expect(tickets[0]?.defect).toBeUndefined();
  });
});
