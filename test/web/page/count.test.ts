import path from 'node:path';
import { describe, expect, it } from 'vitest';
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

describe.runIf(hasBrowser)('how far the shares of a run hold', () => {
  it('is not known at first, and is said once drawn tickets are labelled', async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const ledger = await openLedger(location);
    await enterRun(
      ledger,
      'run',
      Array.from({ length: 60 }, (_, i) => ({
        id: `T${i + 1}`,
        outcomes: [no('manners'), i < 20 ? yes('waiting') : no('waiting'), no('website')],
      })),
    );
    const address = await servePage(location);
    const { page, complaints } = await openPage(`${address}/runs/run`);
    const section = page.getByRole('region', { name: 'How far these shares hold' });
    await section.getByText('is not known: they are what the model says').waitFor();
    await expectAccessible(page);
    await section.getByLabel('Tickets to draw').fill('1');
    await expect.poll(() => section.getByRole('button', { name: 'Draw' }).isDisabled()).toBe(true);
    await section.getByLabel('Tickets to draw').fill('30');
    await section.getByRole('button', { name: 'Draw tickets to label' }).click();
    await section.getByText('30 tickets were drawn by chance; 30 of them wait').waitFor();

    // Everybody agrees that only half of those that the model says are about waiting.
    for (const row of (await ledger.samples.of('run')).keys())
      for (const author of ['Ada', 'Bo'])
        await ledger.gold.add({
          run: 'run',
          row,
          address: `address of T${row}`,
          author,
          reason: '',
          themes: row <= 10 ? 'waiting' : author === 'Ada' ? 'website' : '',
        });
    await ledger.close();
    await page.reload();
    await section.getByText(/^With 30 labels every share is known to within ±\d+ points/).waitFor();
    await section.getByText(/^All 30 tickets that were drawn are labelled/).waitFor();
    await section
      .getByText(/^2 people labelled the same 30 tickets: .*differ most about website/)
      .waitFor();
    await section
      .getByText(/^The model may stand in for one of them: on the 90 questions/)
      .waitFor();
    await page.getByText(/^1\d % \(\d+ to \d+ %\) of the tickets are about waiting/).waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });
});
