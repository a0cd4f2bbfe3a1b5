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
import { startChatServer } from '../../support/chat-server.ts';
import { whenFileEnds } from '../../support/endings.ts';
import { tempFolder } from '../../support/files.ts';
import { judgeSample } from '../../support/judged-sample.ts';
import { betterDefinition, sharpeningModel } from '../../support/sharpening-model.ts';

const waiting = {
  name: 'Long wait',
  definition: 'Somebody waited.',
  counts: ['a queue'],
  doesNotCount: [],
  examples: [],
  counterExamples: [],
  excludes: [],
};

describe.runIf(hasBrowser)('better words for a theme, and what a run teaches', () => {
  let address: string;
  let run: string;

  beforeAll(async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const server = await startChatServer({ answer: sharpeningModel });
    whenFileEnds(() => server.close());
    const ledger = await openLedger(location);
    whenFileEnds(() => ledger.close());
    address = await servePage(location);
    const ask = async (place: string, body?: unknown) => {
      const response = await fetch(`${address}/api${place}`, {
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'content-type': 'application/json' },
      });
      return { status: response.status, body: await response.json() };
    };
    await ask('/servers', { server: server.baseURL, sendsKey: false });
    await ask('/themes', waiting);
    run = await judgeSample(
      { ledger, get: ask, post: ask },
      {
        model: 'mock',
        baseUrl: server.baseURL,
        route: 'all',
        themes: ['long_wait', 'policy'],
      },
      (row) => (row <= 40 ? ['long_wait'] : []),
    );
  }, 240_000);

  it('are suggested from mistakes with their cost first, shown as a diff, and saved on a click only', async () => {
    const { page, complaints } = await openPage(`${address}/themes/long_wait`);
    await page
      .getByRole('region', { name: 'Better words from mistakes' })
      .getByRole('link')
      .click();
    const section = page.getByRole('region', { name: 'Better words for a theme' });
    await section
      .getByText(/^The judge is wrong on \d+ of \d+ tickets/)
      .waitFor({ timeout: 60_000 });
    await section.getByText(/It takes at most \d+ calls and about [\d,]+ tokens: free/).waitFor();
    await section.getByRole('button', { name: 'Suggest better words' }).click();
    const suggestion = section.getByRole('article', { name: 'The suggestion' });
    await suggestion.locator('ins', { hasText: betterDefinition }).waitFor({ timeout: 60_000 });
    await suggestion.locator('del', { hasText: 'Somebody waited.' }).waitFor();
    // Worse words are not what is offered first.
    await suggestion.getByText(/^The new words are not better: /).waitFor();
    const save = suggestion.getByRole('button', { name: 'Save as a new version' });
    expect(await save.getAttribute('data-variant')).toBe('default');
    await expectAccessible(page);
    const isSaved = async () => {
      const themes = await (await fetch(`${address}/api/themes`)).text();
      return themes.includes(betterDefinition);
    };
    expect(await isSaved()).toBe(false);
    await suggestion.getByRole('button', { name: 'Save as a new version' }).click();
    await page.getByText('Long wait is saved').waitFor();
    expect(await isSaved()).toBe(true);
    await section.getByText(/The theme was changed since this run/).waitFor();
    await suggestion.getByRole('link', { name: 'See the theme' }).click();
    const versions = page.getByRole('region', { name: 'Earlier versions' });
    await versions.locator('del', { hasText: 'Somebody waited.' }).waitFor();
    expect(complaints).toEqual([]);
  }, 240_000);

  it('teaches the embedded model, and says in words what it learned', async () => {
    const { page, complaints } = await openPage(`${address}/runs/${run}/evaluate`, { width: 390 });
    const section = page.getByRole('region', { name: 'Teach the embedded model' });
    await section.getByText(/It learns the themes from what this run said of/).waitFor();
    await section.getByRole('button', { name: 'Teach it from this run' }).click();
    await section
      .getByText(/^The embedded model learned \d of 2 themes from run/)
      .waitFor({ timeout: 60_000 });
    await section.getByRole('region', { name: 'What was learned, by theme' }).waitFor();
    await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    await page.setViewportSize({ width: 1920, height: 1000 });
    await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
    await page.goto(`${address}/new`);
    await page.getByLabel('Goes by what it was taught').waitFor();
    expect(await page.getByLabel('Goes by what it was taught').isDisabled()).toBe(false);
    expect(complaints).toEqual([]);
  }, 240_000);
});
