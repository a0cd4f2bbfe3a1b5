import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import {
  expectAccessible,
  hasBrowser,
  openPage,
  overflowOf,
  servePage,
} from '../../support/browser.ts';
import { no, yes } from '../../support/cases.ts';
import { enterRun } from '../../support/decided-run.ts';
import { tempFolder } from '../../support/files.ts';

const waits = [no('manners'), yes('waiting'), no('website')];

describe.runIf(hasBrowser)('the page that evaluates a run', () => {
  const location = path.join(tempFolder(), 'ledger.db');
  let address: string;

  beforeAll(async () => {
    const ledger = await openLedger(location);
    const tickets = Array.from({ length: 40 }, (_, i) => ({ id: `T${i + 1}`, outcomes: waits }));
    await enterRun(ledger, 'run', tickets);
    await enterRun(
      ledger,
      'bare',
      tickets.map((ticket) => ({ ...ticket, address: `other ${ticket.id}` })),
    );
    for (let row = 1; row <= 30; row++)
      await ledger.gold.add({
        run: 'run',
        row,
        address: `address of T${row}`,
        author: 'Ada',
        reason: '',
        themes: row <= 24 ? 'waiting' : 'website',
      });
    await ledger.close();
    address = await servePage(location);
  });

  it('says in words what is right, and leads from each mistake to its tickets', async () => {
    const { page, complaints } = await openPage(`${address}/runs/run`);
    await page.getByRole('tab', { name: 'Evaluate' }).click();
    await page
      .getByText('Right on 24 of 30 labelled tickets; it misses website most: on 6 of the 6')
      .waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    for (const width of [390, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
    }
    const scores = page.getByRole('region', { name: 'How each theme did' });
    await scores.getByRole('link', { name: '6, website: missed' }).click();
    await page.waitForURL(/\/runs\/run\/results\?missed=website$/);
    await page.getByText('website: missed', { exact: true }).waitFor();
    await page
      .getByText(/^6 of 40 tickets/)
      .first()
      .waitFor();
    await page.goBack();
    const swaps = page.getByRole('region', { name: 'Themes taken for one another' });
    await swaps.getByRole('link', { name: '6 tickets' }).click();
    await page.waitForURL(/missed=website&extra=waiting|extra=waiting&missed=website/);
    await page.goBack();
    await page.getByRole('link', { name: 'T25' }).click();
    await page.waitForURL(/\/runs\/run\/tickets\/25\?gold=wrong/);
    expect(complaints).toEqual([]);
  }, 240_000);

  it('says what to do where nobody has labelled anything', async () => {
    const { page, complaints } = await openPage(`${address}/runs/bare/evaluate`, { width: 390 });
    await page.getByRole('heading', { name: /^Nobody has labelled a ticket/ }).waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Label some tickets' }).click();
    await page.waitForURL(/\/runs\/bare\/review/);
    expect(complaints).toEqual([]);
  }, 240_000);
});
