import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectAccessible,
  hasBrowser,
  openPage,
  overflowOf,
  servePage,
} from '../../support/browser.ts';
import { tempFolder, ticketsFile } from '../../support/files.ts';
import { runCli } from '../../support/run-cli.ts';

const hostile = '<script>document.title = "taken"</script> my suitcase is lost 🧳 \u202Eabc';

describe.runIf(hasBrowser)('the search page', () => {
  const folder = tempFolder();
  const location = path.join(folder, 'ledger.db');
  let address: string;

  beforeAll(async () => {
    const file = ticketsFile(folder, ['My suitcase is lost.', 'The flight was late.', hostile]);
    await runCli(['batch', file, '--ledger', location]);
    address = await servePage(location);
  });

  it('searches a past run, shows the matches with their quotes, and makes a theme of it', async () => {
    const { page, complaints, strays } = await openPage(`${address}/search`);
    await page.getByText('Nothing was searched for yet').waitFor();
    await page.getByLabel('What to look for').fill('Lost luggage or suitcase');
    await page.getByRole('button', { name: 'Add an example' }).click();
    await page.getByRole('textbox', { name: 'Example 1' }).fill('where is my bag');
    await page.getByText('A past run').click();
    await page.getByLabel('Run', { exact: true }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Search', exact: true }).click();

    await page.getByText('2 of 3 tickets match').waitFor({ timeout: 50_000 });
    const matches = page.getByRole('table', { name: 'Matches' });
    await matches.locator('mark', { hasText: 'My suitcase is lost.' }).waitFor();
    expect(await matches.textContent()).toContain(hostile);
    expect(await page.title()).toBe('Search · Ticket Tribunal');
    await page.getByText('finished').waitFor();

    await page.getByRole('button', { name: 'As example: ticket T1' }).click();
    expect(await page.getByRole('textbox', { name: 'Example 2' }).inputValue()).toContain(
      'suitcase is lost',
    );
    const written: unknown[] = [];
    await page.route('**/api/themes', (route) => {
      written.push(route.request().postDataJSON());
      const isTaken = written.length === 1;
      return route.fulfill({
        status: isTaken ? 400 : 201,
        json: isTaken
          ? { error: 'there is a theme bags already' }
          : { id: 'bags2', file: 'bags2.json' },
      });
    });
    await page.getByRole('button', { name: 'Save as theme' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save as theme' });
    await dialog.getByLabel('Name').fill('Bags');
    expect(await dialog.getByRole('textbox', { name: 'Id' }).inputValue()).toBe('bags');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('there is a theme bags already').waitFor();
    await dialog.getByRole('textbox', { name: 'Id' }).fill('bags2');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved as bags2.json').waitFor();
    expect(written.at(-1)).toEqual({
      id: 'bags2',
      name: 'Bags',
      definition: 'Lost luggage or suitcase',
      examples: ['where is my bag', expect.stringContaining('suitcase is lost')],
    });

    await dialog.waitFor({ state: 'detached' });
    await expectAccessible(page);
    expect(complaints.filter((line) => !line.includes('400'))).toEqual([]);
    expect(strays).toEqual([]);
  }, 120_000);

  it('opens an earlier search again, at 360 pixels too, and its tickets', async () => {
    const { page } = await openPage(`${address}/search`, { width: 360, height: 700 });
    await page.getByRole('link', { name: 'Lost luggage or suitcase' }).click();
    await page.getByText('2 of 3 tickets match').waitFor();
    expect(await page.getByLabel('What to look for').inputValue()).toBe('Lost luggage or suitcase');
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await page.getByRole('link', { name: 'T1', exact: true }).click();
    await page.waitForURL(/\/runs\/[^/]+\/tickets\/1$/);
  });
});
