import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../../../src/ledger/open-ledger.ts';
import { hasBrowser, openPage, servePage } from '../../../support/browser.ts';
import { tempFolder } from '../../../support/files.ts';
import { writeRunRows } from '../../../support/written-run.ts';

const charts: [title: string, says: string[]][] = [
  ['Themes', ['late &amp; lost', '20', 'no theme', '10']],
  ['Confidence', ['0 no confidence', '1 full confidence', '30']],
  ['Sentiment', ['0 calm', '1 very negative']],
  ['Status', ['decided', '30', 'failed', '0']],
  ['Themes that come together', ['late &amp; lost', 'bag', '10']],
  ['Over time', ['2026-03-02', 'all tickets', 'bag']],
];

it.runIf(hasBrowser)(
  'each chart is saved as PNG and as SVG, with its title and what it is of',
  async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const ledger = await openLedger(location);
    const themes = ['late & lost', 'bag'];
    const tickets = Array.from({ length: 30 }, (_, index) => ({
      date: `2026-03-${String(2 + (index % 20)).padStart(2, '0')}`,
      decision: { themes: themes.slice(0, index % 3) },
    }));
    await writeRunRows(ledger, 'r', themes, tickets);
    await ledger.close();
    const { page, complaints } = await openPage(`${await servePage(location)}/runs/r/results`);
    await page.getByRole('button', { name: 'Charts' }).click();
    const save = async (title: string, kind: 'PNG' | 'SVG') => {
      await page.getByRole('button', { name: `Save the chart ${title}`, exact: true }).click();
      const download = page.waitForEvent('download');
      // The menu before may still be on its way out.
      const menu = page.getByRole('menu', { name: `Save the chart ${title}`, exact: true });
      await menu.getByRole('menuitem', { name: kind }).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe(`${title}.${kind.toLowerCase()}`);
      return readFileSync(await file.path());
    };
    for (const [title, says] of charts) {
      const svg = String(await save(title, 'SVG'));
      for (const words of [title, 'my tickets.csv: 30 tickets', ...says])
        expect(svg).toContain(`>${words}</text>`);
      expect(svg).not.toMatch(/NaN|undefined|var\(|light-dark/);
      const parsed = `new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml')`;
      const shown = await page.evaluate<string>(`${parsed}.documentElement.tagName`);
      expect(shown).toBe('svg');
      const [, wide = '', high = ''] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      const png = await save(title, 'PNG');
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
        2 * Number(wide),
        2 * Number(high),
      ]);
    }
    expect(complaints).toEqual([]);
  },
);
