import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { openTickets } from '../../../src/tickets/read-tickets.ts';
import { tempFolder } from '../../support/files.ts';
import { hostileFiles } from '../../support/hostile-files.ts';

it('a workbook that unpacks to more than it may is refused, and costs no memory', async () => {
  const file = path.join(tempFolder(), 'bomb.xlsx');
  writeFileSync(file, hostileFiles['bomb.xlsx']?.() ?? '');
  expect(statSync(file).size).toBeLessThan(4 * 1024 * 1024);
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
