import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { all, put, tempFolder } from './temp-folder.ts';

const folder = await tempFolder();
const jan = await put(folder, 'jan.csv', 'id,text\n1,a\n2,b\n');
const feb = await put(folder, 'feb.csv.gz', gzipSync('text,id,region\nc,2,north\nd,3,south\n'));
const march = await put(folder, 'march.jsonl', '{"id":4,"text":"e","region":"west"}\n');
const files = [jan, feb, march];

it('reads several files as one table, with the file of each row in a column', async () => {
  const file = await openTickets({ files }, {});
  const tickets = await all(file);
  expect(file.header).toEqual(['id', 'text', 'region', 'file']);
  expect(tickets.map(({ cells }) => cells)).toEqual([
    ['1', 'a', '', 'jan.csv'],
    ['2', 'b', '', 'jan.csv'],
    ['2', 'c', 'north', 'feb.csv.gz'],
    ['3', 'd', 'south', 'feb.csv.gz'],
    ['4', 'e', 'west', 'march.jsonl'],
  ]);
  expect(tickets.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5]);
  expect(file.path).toBe(`${jan} and 2 more`);
  expect(file.notes).toContain('jan.csv has no column region');
});

it('tells ids apart that stand in several files, and leaves all others as they are', async () => {
  const file = await openTickets({ files }, {});
  expect((await all(file)).map(({ id }) => id)).toEqual([
    '1',
    'jan.csv:2',
    'feb.csv.gz:2',
    '3',
    '4',
  ]);
  expect(file.notes).toContain('ids that stand in several files: 1; they are called FILE:ID');
});

it('lets one file have an id twice, as it may alone', async () => {
  const twice = await put(folder, 'twice.csv', 'id,text\n7,a\n7,b\n');
  const file = await openTickets({ files: [jan, twice] }, {});
  expect((await all(file)).map(({ id }) => id)).toEqual(['1', '2', '7', '7']);
});

it('keeps a column that is called file already', async () => {
  const one = await put(folder, 'one.csv', 'text,File\na,x.pdf\n');
  const two = await put(folder, 'two.csv', 'text,File\nb,\n');
  const file = await openTickets({ files: [one, two] }, {});
  expect(file.columns).toEqual(['text', 'File', 'tribunal_file']);
  expect((await all(file)).map(({ cells }) => cells)).toEqual([
    ['a', 'x.pdf', 'one.csv'],
    ['b', '', 'two.csv'],
  ]);
});

it('says of a row with too many cells what it says in one file', async () => {
  const odd = await put(folder, 'odd.csv', 'id,text\n8,a,b\n');
  const tickets = await all(await openTickets({ files: [jan, odd] }, {}));
  expect(tickets[2]?.defect).toBe('line 2: 3 cells where the header has 2; extra: "b"');
});

it('calls files of one name by their folders', async () => {
  await mkdir(join(folder, 'other'));
  const other = await put(join(folder, 'other'), 'jan.csv', 'id,text\n9,z\n');
  const tickets = await all(await openTickets({ files: [jan, other] }, {}));
  expect(tickets.map(({ cells }) => cells[2])).toEqual([jan, jan, other]);
});

it('refuses a file without the column that is judged', async () => {
  const other = await put(folder, 'other.csv', 'id,body\n1,a\n');
  await expect(openTickets({ files: [jan, other] }, {})).rejects.toThrow(
    `${other} has no column "text", which is judged`,
  );
});

it('fills patterns in, and reads each file once', async () => {
  const file = await openTickets({ files: [join(folder, 'j*.csv'), jan] }, {});
  expect(file.files).toEqual([jan]);
  expect(file.columns).toEqual(['id', 'text']);
});

it('takes a name literally where there is such a file', async () => {
  const odd = await put(folder, 'a[1].csv', 'id,text\n1,a\n');
  expect((await openTickets(odd, {})).files).toEqual([odd]);
});

it.each([
  ['*.parquet', 'no file is named like *.parquet'],
  [
    'https://example.org/tickets.csv',
    'https://example.org/tickets.csv is an address, and tickets are read from files or a pipe; put "curl -sSL https://example.org/tickets.csv |" before the command, and - for the file',
  ],
  ['s3://bucket/tickets.csv', /is an address/],
])('refuses %s with advice', async (word, message) => {
  await expect(openTickets(word, {})).rejects.toThrow(message);
});
