import path from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../../../src/ledger/open-ledger.ts';
import { hasBrowser, openPage, servePage } from '../../../support/browser.ts';
import { tempFolder } from '../../../support/files.ts';
import { writeRunRows } from '../../../support/written-run.ts';

it.runIf(hasBrowser)('a page begins at its top, and Back leads to where the list was', async () => {
  const location = path.join(tempFolder(), 'ledger.db');
  const ledger = await openLedger(location);
  for (let number = 1; number <= 30; number++)
    await writeRunRows(ledger, `r${number}`, ['a'], [{ decision: {} }], {
      started_at: number,
      file: `file-${number}.csv`,
    });
  await ledger.close();
  const { page } = await openPage(await servePage(location), { height: 500 });
  const scrolled = () => page.evaluate<number>('scrollY');
  const open = async () => {
    await page.getByRole('link', { name: 'file-9.csv' }).click();
    await page.getByRole('region', { name: 'Findings' }).waitFor();
  };
  await page.getByRole('link', { name: 'file-9.csv' }).scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 150);
  await expect.poll(scrolled).toBeGreaterThan(1000);
  for (let visit = 0; visit < 2; visit++) {
    await page.waitForTimeout(300);
    const before = await scrolled();
    await open();
    expect(await scrolled()).toBe(0);
    await page.goBack();
    await page.getByRole('link', { name: 'file-9.csv' }).waitFor();
    await expect.poll(async () => Math.abs((await scrolled()) - before)).toBeLessThan(3);
  }
});
