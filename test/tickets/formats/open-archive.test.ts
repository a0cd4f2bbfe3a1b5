import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { openTickets } from '../../../src/tickets/read-tickets.ts';
import { tempFolder } from '../../support/files.ts';

it('a workbook that unpacks to more than it may is refused, and costs no memory', async () => {
  const file = path.join(tempFolder(), 'bomb.xlsx');
  const blanks = new Uint8Array(64 * 1024 * 1024).fill(0x20);
  const piece = zipSync({ a: blanks }, { level: 9 });
  expect(piece.length).toBeLessThan(100_000);
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const text = (words: string) => new TextEncoder().encode(words);
  writeFileSync(
    file,
    zipSync(
      {
        '_rels/.rels': text(
          `<Relationships><Relationship Id="r" Type="${office}/officeDocument" Target="book.xml"/></Relationships>`,
        ),
        'book.xml': new Uint8Array(
          Buffer.concat([...Array(4).fill(blanks), Buffer.from('<book/>')]),
        ),
      },
      { level: 9 },
    ),
  );
  expect(statSync(file).size).toBeLessThan(1024 * 1024);
  const before = process.memoryUsage.rss();
  await expect(openTickets(file, {})).rejects.toThrow('bomb.xlsx unpacks to more than 200 MB');
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
});

it.each([
  ['a zip without a directory', Buffer.from('PK\u0003\u0004 and no more')],
  ['a zip that breaks off', Buffer.from(zipSync({ a: new Uint8Array(5000) })).subarray(0, 60)],
])('%s is no workbook, in one line', async (_, bytes) => {
  const file = path.join(tempFolder(), 'broken.xlsx');
  writeFileSync(file, bytes);
  await expect(openTickets(file, {})).rejects.toThrow(
    /broken\.xlsx can't be read as an Excel workbook/,
  );
});
