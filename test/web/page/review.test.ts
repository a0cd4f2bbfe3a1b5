import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../support/browser.ts';
import { failed, no, unrouted, yes } from '../../support/cases.ts';
import { enterRun } from '../../support/decided-run.ts';
import { tempFolder } from '../../support/files.ts';
import { queryLedger } from '../../support/query-ledger.ts';

const standing = `select row, themes, author, reason from gold where undone_at is null order by row`;

describe.runIf(hasBrowser)('the review page', () => {
  const location = path.join(tempFolder(), 'ledger.db');
  let address: string;

  beforeAll(async () => {
    const ledger = await openLedger(location);
    const unsure = [no('manners'), yes('waiting', { confidence: 0.6 }), unrouted('website')];
    const cells = (id: string) => [id, 'I waited an hour on the phone'];
    await enterRun(ledger, 'run', [
      { id: 'A1', outcomes: [failed('manners'), failed('waiting')], cells: cells('A1') },
      { id: 'A2', outcomes: unsure, cells: cells('A2') },
      { id: 'A3', outcomes: unsure, cells: cells('A3') },
    ]);
    await ledger.close();
    address = await servePage(location);
  });

  it('is worked through by keyboard: accept, correct, undo, export', async () => {
    const { page, complaints } = await openPage(`${address}/runs/run/review`);
    const heading = (id: string) => page.getByRole('heading', { name: id, exact: true });
    await heading('A1').waitFor();
    await page.getByText('3 left, 0 labelled today').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await page.getByText('Say who you are').waitFor();
    await page.keyboard.type('Ada');
    await page.getByLabel('Reason').fill('it is about the site');
    await page.getByRole('heading', { name: 'Review' }).click();
    await page.keyboard.press('Enter');
    await heading('A2').waitFor();
    await page.locator('mark').first().waitFor();
    await page.keyboard.press('a');
    await heading('A3').waitFor();
    await page.getByText('1 left, 2 labelled today').waitFor();
    expect(queryLedger(location, standing)).toEqual([
      { row: 1, themes: 'website', author: 'Ada', reason: 'it is about the site' },
      { row: 2, themes: 'waiting', author: 'Ada', reason: '' },
    ]);

    await page.keyboard.press('u');
    await heading('A2').waitFor();
    await page.getByText('2 left, 1 labelled today').waitFor();
    expect(queryLedger(location, standing)).toHaveLength(1);
    await page.getByRole('button', { name: 'Export labels' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'As CSV' }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).toMatch(/^A1,website,Ada,/m);

    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Review' }).click();
    await page.keyboard.press('a');
    await heading('A3').waitFor();
    await page.keyboard.press('s');
    await page.getByText('Only tickets that you skipped are left').waitFor();
    await page.getByRole('button', { name: 'Look at it again' }).click();
    await heading('A3').waitFor();
    await page.keyboard.press('a');
    await page.getByText('No ticket needs you').waitFor();
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });
});
