import { readFileSync } from 'node:fs';
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

const themes = ['late', 'bag', 'rude'];

/** Half are late in the first month, all in the second; every fourth has a bag, and is angry. */
const tickets = Array.from({ length: 200 }, (_, index) => {
  const isSecond = index >= 100;
  const hasBag = index % 4 === 0;
  const found = [...(isSecond || index % 2 === 0 ? ['late'] : []), ...(hasBag ? ['bag'] : [])];
  return {
    date: `2026-0${isSecond ? 5 : 4}-1${index % 10}`,
    decision: {
      themes: found,
      confidence: 0.9,
      sentiment: hasBag ? 0.8 : 0.2,
      outcomes: themes.map((theme) => ({
        kind: 'verdict' as const,
        theme,
        confidence: 0.9,
        rationale: 'so it says',
        verdict: found.includes(theme) ? ('yes' as const) : ('no' as const),
        quote: found.includes(theme) ? `it is ${theme}` : null,
      })),
    },
  };
});

describe.skipIf(!hasBrowser)('the findings of a run', () => {
  let address: string;

  beforeAll(async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const ledger = await openLedger(location);
    await writeRunRows(ledger, 'r', themes, tickets);
    const many = Array.from({ length: 77 }, (_, index) => `${'long_name_'.repeat(5)}${index}`);
    await writeRunRows(ledger, 'many', many, [{ decision: { themes: many.slice(0, 2) } }]);
    await ledger.close();
    address = await servePage(location);
  });

  it('are said first, with what differs by more than chance, and lead to the tickets', async () => {
    const { page, complaints } = await openPage(`${address}/runs/r`);
    await page.getByText('75 % of the tickets are about late; then bag 25 %.').waitFor();
    await page.getByText('The angriest tickets are about bag: mean sentiment 0.80').waitFor();
    await page
      .getByText(/^late: 100 % in 2026-05, 50 % before \(\+\d+ to \+\d+ points\)$/)
      .waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the chart Shares by month' }).click();
    await page.getByRole('menuitem', { name: 'SVG' }).click();
    const picture = readFileSync(await (await saved).path(), 'utf8');
    for (const words of ['Shares of themes by month', 'late', '2026-05 (100)', '50 %'])
      expect(picture).toContain(words);
    const table = page.getByRole('region', { name: 'What was found, by theme' });
    await table.getByRole('img', { name: /late by day: / }).waitFor();
    await expectAccessible(page);
    await table.getByRole('link', { name: '“it is bag”' }).click();
    await page.waitForURL('**/tickets/1');
    await page.goBack();
    await table.getByRole('link', { name: 'bag', exact: true }).click();
    await page.getByText('50 of 200 tickets').waitFor();
    const report = await (await fetch(`${address}/api/runs/r/report.html`)).text();
    expect(report).toContain('75 % of the tickets are about late');
    expect(complaints).toEqual([]);
  });

  it('are printed on white, with the charts and the first tickets, and without buttons', async () => {
    const { page } = await openPage(`${address}/runs/r`, { scheme: 'dark' });
    await page.getByText('75 % of the tickets are about late').waitFor();
    await page.waitForLoadState('networkidle');
    const chart = page.getByRole('img', { name: 'Themes, my tickets.csv: 200 tickets' });
    expect(await chart.count()).toBe(0);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await chart.waitFor();
    await page.getByRole('heading', { name: 'The first 25 tickets of 200' }).waitFor();
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await chart.waitFor({ state: 'detached' });
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
  });

  it('stay in reach where themes are many and their names long', async () => {
    const { page } = await openPage(`${address}/runs/many`, { width: 360 });
    await page.getByLabel('Find a theme').fill('name_76');
    const table = page.getByRole('region', { name: 'What was found, by theme' });
    await expect.poll(() => table.getByRole('row').count()).toBe(2);
    await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
});
