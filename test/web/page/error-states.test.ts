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
import { tempFolder } from '../../support/files.ts';
import { writeRunRows } from '../../support/written-run.ts';

const long = 'case-0123456789'.repeat(12);

describe.skipIf(!hasBrowser)('what went wrong, for everyone', () => {
  let address: string;

  beforeAll(async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const ledger = await openLedger(location);
    const tickets = [{ id: long, text: long, decision: { themes: [long] } }];
    const names = { file: `/x/${long}.csv`, model: long, name: long, note: `#${long}` };
    await writeRunRows(ledger, 'long', [long], tickets, names);
    const ended = { summary: JSON.stringify({ stopped: long }), status: 'interrupted' } as const;
    await writeRunRows(ledger, 'broken', ['late'], [{}, {}], ended);
    await ledger.close();
    address = await servePage(location);
  });

  it.each([
    ['/nowhere', 'There is nothing at this address'],
    ['/runs/long/nowhere', 'There is nothing at this address'],
    ['/runs/none', 'there is no run none'],
    ['/runs/none/results', 'there is no run none'],
    ['/runs/none/review', /there is no (such )?run/],
    ['/runs/none/diagnose', 'there is no run none'],
    ['/runs/long/tickets/999', 'run long has no row 999'],
    ['/themes/none', 'There is no theme none'],
    ['/search?run=none', 'there is no run none'],
    ['/compare?a=long&b=none', 'there is no run none'],
    ['/runs/broken', 'interrupted'],
  ])('%s says so, is read by everyone and fits the smallest screen', async (place, says) => {
    const { page } = await openPage(address + place, { width: 360 });
    await page.getByRole('main').getByText(says).first().waitFor();
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });

  it('a form that is refused is read by everyone too', async () => {
    const { page } = await openPage(`${address}/new-theme`);
    await page.getByRole('textbox', { name: 'Name' }).fill('Late');
    await page.getByRole('textbox', { name: 'Definition' }).fill('x');
    await page.route('**/api/themes', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 400, json: { error: 'the definition says too little' } })
        : route.continue(),
    );
    await page.getByRole('button', { name: /^Save/ }).first().click();
    await page.getByRole('alert').getByText('the definition says too little').waitFor();
    await expectAccessible(page);
  });

  it.each(['/', '/runs/long', '/runs/long/results', '/runs/long/tickets/1'])(
    'long ids never widen %s',
    async (place) => {
      const { page } = await openPage(address + place, { width: 360 });
      await page.getByText(long).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    },
  );

  it('the keyboard skips to the content, is at the heading of a new page, and back at what led there', async () => {
    const { page } = await openPage(address);
    const link = page.getByRole('main').getByRole('link', { name: long }).first();
    await link.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate<string>('document.activeElement.id');
    expect(await focused()).toBe('content');
    await link.press('Enter');
    await page.getByRole('heading', { level: 1, name: long }).waitFor();
    const tag = () => page.evaluate<string>('document.activeElement.tagName');
    await expect.poll(tag).toBe('H1');
    await page.goBack();
    await expect.poll(() => page.evaluate<string>('document.activeElement.textContent')).toBe(long);
  });
});
