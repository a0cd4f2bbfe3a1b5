import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../support/browser.ts';
import { tempFolder } from '../../support/files.ts';
import { runCli } from '../../support/run-cli.ts';
import { lateTexts, serveBatch } from '../../support/served-batch.ts';

describe.runIf(hasBrowser)("a ticket's page", () => {
  const folder = tempFolder();
  const ledger = path.join(folder, 'ledger.db');
  let address: string;
  let run: string;

  beforeAll(async () => {
    const file = path.join(folder, 'tickets.csv');
    const long = 'I waited on hold for an hour. '.repeat(6000);
    writeFileSync(
      file,
      `id,text\nT1,I waited on hold for an hour. 5 < 6 & 7\nT2,The agent was rude to me.\nT3,${long}\n`,
    );
    run = JSON.parse((await runCli(['batch', file, '--ledger', ledger, '--json'])).stdout).run;
    address = await servePage(ledger);
  });

  it('shows quotes, what would be, raw calls, and leads to the next ticket by key', async () => {
    const { page, complaints, strays } = await openPage(
      `${address}/runs/${run}/tickets/1?status=decided%7Creview`,
    );
    await page.getByRole('heading', { name: 'Ticket T1' }).waitFor();
    expect(await page.locator('mark').allTextContents()).toContain('I waited on hold for an hour.');
    expect(await page.locator('.ticket-text').first().textContent()).toContain('5 < 6 & 7');
    expect(await page.locator('.trace-row svg').count()).toBeGreaterThan(0);
    await expectAccessible(page);

    const judge = page.getByRole('article', { name: 'Waiting time' });
    const turn = judge.getByRole('radio', { name: 'no', exact: true });
    await turn.focus();
    await turn.press('Space');
    await page.getByText('− waiting_time').waitFor();
    await page.getByRole('button', { name: 'Keep with the ticket' }).click();
    await page.getByText('what if waiting_time=no').waitFor();
    await page.getByRole('button', { name: 'Back to what the run has' }).click();

    await page.getByRole('button', { name: 'call to embedded' }).first().click();
    await page.getByText('(this ticket)').first().waitFor();
    await expectAccessible(page);
    await page.getByText('Pretty').click();
    const raw = page.getByLabel('Request and response');
    await raw.waitFor();
    expect(JSON.parse((await raw.textContent()) ?? '')).toHaveProperty('request.model');
    await page.keyboard.press('Escape');
    await raw.waitFor({ state: 'detached' });

    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Ticket T2' }).waitFor();
    expect(page.url()).toContain('tickets/2?status=decided%7Creview');
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: 'Ticket T1' }).waitFor();
    await page.getByRole('link', { name: 'Results' }).click();
    await page.waitForURL(`**/results?status=decided%7Creview`);
    expect([complaints, strays]).toEqual([[], []]);
  });

  it('tells what a call to a server took in tokens and dollars', async () => {
    const batch = await serveBatch(lateTexts(2));
    const priced = [...batch.command, '--price', '2,8', '--json'];
    const { run: paid } = JSON.parse((await runCli(priced)).stdout);
    const served = await servePage(batch.ledger);
    const { page } = await openPage(`${served}/runs/${paid}/tickets/1`);
    await page.getByRole('button', { name: 'call to mock' }).first().click();
    const told = page.getByText(
      /^mock · [\d,]+ tokens in, \d+ out · 2 tickets in the call · \$0\.\d{4}$/,
    );
    const words = (await told.textContent()) ?? '';
    const [tokensIn = 0, out = 0] = (
      words.replaceAll(',', '').match(/\d+(?= tokens in)|\d+(?= out)/g) ?? []
    ).map(Number);
    expect(words).toContain(`$${((2 * tokensIn + 8 * out) / 1e6).toFixed(4)}`);
  });

  it('cuts a long text until all of it is asked for', async () => {
    const { page } = await openPage(`${address}/runs/${run}/tickets/3`);
    const all = page.getByRole('button', { name: /Show all 180,000 characters/ });
    await all.click();
    const text = await page.locator('.ticket-text').first().textContent();
    expect(text).toHaveLength(180_000);
  });
});
