import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sensible } from '../../../support/answers.ts';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../../support/browser.ts';
import { startChatServer } from '../../../support/chat-server.ts';
import { whenTestEnds } from '../../../support/endings.ts';
import { tempFolder, ticketsFile } from '../../../support/files.ts';
import { lateTexts, questionsAsked, repeatedIn } from '../../../support/served-batch.ts';

async function writeTheme(page: Page, name: string, definition: string): Promise<void> {
  await page.getByRole('button', { name: 'Write a theme' }).click();
  const form = page.getByRole('form', { name: 'A new theme' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Definition').fill(definition);
  await form.getByRole('button', { name: 'Add the theme' }).click();
  await page.getByText(definition).waitFor();
}

function latch() {
  let open = () => {};
  const is = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { is, open };
}

const conflict = expect.stringMatching(/status of 409/);

describe.skipIf(!hasBrowser)('a run', () => {
  it('is made of an upload, watched live, paused, resumed, and watched again after a reload', async () => {
    // The run waits for the page, twice: a busy machine finds it as an idle one does.
    const [paused, reloaded] = [latch(), latch()];
    const opens = (index: number) =>
      index < 20 ? undefined : index < 40 ? paused.is : reloaded.is;
    const server = await startChatServer({ answer: sensible, opens });
    whenTestEnds(() => server.close());
    const folder = tempFolder();
    const nasty = '<script>document.title = "x"</script> مرحبا 😀 late and lost';
    const tickets = ticketsFile(folder, [nasty, 'x'.repeat(200_000), ...lateTexts(90)]);
    const address = await servePage(path.join(folder, 'ledger.db'));
    const { page, complaints, strays } = await openPage(address);

    await page.getByText('No tickets were judged yet').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Upload a file' }).click();
    await page.locator('input[type=file]').setInputFiles(tickets);
    await page.getByRole('region', { name: 'The first rows' }).getByText(nasty).waitFor();
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await writeTheme(page, 'Late flight', 'The flight was late.');
    await writeTheme(page, 'Lost bag', 'A bag is lost.');
    await page.getByText('A server', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Model' }).fill('mock');
    await page.getByLabel('Base URL').fill(server.baseURL);
    await page.getByRole('button', { name: /^Advanced/ }).click();
    await page.getByLabel('Tickets per call (docket)').fill('4');
    await page.getByLabel('Concurrency').fill('2');
    await page.getByLabel('Requests a minute').fill('60000');
    const plan = page.getByRole('region', { name: 'The plan' });
    await plan.getByText('(4 tickets per call)').waitFor();
    await expectAccessible(page);
    await plan.getByRole('button', { name: 'Start the run' }).click();
    // Nobody has confirmed this server yet: the browser itself tells of the 409.
    const question = page.getByRole('dialog', { name: 'A new server' });
    await question.getByText(new URL(server.baseURL).origin).waitFor();
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('nobody has confirmed yet').waitFor();
    expect(server.count()).toBe(0);
    await plan.getByRole('button', { name: 'Start the run' }).click();
    await question.getByRole('button', { name: 'Send the tickets there' }).click();
    expect(complaints.splice(0)).toEqual([conflict, conflict]);

    await page.waitForURL(/\/runs\/[0-9]{8}-/);
    const feed = page.getByRole('region', { name: 'Decisions as they fall' });
    await feed.getByRole('link').first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    paused.open();
    await page.getByText('paused', { exact: true }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Resume' }).click();
    const resuming = page.getByRole('dialog', { name: 'Resume the run' });
    await resuming.getByText(/^Spent so far: \d+ calls/).waitFor();
    await expectAccessible(page);
    await resuming.getByLabel('Most calls, in all').fill('5000');
    await resuming.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('running', { exact: true }).waitFor();
    await page.reload();
    await feed.getByRole('link').first().waitFor();
    reloaded.open();

    await page.getByRole('link', { name: 'See the results' }).waitFor({ timeout: 50_000 });
    await page.getByText('92 tickets').waitFor();
    expect(await page.title()).toBe('finished: tickets.csv · Ticket Tribunal');
    await expectAccessible(page);
    expect(repeatedIn(questionsAsked(server))).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    await expect.poll(width).toBe(360);
    for (const place of ['/', '/new?file=sample']) {
      await page.goto(address + place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(width, { message: place }).toBe(360);
    }
    await page.goto(address);
    await page.getByText('finished').waitFor();
    await expectAccessible(page);
    expect([complaints, strays]).toEqual([[], []]);
  }, 120_000);

  it('keeps a menu where it was opened while what stands above it still comes', async () => {
    const address = await servePage(path.join(tempFolder(), 'ledger.db'));
    const { page } = await openPage('about:blank');
    const [themes, preview] = [latch(), latch()];
    await page.route('**/api/themes', (route) => themes.is.then(() => route.continue()));
    await page.route('**/preview', (route) => preview.is.then(() => route.continue()));
    await page.goto(`${address}/new?file=sample`);
    await page.getByText('Reading the themes').waitFor();
    expect(await page.getByRole('button', { name: /^Advanced/ }).count()).toBe(0);
    themes.open();
    await page.getByRole('button', { name: /^Advanced/ }).click();
    const field = page.getByRole('combobox', { name: 'Route' });
    await field.click();
    const option = page.getByRole('option', { name: 'What the run has learned so far' });
    await option.waitFor();
    const before = await field.boundingBox();
    preview.open();
    await page.getByRole('region', { name: 'The first rows' }).waitFor();
    // Within the rounding of a pixel.
    const moved = ((await field.boundingBox())?.y ?? 0) - (before?.y ?? 0);
    expect(Math.abs(moved)).toBeLessThan(2);
    await option.click();
    await page.getByLabel('Yes verdicts that may be missed, in %').waitFor();
  });

  it('says what to do where a file or a model does not do', async () => {
    const folder = tempFolder();
    const address = await servePage(path.join(folder, 'ledger.db'));
    const { page } = await openPage(`${address}/new`);
    const file = { name: 'tickets.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('tickets.pdf is not read').waitFor();
    await page.goto(`${address}/new?file=sample`);
    await page.getByText('A server', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Model' }).fill('mock');
    await page.getByLabel('Base URL').fill('nonsense');
    await page.getByText('is no web address').waitFor();
    await page.getByLabel('Base URL').fill('http://127.0.0.1:1/v1');
    await page.getByRole('button', { name: 'Start the run' }).click();
    await page.getByRole('button', { name: 'Send the tickets there' }).click();
    await page
      .getByText(/does not answer as|no answer|server/i)
      .first()
      .waitFor();
    await expectAccessible(page);
  }, 120_000);
});
