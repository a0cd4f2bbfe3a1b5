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

const hostile = '<img src=x onerror="document.title=1"> \u202Eabc';

describe.runIf(hasBrowser)('the page of themes', () => {
  let address: string;

  beforeAll(async () => {
    address = await servePage(path.join(tempFolder(), 'ledger.db'));
  });

  it('writes a theme, changes it, shows what was changed, and deletes it', async () => {
    const { page, complaints, strays } = await openPage(`${address}/themes`);
    await page.getByText('came with the server').first().waitFor();
    await page.getByRole('link', { name: 'New theme' }).click();
    await page.getByLabel('Name').fill('Rude staff');
    await page.getByLabel('Definition').fill(hostile);

    // What is typed stays, wherever one looks in between.
    await page.reload();
    expect(await page.getByLabel('Definition').inputValue()).toBe(hostile);
    await page.getByLabel("Doesn't count").fill('slow staff\nno staff');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Rude staff' }).waitFor();
    expect(page.url()).toBe(`${address}/themes/rude_staff`);

    await page.getByLabel("Doesn't count").fill('no staff\nabsent staff');
    await page.getByRole('button', { name: 'Save' }).click();
    const versions = page.getByRole('region', { name: 'Earlier versions' });
    await versions.locator('del', { hasText: 'slow staff' }).waitFor();
    await versions.locator('ins', { hasText: 'absent staff' }).waitFor();
    expect(await versions.locator('del').count()).toBe(1);
    await versions.getByRole('button', { name: 'Put into the form' }).click();
    expect(await page.getByLabel("Doesn't count").inputValue()).toBe('slow staff\nno staff');
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Judge only this theme' }).click();
    await page.getByText('1 chosen').waitFor();
    await page.getByRole('link', { name: 'Themes' }).click();
    await page.getByRole('link', { name: 'Rude staff' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the theme' }).click();
    await page.getByRole('link', { name: 'New theme' }).waitFor();
    await page.getByRole('link', { name: 'Rude staff' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    expect(strays).toEqual([]);
  }, 120_000);

  it('suggests themes from the tickets of a run, and begins one of them', async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const ledger = await openLedger(location);
    const lines = ['My bag was lost in number', 'The flight was late by hours, number'];
    const tickets = Array.from({ length: 60 }, (_, index) => ({
      text: `${lines[index % 2]} ${index}.`,
      decision: {},
    }));
    await writeRunRows(ledger, 'r', ['a'], tickets);
    await ledger.close();
    const { page, complaints } = await openPage(`${await servePage(location)}/themes`);
    await page.getByRole('button', { name: 'Suggest' }).click();
    await page.getByRole('button', { name: 'Look for themes' }).click();
    const first = page.getByRole('article').first();
    await first.getByText(/% of the tickets/).waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    await first.getByRole('button', { name: 'Begin with it' }).click();
    await page.waitForURL('**/new-theme');
    expect(await page.getByLabel('Examples of a yes').inputValue()).toMatch(
      /bag was lost|flight was late/,
    );
    expect(complaints).toEqual([]);
  }, 120_000);

  it('imports 77 themes at once, finds one of them, and fits 360 pixels', async () => {
    const { page } = await openPage(`${address}/themes`, { width: 360, height: 700 });
    const list = Array.from({ length: 77 }, (_, index) => ({
      name: `Theme number ${index}`,
      definition: index === 76 ? `Unheard-of ${'x'.repeat(300)}` : 'A theme',
    }));
    await page.locator('input[type=file]').setInputFiles({
      name: 'themes.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(list)),
    });
    await page.getByText('77 new').waitFor();
    await page.getByLabel('Search the themes').fill('unheard');
    await page.getByText(/^1 of \d+$/).waitFor();
    await page.getByRole('link', { name: 'Theme number 76' }).waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.locator('input[type=file]').setInputFiles({
      name: 'themes.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('name\nNo definition\n'),
    });
    await page.getByText(/theme 1: definition/).waitFor();
    await expectAccessible(page);
  }, 120_000);
});
