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
import { no, unrouted, yes } from '../../support/cases.ts';
import { enterRun } from '../../support/decided-run.ts';
import { tempFolder } from '../../support/files.ts';

const sure = [no('manners'), yes('waiting'), unrouted('website')];
const unsure = [no('manners'), yes('waiting', { confidence: 0.3 }), unrouted('website')];

describe.runIf(hasBrowser)('the diagnose page', () => {
  const location = path.join(tempFolder(), 'ledger.db');
  let address: string;

  beforeAll(async () => {
    const ledger = await openLedger(location);
    await enterRun(ledger, 'run', [
      { id: 'A1', outcomes: sure },
      { id: 'A2', outcomes: unsure },
      { id: 'A3', outcomes: unsure },
      { id: 'A4', outcomes: sure },
    ]);
    await enterRun(ledger, 'well', [{ id: 'B1', outcomes: sure }]);
    const spoiled = Array.from({ length: 300 }, (_, index) => {
      const isLate = index >= 200 && index % 4 === 0;
      const isPhone = index % 5 === 0;
      const manners = isPhone && index % 10 === 0 ? yes('manners') : no('manners');
      return {
        id: `C${index + 1}`,
        outcomes: [manners, isLate ? no('waiting') : yes('waiting'), no('website')],
        cells: [`C${index + 1}`, `text of C${index + 1}`, isPhone ? 'phone' : 'mail'],
      };
    });
    await enterRun(ledger, 'spoiled', spoiled, { settings: { header: ['id', 'text', 'channel'] } });
    await ledger.write({
      gold: spoiled.map(({ id }, index) => ({
        run: 'spoiled',
        row: index + 1,
        address: `address of ${id}`,
        themes: 'waiting',
        author: 'Ada',
        at: 1,
        reason: '',
        undone_at: null,
      })),
    });
    const label = { run: 'run', row: 1, author: 'Ada', at: 1, reason: '', undone_at: null };
    await ledger.write({ gold: [{ ...label, address: 'address of A1', themes: '' }] });
    await ledger.close();
    address = await servePage(location);
  });

  it('groups what went wrong by agent, says how sure that is, and leads to the tickets', async () => {
    const { page, complaints } = await openPage(`${address}/runs/run/diagnose`);
    const judge = page.getByRole('region', { name: 'judge:waiting' });
    await judge.waitFor({ timeout: 50_000 });
    await page.getByText('4 tickets judged, 1 labelled, 1 of them wrong').waitFor();
    await judge.getByText(/1 by labels · 2 suspected/).waitFor();
    await judge.getByText('Say in the theme’s file what does not count').waitFor();
    await page
      .getByLabel('Scores of the agents')
      .getByRole('row', { name: /waiting/ })
      .waitFor();
    await expectAccessible(page);
    expect(complaints).toEqual([]);

    await judge.getByRole('link', { name: 'A2' }).click();
    await page.waitForURL(/\/runs\/run\/tickets\/2\?group=/);
    await page.goBack();
    await judge.getByRole('link', { name: 'Show all 3 tickets' }).click();
    await page.waitForURL(/\/runs\/run\/results\?group=judge%3Awaiting\.false_yes/);
    const asked =
      "fetch('/api/runs/run/tickets' + location.search).then((answer) => answer.json())";
    const { rows } = await page.evaluate<{ rows: { id: string }[] }>(asked);
    expect(rows.map(({ id }) => id)).toEqual(['A1', 'A2', 'A3']);
  }, 120_000);

  it('says what it means that nothing wrong was found', async () => {
    const { page } = await openPage(`${address}/runs/well/diagnose`, { width: 360 });
    await page.getByText('Nothing wrong was found').waitFor({ timeout: 50_000 });
    await page.getByText(/nobody can say without labels/).waitFor();
    await page.getByRole('link', { name: 'Label more tickets' }).waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  });

  it('names what lies behind mistakes, with commands to copy, on narrow screens too', async () => {
    const { page, complaints } = await openPage(`${address}/runs/spoiled/diagnose`, {
      width: 390,
      scheme: 'dark',
    });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const causes = page.getByRole('region', { name: 'What lies behind mistakes' });
    await causes.waitFor({ timeout: 50_000 });
    await causes.getByText('drift').waitFor();
    await causes.getByText('by_column').waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    await causes.getByRole('button', { name: 'Copy' }).first().click();
    await causes.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toContain(`--ledger ${location}`);
    await page.getByText(`diagnose spoiled --probe 20 --ledger ${location}`).waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);
});
