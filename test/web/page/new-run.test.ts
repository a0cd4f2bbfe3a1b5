import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { RunRequest } from '../../../src/web/api/run-request.ts';
import {
  expectAccessible,
  hasBrowser,
  openPage,
  overflowOf,
  servePage,
} from '../../support/browser.ts';
import { tempFolder } from '../../support/files.ts';

const folder = tempFolder();

it.skipIf(!hasBrowser)(
  'what was guessed of a file is shown, can be changed, and is what the run is asked for',
  async () => {
    const workbook = path.join(folder, 'export.xlsx');
    const row = (id: number, subject: string) => [
      id,
      subject,
      `<p>Where is my bag?</p><p>No ${id}</p>`,
    ];
    await writeExcelFile([
      { sheet: 'Read me', data: [['About this file'], ['Made by hand']] },
      {
        sheet: 'Data',
        data: [
          ['Exported on Monday'],
          ['id', 'subject', 'description'],
          ...[1, 2, 3].map((id) => row(id, `Bag ${id}`)),
        ],
      },
      { sheet: 'Archive', data: [['id', 'subject', 'description', 'note'], row(9, 'Old')] },
    ]).toFile(workbook);
    const chats = path.join(folder, 'chats.json');
    const chat = (id: number) => ({ id, source: { body: `I lost bag ${id}`, author: 'Ada' } });
    writeFileSync(
      chats,
      JSON.stringify({ old: [{ note: 'none' }], conversations: [chat(1), chat(2)] }),
    );
    const address = await servePage(path.join(folder, 'ledger.db'));
    const { page, complaints } = await openPage(`${address}/new`);
    const first = page.getByRole('region', { name: 'The first rows' });
    const requests: RunRequest[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/plan')) requests.push(request.postDataJSON());
    });

    await page.locator('input[type=file]').setInputFiles(workbook);
    await page.getByText(/not read: "Read me" \(2 rows\), "Archive" \(2 rows\)/).waitFor();
    await page.getByText('1 row above the header skipped').waitFor();
    await page.getByRole('combobox', { name: 'HTML, quoted replies, signatures' }).click();
    await page.getByRole('option', { name: 'Cut', exact: true }).click();
    await page.getByText('Where is my bag?\n\nNo 1', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Text that is judged' }).click();
    await page.getByRole('option', { name: 'subject' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('Bag 1').first().waitFor();
    await expectAccessible(page);
    await page.getByLabel('Sheets').fill('archive');
    await first.getByText('Old').waitFor();
    await page.getByLabel('Row that names the columns').fill('0');
    await first.getByText('column_1').waitFor();
    await page.getByLabel('Sheets').fill('May');
    await page.getByText('export.xlsx has no sheet "May"').waitFor();
    for (const complaint of complaints.splice(0)) expect(complaint).toContain('400');
    await page.getByLabel('Sheets').fill('Data');
    await page.getByLabel('Row that names the columns').fill('2');
    await first.getByText('description').waitFor();
    await expect
      .poll(() => requests.at(-1), { timeout: 20_000 })
      .toMatchObject({ sheet: 'Data', headerRow: 2, cleanText: true });
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);

    await page.locator('input[type=file]').setInputFiles(chats);
    await page.getByText('I lost bag 1').first().waitFor();
    await page.getByLabel('Where the tickets are').fill('old');
    await first.getByText('none').waitFor();
    expect(complaints).toEqual([]);
  },
);
