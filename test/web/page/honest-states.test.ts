import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../support/browser.ts';
import { tempFolder } from '../../support/files.ts';
import { type WrittenTicket, writeRunRows } from '../../support/written-run.ts';

const themes = ['late', 'bag'];
const decided = (theme: string[]): WrittenTicket => ({ decision: { themes: theme } });
const failed: WrittenTicket = {
  decision: {
    status: 'failed',
    themes: [],
    confidence: null,
    sentiment: 0.5,
    justification: 'Not judged: the model did not answer within 120 seconds.',
    outcomes: themes.map((theme) => ({
      kind: 'failed' as const,
      theme,
      cause: 'timeout',
      detail: 'no answer',
    })),
  },
};

describe.skipIf(!hasBrowser)('a run that did not all go well, on the page', () => {
  let address: string;

  beforeAll(async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const ledger = await openLedger(location);
    await writeRunRows(ledger, 'failed', themes, Array(4).fill(failed));
    const some = [...Array(3).fill(decided(['late'])), decided([]), failed];
    const stopped = { status: 'interrupted', rows: 300 } as const;
    await writeRunRows(ledger, 'stopped', themes, some, stopped);
    for (const number of [1, 2, 3, 4])
      await writeRunRows(ledger, `more-${number}`, ['refund'], [decided([])]);
    await ledger.runs.update('more-2', { name: 'The July export' });
    await ledger.close();
    address = await servePage(location);
  });

  it('counts failures as failures, and never as tickets without a theme', async () => {
    const { page, complaints } = await openPage(`${address}/runs/failed/results`);
    await page.getByRole('button', { name: 'no theme 0' }).waitFor();
    await page.getByRole('button', { name: 'failed: not judged 4' }).click();
    await page.waitForURL('**/results?status=failed');
    await page.getByText('4 of 4 tickets', { exact: true }).waitFor();
    const row = page.getByRole('row', { name: /^T1 / });
    expect(await row.textContent()).toMatch(/not judged.*failed––$/);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'T1', exact: true }).click();
    const decision = page.getByRole('region', { name: 'Decision' });
    await decision.getByText('did not answer within 120 seconds').waitFor();
    expect(await decision.textContent()).not.toMatch(/sentiment|no theme/);
    expect(await page.getByText('fixed before').count()).toBe(0);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  it('is found among others by its file, its themes or what a person called it', async () => {
    const { page } = await openPage(address);
    await page.getByRole('link', { name: 'The July export' }).waitFor();
    await page.getByLabel('Find a run').fill('july');
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1);
    await page.getByLabel('Find a run').fill('bag');
    await expect.poll(() => page.getByRole('listitem').count()).toBe(2);
    await expectAccessible(page);
    await page.getByLabel('Find a run').fill('no such words');
    await page.getByText('No run has these words.').waitFor();
  });

  it('says that the server is gone, and reads again when it is back', async () => {
    const { page } = await openPage(`${address}/runs/stopped`);
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.getByText('The server has not answered since').waitFor();
    await page.getByText('Not connected').waitFor();
    await expectAccessible(page);
    await page.unroute('**/api/**');
    await page.getByText('The server has not answered').waitFor({ state: 'detached' });
    await page.getByText('4 of 300 decided, 1 failed, 295 not reached').waitFor();
  });

  it('says on every page how far a stopped run came, and in the names of its files', async () => {
    const { page } = await openPage(address);
    await page.getByText('4 of 300 decided, 1 failed, 295 not reached').waitFor();
    for (const place of ['results', 'review', 'diagnose', 'tickets/1']) {
      await page.goto(`${address}/runs/stopped/${place}`);
      await page.getByText('5 of 300 tickets so far').waitFor();
    }
    await page.goto(`${address}/runs/stopped/results?theme=late`);
    await page.getByRole('button', { name: 'Charts' }).click();
    await page.locator('.bar', { hasText: /^not reached295$/ }).waitFor();
    await page.getByRole('button', { name: 'no theme 0' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const name = (await download).suggestedFilename();
    expect(name).toBe('my-tickets.stopped.first-5-of-300.theme-late.csv');
    const report = await (await fetch(`${address}/api/runs/stopped/report.html`)).text();
    expect(report).toContain('Not the whole file: 5 of 300 tickets so far.');
    expect(report).toContain('failed: not judged');
  });
});
