import path from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../../../src/ledger/open-ledger.ts';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../../support/browser.ts';
import { tempFolder } from '../../../support/files.ts';
import { writeRunRows } from '../../../support/written-run.ts';

it.runIf(hasBrowser)(
  'runs are named, tagged, pinned, grouped by file and deleted in their list',
  async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const ledger = await openLedger(location);
    const tickets = [{ decision: { themes: ['a'] } }];
    for (let number = 1; number <= 6; number++)
      await writeRunRows(ledger, `r${number}`, ['a'], tickets, {
        started_at: number,
        file: number % 2 === 0 ? 'mails.csv' : 'calls.csv',
      });
    await ledger.close();
    const { page, complaints } = await openPage(await servePage(location));
    const cards = page.getByRole('main').getByRole('listitem');
    await expect.poll(() => cards.count()).toBe(6);
    const menu = async (card: number, item: string) => {
      await cards
        .nth(card)
        .getByRole('button', { name: /^What to do with/ })
        .click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await menu(3, 'Name and note');
    await page.getByLabel('Name', { exact: true }).fill('Before the change');
    await page.getByLabel('Note', { exact: true }).fill('for the board #board');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await cards.nth(3).getByRole('link', { name: 'Before the change' }).waitFor();
    await menu(3, 'Pin to the top');
    await cards.nth(0).getByLabel('Pinned').waitFor();
    await page.getByRole('button', { name: '#board' }).click();
    await expect.poll(() => cards.count()).toBe(1);
    await page.getByLabel('Find a run').fill('');
    await page.getByText('By file', { exact: true }).click();
    await page.getByRole('heading', { name: 'calls.csv' }).waitFor();
    await expectAccessible(page);
    await menu(1, 'Delete');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await expect.poll(() => cards.count()).toBe(5);
    const after = await openLedger(location);
    expect((await after.runs.ids()).length).toBe(5);
    expect((await after.runs.find('r3'))?.name).toBe('Before the change');
    await after.close();
    expect(complaints).toEqual([]);
  },
);
