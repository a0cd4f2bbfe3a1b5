import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../../../support/browser.ts';
import { apiError } from '../../../../support/chat-faults.ts';
import { whenTestEnds } from '../../../../support/endings.ts';
import { tempFolder } from '../../../../support/files.ts';
import { spawnCli } from '../../../../support/run-cli.ts';
import { lateTexts, serveBatch } from '../../../../support/served-batch.ts';

const command = fileURLToPath(new URL('../../../../../dist/command/tribunal.js', import.meta.url));

/** Opens the newest run of the list. */
async function openRun(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'tickets.csv' }).first().click();
  await page.getByRole('region', { name: 'Progress' }).waitFor();
}

/** The next number of seconds in a text that is smaller than the one before. */
async function countsDown(page: Page, text: RegExp): Promise<void> {
  let before = 0;
  const often = { interval: 200, timeout: 40_000 };
  await expect
    .poll(async () => {
      const said = await page.getByText(text).first().textContent({ timeout: 20_000 });
      const seconds = Number(/(\d+) s\b/.exec(said ?? '')?.[1] ?? 0);
      const isLess = seconds > 0 && seconds < before;
      before = seconds;
      return isLess;
    }, often)
    .toBe(true);
}

/** `tribunal serve` as a user starts it, when it listens. */
async function startServer(
  ledger: string,
  port: number,
): Promise<{ child: ChildProcess; url: string }> {
  const words = ['serve', '--port', String(port), '--ledger', ledger];
  const child = spawn(process.execPath, [command, ...words], { cwd: path.dirname(ledger) });
  whenTestEnds(() => child.kill('SIGKILL'));
  for await (const chunk of child.stdout) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error('it never listened');
}

describe.skipIf(!hasBrowser)('a run that waits, on the page', () => {
  it('says what the server answered, how often, and counts down to the next try', async () => {
    let isDown = true;
    // It has answered before: a server that never did is given up sooner.
    const refuses = (_: unknown, index: number) =>
      isDown && index > 1 ? apiError(502, 'Bad gateway') : undefined;
    const batch = await serveBatch(lateTexts(12), { refuses });
    const run = spawnCli([...batch.command, '--docket', '4', '--concurrency', '2']);
    const { page, complaints } = await openPage(await servePage(batch.ledger));
    await openRun(page);
    await page.getByText(/^The server answered 502 \w+ times in a row$/).waitFor();
    await page.getByText('The time left is not known: the server gives no answers').waitFor();
    await countsDown(page, /The server answered 502 .*, next try in \d+ s\.$/);
    await expectAccessible(page);
    isDown = false;
    await page.getByRole('link', { name: 'See the results' }).waitFor({ timeout: 60_000 });
    expect((await run).code).toBe(0);
    expect(complaints).toEqual([]);
  }, 120_000);

  it('says until when the limit of calls a minute holds', async () => {
    const batch = await serveBatch(lateTexts(60));
    const slow = [...batch.command, '--docket', '1', '--rpm', '6'];
    void spawnCli(slow);
    const { page } = await openPage(await servePage(batch.ledger));
    await openRun(page);
    const said = /^Waiting for the limit until \d\d:\d\d:\d\d \(\d+ s\): 6 requests a minute\.$/;
    await countsDown(page, said);
  }, 120_000);
});

describe.skipIf(!hasBrowser)('a page whose server is killed', () => {
  it('says so, and continues by itself when it is back; one that hangs is noticed too', async () => {
    const ledger = path.join(tempFolder(), 'ledger.db');
    const { child, url } = await startServer(ledger, 0);
    const { page } = await openPage(url);
    await page.getByText('Connected', { exact: true }).waitFor();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const gone = page.getByText('The server has not answered since');
    await gone.waitFor();
    await page.getByText('Not connected').waitFor();
    await expectAccessible(page);
    const again = await startServer(ledger, Number(new URL(url).port));
    await gone.waitFor({ state: 'detached' });
    await page.getByText('No tickets were judged yet').waitFor();
    again.child.kill('SIGSTOP');
    await gone.waitFor();
    again.child.kill('SIGCONT');
    await gone.waitFor({ state: 'detached' });
  }, 120_000);
});
