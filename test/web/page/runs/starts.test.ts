import path from 'node:path';
import { expect, it } from 'vitest';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../../support/browser.ts';
import { tempFolder } from '../../../support/files.ts';

async function post(address: string, place: string, body: object): Promise<Response> {
  return fetch(`${address}/api${place}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const theme = { name: 'Late flight', definition: 'The flight was late.' };

it.runIf(hasBrowser)(
  'a start that failed says why, leads back to the form as it was filled, and can be dismissed',
  async () => {
    const address = await servePage(path.join(tempFolder(), 'ledger.db'));
    // Its price is not known, so that a cap on the cost could not hold.
    const baseUrl = 'https://nobody.invalid/v1';
    await post(address, '/servers', { server: baseUrl, sendsKey: false });
    const served = { model: 'mock', baseUrl, themes: [], ownThemes: [theme], maxCost: 1 };
    await post(address, '/runs', { file: 'sample', ...served });
    const { page } = await openPage(address);
    const main = page.getByRole('main');
    await main.getByText('failed', { exact: true }).waitFor({ timeout: 60_000 });
    await main.getByText('--max-cost needs the price of mock').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Back to the form' }).click();
    await page.getByRole('textbox', { name: 'Model' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Model' }).inputValue()).toBe('mock');
    expect(await page.getByLabel('Base URL').inputValue()).toBe(baseUrl);
    await page.getByText(theme.definition).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('No tickets were judged yet').waitFor();
  },
  120_000,
);

it.runIf(hasBrowser)(
  'a run is duplicated into the form, filled as it was, and started again',
  async () => {
    const address = await servePage(path.join(tempFolder(), 'ledger.db'));
    await post(address, '/runs', { file: 'sample', themes: ['policy'], ownThemes: [theme] });
    const { page, complaints } = await openPage(address);
    await page.getByText('finished', { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /^What to do with/ }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.waitForURL(/\/new/);
    await page.getByText(theme.definition).waitFor();
    expect(await page.getByRole('checkbox', { checked: true, name: /policy/i }).count()).toBe(1);
    await page.getByRole('button', { name: 'Start the run' }).click();
    await page.waitForURL(/\/runs\/[0-9]{8}-/, { timeout: 60_000 });
    await page.getByRole('link', { name: 'See the results' }).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await expect.poll(() => page.getByRole('main').getByRole('listitem').count()).toBe(2);
    expect(complaints).toEqual([]);
  },
  120_000,
);
