import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/mistake.ts';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { put, tempFolder } from './temp-folder.ts';

const folder = await tempFolder();
await put(folder, 'tickets.csv', 'id,text\n1,a\n');
await mkdir(join(folder, 'exports'));
await put(join(folder, 'exports'), 'may.csv', 'id,text\n');

const messageFor = async (path: string): Promise<string> => {
  const mistake = await openTickets(path, {}).catch((error: unknown) => error);
  expect(mistake).toBeInstanceOf(UserMistake);
  const message = mistake instanceof Error ? mistake.message : '';
  expect(message).not.toContain('\n');
  return message.replaceAll(`${folder}/`, '');
};
const junk = Buffer.from(
  Array.from({ length: 3000 }, (_, index) => (index * 7919 + (index >> 3)) % 256),
);

it.each([
  ['ticket.csv', undefined, 'there is no file ticket.csv; did you mean "tickets.csv"?'],
  ['quarterly-numbers.csv', undefined, 'there is no file quarterly-numbers.csv'],
  ['nowhere/a.csv', undefined, /^there is no file nowhere\/a\.csv: there is no folder .*nowhere$/],
  ['exports', undefined, 'exports is a folder; name a file in it: may.csv'],
  ['empty.csv', '', 'empty.csv is empty; it needs a header and rows'],
  ['blank.csv', '\n \n\r\n', 'blank.csv has no header; its first line names the columns'],
  ['blank.jsonl', '\n\n', 'blank.jsonl holds only blank lines; it needs one JSON object a line'],
  ['words.jsonl', 'a\nb\n', 'words.jsonl holds no JSON object; it needs one a line'],
  [
    'tickets.doc',
    'x',
    'tickets.doc ends in ".doc"; tickets are read from .csv, .tsv, .txt, .json, .jsonl, .ndjson, .xlsx and .parquet, and from these packed as .gz',
  ],
  [
    'tickets',
    'x',
    'tickets ends in nothing; tickets are read from .csv, .tsv, .txt, .json, .jsonl, .ndjson, .xlsx and .parquet, and from these packed as .gz',
  ],
  ['old.xls', 'x', 'old.xls is in the old Excel format; save it as .xlsx or .csv'],
  [
    'text.xlsx',
    'id,text\n',
    'text.xlsx is not an Excel workbook; save it as .xlsx again, or name it .csv',
  ],
  [
    'renamed.xlsx',
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]),
    'renamed.xlsx is an old Excel file; save it as .xlsx or .csv',
  ],
  [
    'torn.xlsx',
    Buffer.from('PK\x03\x04 and then nothing of use'),
    /^torn\.xlsx can't be read as an Excel workbook.*; save it again as \.xlsx, or as \.csv$/,
  ],
  [
    'book.csv',
    Buffer.from('PK\x03\x04rest'),
    'book.csv is a workbook or a zip file; name a workbook .xlsx',
  ],
  [
    'packed.csv',
    Buffer.from([0x1f, 0x8b, 8, 0]),
    /^packed\.csv is damaged and can't be unpacked \(.*\); copy or export it again$/,
  ],
  ['junk.csv', junk, 'junk.csv is not text; tickets are read from .csv, .tsv, .jsonl and .xlsx'],
])('refuses %s in one line', async (name, data, message) => {
  const path = data === undefined ? join(folder, name) : await put(folder, name, data);
  if (message instanceof RegExp) expect(await messageFor(path)).toMatch(message);
  else expect(await messageFor(path)).toBe(message);
});
