import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { all } from './temp-folder.ts';

const folder = new URL('../../../shared/data/messy_csv/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.log('skipped: the messy CSV files are not beside this checkout');

const Case = z.object({
  file: z.string(),
  trait: z.string(),
  records: z.number().optional(),
  columns: z.array(z.string()).optional(),
  expect: z.array(z.record(z.string(), z.string())).optional(),
});
const cases = isThere
  ? z.array(Case).parse(JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')))
  : [];

const open = async (name: string) => {
  const file = await openTickets(fileURLToPath(new URL(name, folder)), {});
  return { file, tickets: await all(file) };
};

describe.skipIf(!isThere)('messy CSV files', () => {
  it.each(cases)('$file: $trait', async ({ file: name, records, columns, expect: rows }) => {
    const { file, tickets } = await open(name);
    if (records !== undefined) expect(tickets).toHaveLength(records);
    if (columns !== undefined) expect(file.header).toEqual(columns);
    if (rows !== undefined) {
      expect(
        tickets.map(({ cells }) =>
          Object.fromEntries(file.header.map((column, index) => [column, cells[index]])),
        ),
      ).toEqual(rows);
    }
    expect(tickets.map(({ row }) => row)).toEqual(tickets.map((_, index) => index + 1));
    expect(JSON.stringify(tickets)).not.toContain('\uFFFD');
  });

  it('reads Latin-1, UTF-16, NUL bytes and CR line ends', async () => {
    const cells = async (name: string) => (await open(name)).tickets.map((one) => one.cells);
    expect(await cells('04_latin1.csv')).toEqual([
      ['1', '2', '3'],
      ['4', '5', '©'],
    ]);
    expect(await cells('05_utf16_little.csv')).toEqual([
      ['1', '2', '3'],
      ['4', '5', 'ʤ'],
    ]);
    expect(await cells('06_null_byte.csv')).toEqual([['\0', '2', '3']]);
    expect(await cells('08_mac_newlines.csv')).toEqual([
      ['1', '2', '3'],
      ['Once upon\ra time', '5', '6'],
    ]);
  });

  it('keeps rows with too many and too few cells, and says what is wrong', async () => {
    const bad = (await open('07_ragged_bad.csv')).tickets;
    expect(bad.map(({ defect }) => defect)).toEqual([
      `line 2: 4 cells where the header has 3; extra: "I'm too long!"`,
      'line 3: 2 cells where the header has 3',
      undefined,
    ]);
    const { tickets } = await open('14_ragged_tickets.csv');
    expect(tickets).toHaveLength(9);
    expect(tickets.filter(({ defect }) => defect !== undefined).map(({ id }) => id)).toEqual([
      'A0004',
      'A0006',
    ]);
    expect(tickets[1]?.defect).toBe(
      'line 4: 4 cells where the header has 2; extra: "extra", "cells"',
    );
  });

  it('names columns once, numbers a row without id, and marks empty texts', async () => {
    expect((await open('11_duplicate_headers.csv')).file.columns).toEqual([
      'id',
      'text',
      'text_2',
      'column_4',
    ]);
    const { tickets } = await open('15_empty_text.csv');
    expect(tickets.map(({ id }) => id)).toEqual(['A0013', 'E1', 'E2', '4', 'E3', 'A0014']);
    expect(tickets.map(({ defect }) => defect)).toEqual([
      undefined,
      'line 3: the text is empty',
      'line 4: the text is empty',
      undefined,
      'line 6: the text is empty',
      undefined,
    ]);
  });

  it('keeps typographic characters of Windows-1252 and both rows of a duplicate id', async () => {
    const { file, tickets } = await open('16_windows1252.csv');
    expect(file.notes).toContain('read as Windows-1252');
    expect(tickets[0]?.text).toBe('The “service” was poor – £40 for a seat…');
    expect((await open('17_duplicate_ids.csv')).tickets.map(({ id }) => id)).toEqual([
      'A0016',
      'A0016',
      'A0019',
      'A0019',
    ]);
  });
});
