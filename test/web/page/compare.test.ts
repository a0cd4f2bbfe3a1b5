import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../support/browser.ts';
import { failed, no, unrouted, yes } from '../../support/cases.ts';
import { enterRun } from '../../support/decided-run.ts';
import { tempFolder } from '../../support/files.ts';

const waits = [no('manners'), yes('waiting'), unrouted('website')];
const calm = [no('manners'), no('waiting'), unrouted('website')];

describe.runIf(hasBrowser)('the compare page', () => {
  const location = path.join(tempFolder(), 'ledger.db');
  let address: string;

  beforeAll(async () => {
    const ledger = await openLedger(location);
    const ids = ['A1', 'A2', 'A3'];
    const started = (started_at: number) => ({ run: { started_at } });
    await enterRun(
      ledger,
      'older',
      ids.map((id) => ({ id, outcomes: waits })),
      started(1),
    );
    await enterRun(
      ledger,
      'newer',
      ids.map((id) => ({ id, outcomes: id === 'A2' ? calm : waits })),
      { run: { started_at: 2, model: 'another' }, settings: { docket: 16 } },
    );
    // Newer ones, which nobody would want to be compared by themselves.
    const other = { outcomes: calm };
    await enterRun(ledger, 'stopped', [{ id: 'A1', ...other }, { id: 'A2' }, { id: 'A3' }], {
      run: { started_at: 4, status: 'interrupted' },
    });
    const nothing = ['manners', 'waiting', 'website'].map((theme) => failed(theme));
    await enterRun(
      ledger,
      'in vain',
      ids.map((id) => ({ id, outcomes: nothing })),
      started(5),
    );
    await enterRun(ledger, 'alone', [{ id: 'B1', outcomes: waits }], {
      run: { started_at: 3, file: 'others.csv' },
    });
    const label = { run: 'older', row: 2, author: 'Ada', at: 1, reason: '', undone_at: null };
    await ledger.write({ gold: [{ ...label, address: 'address of A2', themes: '' }] });
    await ledger.close();
    address = await servePage(location);
  });

  it('chooses the two newest runs of a file, and leads from what changed to both tickets', async () => {
    const { page, complaints } = await openPage(`${address}/compare`);
    await page.getByRole('heading', { name: '1 ticket changed' }).waitFor({ timeout: 50_000 });
    await page.getByText('1 of 3 tickets in common are decided otherwise').waitFor();
    await page.getByRole('heading', { name: 'Neither is better beyond chance' }).waitFor();
    await page.getByText('1 tickets became right and 0 wrong').waitFor();
    const both = page.getByLabel('Both runs');
    expect(await both.getByRole('row', { name: 'Model mock another' }).textContent()).toBe(
      'Modelmockanother',
    );
    expect(await both.getByRole('row', { name: /^Tickets in a call/ }).textContent()).toMatch(
      /4.*16/,
    );
    const line = page.getByLabel('Changed tickets').getByRole('row', { name: /A2/ });
    expect(await line.textContent()).toContain('better');
    expect(
      await line.getByRole('link', { name: /^yes: ticket A2 of run older/ }).getAttribute('href'),
    ).toBe('/runs/older/tickets/2');
    await expectAccessible(page);
    expect(complaints).toEqual([]);

    await page.getByRole('button', { name: 'Swap the two runs' }).click();
    await page.waitForURL(/a=newer&b=older/);
    await page.getByText('0 tickets became right and 1 wrong').waitFor({ timeout: 50_000 });
    await line.getByRole('link', { name: /^yes: ticket A2 of run older/ }).click();
    await page.waitForURL(/\/runs\/older\/tickets\/2$/);
  }, 120_000);

  it('says in one line why two runs can not be compared', async () => {
    const { page } = await openPage(`${address}/compare?a=older&b=alone`);
    await page
      .getByRole('alert')
      .getByText(/no decided ticket in common/)
      .waitFor({ timeout: 50_000 });
    await page.getByLabel('Second').selectOption('older');
    await page
      .getByRole('alert')
      .getByText(/the same run twice/)
      .waitFor();
  });
});
