import { createWriteStream, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw } from 'node:zlib';
import { expect, it } from 'vitest';
import { checkUnpacked } from '../../src/tickets/check-unpacked.ts';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { tempFolder } from '../support/files.ts';

/** A zip whose one entry says nothing of its size, and unpacks to so many megabytes of blanks. */
async function writeBomb(file: string, megabytes: number): Promise<void> {
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  // Sizes follow the data: nobody knows them before.
  header.writeUInt16LE(8, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(name.length, 26);
  const out = createWriteStream(file);
  out.write(Buffer.concat([header, name]));
  const blanks = Buffer.alloc(1024 * 1024, 0x20);
  async function* data() {
    for (let index = 0; index < megabytes; index++) yield blanks;
  }
  await pipeline(data, createDeflateRaw({ level: 9 }), out);
}

it('a workbook that unpacks to more than it may is refused before it is read, and costs no memory', async () => {
  const file = path.join(tempFolder(), 'bomb.xlsx');
  await writeBomb(file, 1200);
  expect(statSync(file).size).toBeLessThan(2 * 1024 * 1024);
  const before = process.memoryUsage.rss();
  await expect(openTickets(file, {})).rejects.toThrow('bomb.xlsx unpacks to more than 200 MB');
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
});

it('what is no zip, or a broken one, is left to its reader', async () => {
  const file = path.join(tempFolder(), 'small.xlsx');
  await writeBomb(file, 1);
  await expect(checkUnpacked('small.xlsx', file)).resolves.toBeUndefined();
});
