import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  hasBrowser,
  openPage,
  overflowOf,
  servePage,
} from '../../support/browser.ts';
import { startChatServer } from '../../support/chat-server.ts';
import { whenTestEnds } from '../../support/endings.ts';
import { tempFolder } from '../../support/files.ts';

describe.runIf(hasBrowser)('how many tickets fit into a call, on the page of a new run', () => {
  it('is found out on a click, with its cost first, and then used by the plan', async () => {
    const server = await startChatServer();
    whenTestEnds(() => server.close());
    const address = await servePage(path.join(tempFolder(), 'ledger.db'));
    const { page, complaints } = await openPage(`${address}/new?file=sample`);
    await page.getByText('A server', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Model' }).fill('mock');
    await page.getByLabel('Base URL').fill(server.baseURL);
    await page.getByRole('button', { name: /^Advanced/ }).click();
    await page.getByRole('combobox', { name: 'Route' }).click();
    await page.getByRole('option', { name: 'Every judge sees every ticket' }).click();
    const section = page.getByRole('region', { name: 'How many tickets fit into a call' });
    await section.getByLabel('Tickets in the sample').fill('4');
    await section
      .getByText(/^4 tickets bring \d+ questions .*too few/)
      .waitFor({ timeout: 60_000 });
    expect(await section.getByRole('button', { name: 'Find it out' }).isDisabled()).toBe(true);
    await section.getByLabel('Tickets in the sample').fill('8');
    await section.getByLabel('Answers that may change').fill('20');
    await section.getByText(/^It takes at most [\d,]+ calls and about [\d,]+ tokens/).waitFor();
    await expectAccessible(page);
    expect(server.count()).toBe(0);

    // The server of nobody's choice is confirmed first.
    await section.getByRole('button', { name: 'Find it out' }).click();
    await page.getByRole('button', { name: 'Send the tickets there' }).click();
    await section
      .getByText(/^\d+ tickets( and \d themes)? a call change at most/)
      .waitFor({ timeout: 120_000 });
    await section.getByText(/^That (saves|takes|is) .* calls/).waitFor();
    await section.getByRole('region', { name: 'Tickets a call' }).waitFor();
    const plan = page.getByRole('region', { name: 'The plan' });
    await plan.getByText(/\d+ tickets and \d themes per call|\d+ tickets per call/).waitFor();
    await expectAccessible(page);
    for (const width of [390, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
    }
    expect(complaints.filter((line) => !line.includes('409'))).toEqual([]);
  }, 240_000);
});
