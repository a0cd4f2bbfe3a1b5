import { describe, expect, it } from 'vitest';
import { Queue } from '../../../src/ledger/postgres/queue.ts';
import {
  expectAccessible,
  hasBrowser,
  openPage,
  overflowOf,
  servePage,
} from '../../support/browser.ts';
import { enterRun } from '../../support/decided-run.ts';
import { onPostgres } from '../../support/engines.ts';
import { postgresPassword } from '../../support/postgres.ts';
import { submitted } from '../../support/submitted-run.ts';

describe.skipIf(!hasBrowser)('the workers of a shared ledger', () => {
  onPostgres((engine) => {
    it('are shown as they come, with how fast they are, and what starts one where there is none', async () => {
      const { ledger, location } = await engine.open();
      await enterRun(ledger, 'r', [{ id: 'A1' }], submitted);
      await (await Queue.open(ledger)).begin('r');
      const address = await servePage(location);
      const { page, complaints, strays } = await openPage(address);
      const workers = page.getByRole('region', { name: 'Workers', exact: true });
      const command = `npx tribunal worker --ledger ${ledger.location}`;
      await workers.getByText(command).waitFor();
      expect(await page.content()).not.toContain(postgresPassword);
      await expectAccessible(page);
      await page.goto(`${address}/runs/r`);
      await page.getByText('running', { exact: true }).waitFor();
      await page.getByText('the run waits for one').waitFor();
      await page.getByText(command).waitFor();
      await expectAccessible(page);

      const standing = { run: 'r', open: 8, calls: 0 };
      const { presence } = await ledger.enter(() => standing);
      await page.getByText('the run waits for one').waitFor({ state: 'detached' });
      await page.goto(address);
      await workers.getByText('1 alive · 1 busy').waitFor();
      await workers.getByRole('row', { name: new RegExp(`${process.pid}.* busy r 8`) }).waitFor();
      standing.calls += 10;
      await presence.beat();
      await workers.getByText(/1 busy · [\d.]+ calls a second/).waitFor();
      await expectAccessible(page);
      await page.setViewportSize({ width: 390, height: 800 });
      await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
      await expectAccessible(page);

      await workers.getByRole('link', { name: 'r' }).click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('interrupted', { exact: true }).waitFor();
      await page.getByText(submitted.settings.command).waitFor();
      expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
      await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
      await expectAccessible(page);
      await presence.leave();
      expect([complaints, strays]).toEqual([[], []]);
    }, 120_000);
  });
});
