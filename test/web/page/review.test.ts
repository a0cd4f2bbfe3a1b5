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
    await page.getByLabel('Your name').fill('Ada');
    await page.keyboard.press('Enter');
    await heading('A1').waitFor();
    await page.getByText('3 left, 0 labelled today').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('3');
    await page.getByLabel('Reason').fill('it is about the site');
    await page.getByRole('heading', { name: 'Review' }).click();
    await page.keyboard.press('Enter');
    await heading('A2').waitFor();
    expect(new URL(page.url()).pathname).toBe('/runs/run/review/2');
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

  it('offers the tickets that were drawn, and any other by its address', async () => {
    const ledger = await openLedger(location);
    const sure = [yes('waiting', { confidence: 0.99 }), unrouted('manners'), unrouted('website')];
    await enterRun(ledger, 'drawn', [
      { id: 'B1', outcomes: sure },
      { id: 'B2', outcomes: [failed('waiting'), failed('manners')] },
      { id: 'B3', outcomes: sure },
    ]);
    await ledger.samples.replace('drawn', [{ row: 3, chance: 0.4 }]);
    await ledger.close();
    const { page } = await openPage(`${address}/runs/drawn/review`);
    await page.getByLabel('Your name').fill('Ada');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'B3', exact: true }).waitFor();
    await page.getByText('The sample of 1 ticket').waitFor();
    await page.getByText('1 left, 0 labelled today').waitFor();
    await page.getByText('The doubtful ones').click();
    await page.getByRole('heading', { name: 'B2', exact: true }).waitFor();
    await page.goto(`${address}/runs/drawn/review/1`);
    await page.getByRole('heading', { name: 'B1', exact: true }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('1 labelled today').waitFor();
    await page.evaluate("localStorage.setItem('tribunal-author', JSON.stringify('Bo'))");
    await page.goto(`${address}/runs/drawn/review/1`);
    await page.getByRole('heading', { name: 'B1', exact: true }).waitFor();
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Save these themes' }).click();
    await page.goto(`${address}/runs/drawn/review`);
    await page.getByText('agreement of 2 people on 1 ticket').waitFor();
  });

  it('draws a random sample where there is none', async () => {
    const { page } = await openPage(`${address}/runs/run/review`);
    await page.getByRole('button', { name: 'Draw a random sample' }).click();
    await page.getByText('The sample of 3 tickets').waitFor();
  });

  it('is not needed to correct a ticket that is looked at', async () => {
    const { page, complaints } = await openPage(`${address}/runs/run/tickets/3`);
    await page.getByRole('heading', { name: 'Decision' }).waitFor();
    await page.keyboard.press('e');
    await page.getByLabel('Your name').fill('Bo');
    await page.getByRole('button', { name: 'Start labelling' }).click();
    const right = page.getByRole('group', { name: 'The right themes' });
    await right.getByRole('button', { name: /Waiting/i, pressed: true }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Leave it' }).click();
    const judge = page.getByRole('article', { name: /Manners/i });
    await judge.getByText('yes', { exact: true }).last().click();
    await page.getByRole('button', { name: 'Make this the right answer' }).click();
    await right.getByRole('button', { name: /Manners/i, pressed: true }).waitFor();
    await right.getByRole('button', { name: 'Save as the right answer' }).click();
    await page.getByRole('region', { name: 'Causes and labels' }).getByText(/^Bo, /).waitFor();
    const gold = await (await fetch(`${address}/api/runs/run/gold.csv`)).text();
    expect(gold).toMatch(/^A3,manners\|waiting,Bo,/m);
    expect(complaints).toEqual([]);
  });
});
