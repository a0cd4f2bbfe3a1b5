import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { all, put, tempFolder } from './temp-folder.ts';

const folder = await tempFolder();
const csv = 'id,text\n1,Großer Ärger\n2,"two\nlines"\n';

it.each([
  ['tickets.csv.gz', gzipSync(csv)],
  ['tickets.gz', gzipSync(csv)],
  ['named-otherwise.csv', gzipSync(csv)],
  ['not-packed.csv.gz', csv],
  ['parts.csv.gz', Buffer.concat([gzipSync(csv.slice(0, 20)), gzipSync(csv.slice(20))])],
  ['wide.csv.gz', gzipSync(Buffer.from(`\uFEFF${csv}`, 'utf16le'))],
  ['lines.gz', gzipSync('{"id":1,"text":"Großer Ärger"}\n{"id":2,"text":"two\\nlines"}\n')],
])('reads %s by what is in it', async (name, data) => {
  const tickets = await all(await openTickets(await put(folder, name, data), {}));
  expect(tickets.map(({ id, text }) => ({ id, text }))).toEqual([
    { id: '1', text: 'Großer Ärger' },
    { id: '2', text: 'two\nlines' },
  ]);
});

const whole = gzipSync(csv);
const flipped = Buffer.from(whole).fill(0, 20, 30);

it.each([
  ['cut.csv.gz', whole.subarray(0, 30), /^cut\.csv\.gz is damaged and can't be unpacked/],
  ['flipped.csv.gz', flipped, /^flipped\.csv\.gz is damaged and can't be unpacked/],
  [
    'twice.csv.gz',
    gzipSync(whole),
    'twice.csv.gz is compressed twice; unpack it with gunzip first',
  ],
  [
    'bomb.csv.gz',
    gzipSync(Buffer.alloc(80 * 1024 * 1024, 'id,text\n1,boom\n')),
    'bomb.csv.gz unpacks to more than 250 times its size, which no tickets do; if these do, unpack it with gunzip first',
  ],
  [
    'book.xlsx.gz',
    gzipSync('PK\x03\x04rest'),
    'book.xlsx.gz packs a workbook, which is packed by itself; unpack it with gunzip first',
  ],
])('refuses %s in one line', async (name, data, message) => {
  const path = await put(folder, name, data);
  const opened = openTickets(path, {}).catch((error: Error) => {
    throw new Error(error.message.replaceAll(`${folder}/`, ''));
  });
  await expect(opened).rejects.toThrow(message);
});
