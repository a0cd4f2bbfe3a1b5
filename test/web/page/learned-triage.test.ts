import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
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
import { runCli } from '../../support/run-cli.ts';
import { rowsOf, serveBatch } from '../../support/served-batch.ts';
import { topicTexts } from '../../support/topic-texts.ts';
import { putTriage, triageReportOf } from '../../support/triage-report.ts';
import { writeRunRows } from '../../support/written-run.ts';

/** Half of the texts are late or lost, which their other words give away. */
const texts = topicTexts(90).map(({ text, topic }) => {
  const kind = topic === 'food' ? 'late ' : topic === 'bags' ? 'lost ' : '';
  return `${kind}${text}`;
});

describe.skipIf(!hasBrowser)('a triage that learns, on the page', () => {
  it('says on a ticket why a judge was left unasked', async () => {
    const batch = await serveBatch(texts);
    const learned = ['--triage', 'learned', '--max-miss', '20%', '--wide', '--out', batch.out];
    const { stdout } = await runCli([...batch.command, ...learned, '--json']);
    const { run } = JSON.parse(stdout);
    await putTriage(batch.ledger, run, triageReportOf(['late_flight', 'lost_bag']));
    const row = rowsOf(batch.out).findLastIndex(({ lost_bag }) => lost_bag === 'not_routed') + 1;
    const address = await servePage(batch.ledger);
    const { page, complaints, strays } = await openPage(`${address}/runs/${run}/tickets/${row}`);
    const judge = page.getByRole('article', { name: 'Lost bag' });
    await judge.getByText(/^not asked: a yes is [\d.]+ % likely, below/).waitFor();
    await expectAccessible(page);
    await page.goto(`${address}/runs/${run}`);
    await page
      .getByText('what it has learned so far; misses at most 20% of the yes verdicts')
      .waitFor();
    expect([complaints, strays]).toEqual([[], []]);
  });

  it('tells on the run what was left unasked and what that cost, as it goes on, of 77 themes too', async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const themes = Array.from({ length: 77 }, (_, index) => `theme ${index + 1}`);
    const ledger = await openLedger(location);
    await writeRunRows(ledger, 'r', themes, [{ decision: {} }], { status: 'interrupted' });
    await ledger.close();
    await putTriage(location, 'r', triageReportOf(themes));
    const address = await servePage(location);
    const { page, complaints, strays } = await openPage(`${address}/runs/r`);
    const section = page.getByRole('region', { name: 'Learned triage' });
    await section
      .getByText('The promise is kept: at most 2% of the yes verdicts may be missed.')
      .waitFor();
    await section.getByText('46,200 60%').waitFor();
    await section
      .getByText(/^After 700 tickets the verdicts on theme 1 no longer agreed/)
      .waitFor();
    await section
      .getByRole('img', { name: /100% in the first stretch, 20% in the last/ })
      .waitFor();
    const lines = section.getByRole('region', { name: /theme by theme/ }).getByRole('row');
    expect(await lines.count()).toBe(78);
    expect(await lines.nth(1).textContent()).toMatch(/^theme 3.*not proved: asked$/);
    expect((await section.boundingBox())?.height).toBeLessThan(1100);
    await expectAccessible(page);
    await putTriage(location, 'r', triageReportOf(themes, { isKept: false, lostAtMost: 40 }));
    await page.reload();
    await section.getByText('The promise is not proved now').waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    expect([complaints, strays]).toEqual([[], []]);
  });

  it('keeps to a narrow window where theme names are long, in the report too', async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const themes = Array.from({ length: 77 }, (_, index) => `${'long_name_'.repeat(6)}${index}`);
    const ledger = await openLedger(location);
    const decision = { themes: themes.slice(0, 2) };
    await writeRunRows(ledger, 'r', themes, [{ decision }], { status: 'interrupted' });
    await ledger.close();
    await putTriage(location, 'r', triageReportOf(themes));
    const address = await servePage(location);
    const { page } = await openPage(`${address}/runs/r`, { width: 390 });
    await page.getByRole('region', { name: 'Learned triage' }).waitFor();
    await page.getByRole('button', { name: 'and 69 more' }).click();
    await page.getByRole('button', { name: 'fewer' }).waitFor();
    await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
    await page.evaluate(`localStorage.setItem('tribunal-author', '"Ada"')`);
    for (const place of ['tickets/1', 'review']) {
      await page.goto(`${address}/runs/r/${place}`);
      await page
        .getByText(themes[0] ?? '')
        .first()
        .waitFor();
      await expect.poll(() => overflowOf(page), { message: place }).toBeLessThanOrEqual(0);
    }
    const report = await fetch(`${address}/api/runs/r/report.html`);
    await page.goto('about:blank');
    await page.setContent(await report.text());
    await page.getByRole('heading', { name: 'Learned triage' }).waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  });

  describe('in a new run', () => {
    let address: string;
    const folder = tempFolder();
    const ledger = path.join(folder, 'ledger.db');
    beforeAll(async () => {
      address = await servePage(ledger);
    });

    it('is chosen with the share that may be lost, and may be refused', async () => {
      const { page, complaints } = await openPage(`${address}/new?file=sample`);
      await page.getByText('Nothing was taught yet').waitFor();
      expect(await page.getByRole('switch').isDisabled()).toBe(true);
      await page.getByRole('button', { name: /^Advanced/ }).click();
      await page.getByRole('combobox', { name: 'Route' }).click();
      await page.getByRole('option', { name: 'What the run has learned so far' }).click();
      const share = page.getByLabel('Yes verdicts that may be missed, in %');
      const plan = page.getByRole('region', { name: 'The plan' });
      await plan.getByText('At most: as if every judge').waitFor();
      await expectAccessible(page);
      expect(complaints).toEqual([]);
      await share.fill('60');
      await plan.getByText(/^maxMiss: /).waitFor();
      await share.fill('5');
      await plan.getByText('At most: as if every judge').waitFor();
      await page.setViewportSize({ width: 390, height: 800 });
      await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
      await plan.getByRole('button', { name: 'Start the run' }).click();
      await page
        .getByText('what it has learned so far; misses at most 5% of the yes verdicts')
        .waitFor();
    });

    it('lets the embedded model go by what it was taught, where the themes were', async () => {
      const rows = topicTexts(20).map(({ text, topic }) => ({
        text,
        label: topic === 'screens' ? 'technology' : '',
      }));
      const file = path.join(folder, 'taught.csv');
      writeFileSync(file, stringify(rows, { header: true }));
      await runCli([
        ...['learn', file, '--gold-column', 'label', '--ledger', ledger],
        ...['--themes', 'agents/themes/technology.ts'],
      ]);
      const { page } = await openPage(`${address}/new?file=sample`);
      await page.getByText(/^1 theme, by labels of taught\.csv, /).waitFor();
      await page.getByRole('switch', { name: 'Goes by what it was taught' }).check();
      const plan = page.getByRole('region', { name: 'The plan' });
      await plan.getByText(/^not learned, and decided as before: /).waitFor();
      await expectAccessible(page);
      await page.getByRole('checkbox', { name: 'Technology' }).uncheck();
      await plan.getByText(/^nothing was learned of these themes yet/).waitFor();
    });
  });
});
