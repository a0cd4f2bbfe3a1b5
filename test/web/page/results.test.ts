import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { expectAccessible, hasBrowser, openPage, servePage } from '../../support/browser.ts';
import { tempFolder } from '../../support/files.ts';
import { type WrittenTicket, writeRunRows } from '../../support/written-run.ts';

const themes = ['late', 'bag', 'rude'];
const evil = '<script>document.title = "taken"</script>';

/** Every third ticket has a bag, every second is late, each confidence comes up. */
const tickets: WrittenTicket[] = Array.from({ length: 600 }, (_, index) => ({
  text:
    [evil, 'متى تصل حقيبتي؟ 🧳', `The bag ${index} is lost. `.repeat(2000)][index] ??
    `Ticket ${index}`,
  date: new Date(Date.UTC(2026, 0, 1 + (index % 40))).toISOString().slice(0, 10),
  decision: {
    themes: [...(index % 2 === 0 ? ['late'] : []), ...(index % 3 === 0 ? ['bag'] : [])],
    confidence: (index % 20) / 20 + 0.01,
    sentiment: 0.3,
    outcomes: themes.map((theme) => ({
      kind: 'verdict' as const,
      theme,
      confidence: 0.9,
      quote: null,
      rationale: '',
      verdict: theme === 'rude' ? ('yes' as const) : ('no' as const),
    })),
  },
}));

describe.skipIf(!hasBrowser)('the results page', () => {
  let address = '';

  beforeAll(async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    const ledger = await openLedger(location);
    await writeRunRows(ledger, 'r', themes, tickets);
    await ledger.close();
    address = `${await servePage(location)}/runs/r/results`;
  });

  it('shows all tickets as they are scrolled to, by keyboard too, and opens one', async () => {
    const { page, complaints, strays } = await openPage(address);
    const grid = page.getByRole('grid');
    await grid.getByText('T1', { exact: true }).waitFor();
    expect(await grid.getByRole('row').count()).toBeLessThan(80);
    expect(await grid.getByText(evil).count()).toBe(1);
    await grid.focus();
    await page.keyboard.press('End');
    await grid.getByText('T600', { exact: true }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/runs/r/tickets/599');
    await page.goBack();
    await page.getByRole('row', { selected: true }).getByText('T599', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Confidence', exact: true }).click();
    await page.waitForURL('**/results?sort=confidence&order=up');
    await expect.poll(() => grid.getByRole('row').nth(2).textContent()).toContain('T21');
    expect(await page.title()).not.toBe('taken');
    expect({ complaints, strays }).toEqual({ complaints: [], strays: [] });
  });

  it('filters by words, by charts and by chips, and goes back', async () => {
    const { page } = await openPage(address);
    const count = page.getByText(/^[\d,]+ of 600 tickets$/);
    await page.getByText('600 tickets', { exact: true }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('حقيبتي ');
    await expect.poll(() => count.textContent()).toBe('1 of 600 tickets');
    const words = page.getByRole('searchbox', { name: 'Words in the id or the text' });
    expect(await words.inputValue()).toBe('حقيبتي ');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByRole('button', { name: /^late 300/ }).click();
    await expect.poll(() => count.textContent()).toBe('300 of 600 tickets');
    await page.getByRole('button', { name: 'Charts' }).click();
    await page.getByRole('button', { name: 'bag and late: 100 tickets' }).click();
    await expect.poll(() => count.textContent()).toBe('100 of 600 tickets');
    await page.goBack();
    await expect.poll(() => count.textContent()).toBe('300 of 600 tickets');
    const bars = page.getByRole('group', { name: 'Confidence: tickets by value' });
    await bars.getByRole('button').first().focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await page.waitForURL('**/results?theme=late&least=0.1&surest=0.15');
    await expect.poll(() => count.textContent()).toBe('30 of 600 tickets');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const file = await (await download).path();
    expect(readFileSync(file, 'utf8').match(/^T\d+,/gm)).toHaveLength(30);
    await page.getByRole('button', { name: 'Remove: late' }).click();
    await page.getByLabel('From').fill('2026-02-09');
    await page.getByText('No ticket meets all of the filter').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByText('600 tickets', { exact: true }).waitFor();
  });

  it('shows the ticket beside the table, follows the keys, and has it corrected', async () => {
    const { page, complaints } = await openPage(`${address}?ticket=3`);
    const panel = page.getByRole('complementary', { name: 'The selected ticket' });
    await panel.getByRole('heading', { name: 'T3', exact: true }).waitFor();
    await page.getByRole('grid').focus();
    // Beside the panel there is room for the first of two themes.
    const seventh = page
      .getByRole('grid')
      .getByRole('row')
      .filter({ has: page.getByText('T7', { exact: true }) });
    await seventh.getByText('+1', { exact: true }).waitFor();
    expect(await seventh.getByText('bag', { exact: true }).isVisible()).toBe(false);
    await page.keyboard.press('ArrowDown');
    await panel.getByRole('heading', { name: 'T4', exact: true }).waitFor();
    await page.waitForURL('**/results?ticket=4');
    await page.keyboard.press('ArrowUp');
    await panel.getByRole('heading', { name: 'T3', exact: true }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('e');
    await panel.getByLabel('Your name').fill('Ada');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'rude', pressed: false }).click();
    await panel.getByRole('button', { name: 'Save as the right answer' }).click();
    await panel.getByRole('button', { name: 'Correct' }).waitFor();
    const gold = await (
      await fetch(address.replace('/runs', '/api/runs').replace('results', 'gold.csv'))
    ).text();
    expect(gold).toMatch(/^T3,late\|rude,Ada,/m);
    await panel.getByRole('link', { name: 'The whole story' }).click();
    await page.waitForURL('**/tickets/3?ticket=3');
    await page.goBack();
    await panel.getByRole('heading', { name: 'T3', exact: true }).waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press(' ');
    await panel.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('shows columns of the file, filters by them, copies what is selected, and keeps it as a view', async () => {
    const { page, complaints } = await openPage(address);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const grid = page.getByRole('grid');
    await page.getByRole('button', { name: 'Columns' }).click();
    for (const name of ['Sentiment', 'Confidence', 'Themes'])
      await page.getByRole('checkbox', { name }).uncheck();
    await page.getByRole('checkbox', { name: 'date' }).check();
    await page.getByLabel('Texts over several lines').check();
    await page.keyboard.press('Escape');
    await grid.getByRole('columnheader', { name: 'date' }).waitFor();
    await expectAccessible(page);
    const edge = page.getByRole('separator', { name: 'Width of date' });
    const widthOf = async () => Number(await edge.getAttribute('aria-valuenow'));
    const before = await widthOf();
    await edge.press('ArrowRight');
    await expect.poll(widthOf).toBe(before + 16);

    await page.getByRole('button', { name: 'Column', exact: true }).click();
    await page.getByRole('combobox', { name: 'Column of the file' }).click();
    await page.getByRole('option', { name: 'date' }).click();
    await page.getByRole('combobox', { name: 'Values' }).click();
    await page.getByRole('option', { name: '2026-01-02 (15)' }).click();
    await page.getByText('is one of', { exact: true }).click();
    await page.getByRole('button', { name: 'Add to the filter' }).click();
    await page.getByText('15 of 600 tickets').waitFor();
    await page.getByRole('combobox', { name: 'How the themes are meant' }).click();
    await page.getByRole('option', { name: 'none of' }).click();
    await page.getByRole('combobox', { name: 'Themes', exact: true }).click();
    await page.getByRole('option', { name: 'bag' }).click();
    await page.getByText('10 of 600 tickets').waitFor();
    await page.getByRole('button', { name: 'Remove: date: 2026-01-02' }).waitFor();

    await grid.focus();
    await page.keyboard.press('Home');
    for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown', 'Control+c'])
      await page.keyboard.press(key);
    await page.getByText('Copied 3 tickets').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      [
        'Ticket\tText\tStatus\tdate',
        ...['T2', 'T42', 'T122'].map((id) =>
          id === 'T2'
            ? 'T2\tمتى تصل حقيبتي؟ 🧳\tdecided\t2026-01-02'
            : `${id}\tTicket ${Number(id.slice(1)) - 1}\tdecided\t2026-01-02`,
        ),
      ].join('\n'),
    );

    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByLabel('Save this view as').fill('Friday');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.goto(address);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Friday', exact: true }).click();
    await grid.getByRole('columnheader', { name: 'date' }).waitFor();
    await page.getByText('10 of 600 tickets').waitFor();
    expect(complaints).toEqual([]);
  });

  it('has a cell of the matrix corrected, and several tickets labelled at once', async () => {
    const { page, complaints } = await openPage(`${address}?view=matrix`);
    await page.evaluate("localStorage.setItem('tribunal-author', JSON.stringify('Cy'))");
    await page.reload();
    const grid = page.getByRole('grid');
    await grid.getByText('T20', { exact: true }).waitFor();
    await grid.focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'e'])
      await page.keyboard.press(key);
    const panel = page.getByRole('complementary', { name: 'The selected ticket' });
    await panel.getByRole('button', { name: 'rude', pressed: true }).waitFor();
    await panel.getByRole('button', { name: 'Save as the right answer' }).click();
    await panel.getByRole('button', { name: 'Correct' }).waitFor();
    await grid.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown'])
      await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Label these 3' }).click();
    const dialog = page.getByRole('dialog', { name: 'Label 3 tickets' });
    await dialog.getByRole('button', { name: 'rude', pressed: false }).click();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save as the right answer' }).click();
    await dialog.waitFor({ state: 'detached' });
    const gold = await fetch(address.replace('/runs', '/api/runs').replace('results', 'gold.csv'));
    expect((await gold.text()).match(/^T\d+,[a-z|]*,Cy/gm)).toEqual([
      'T2,rude,Cy',
      ...['T4,rude,Cy', 'T5,rude,Cy', 'T6,rude,Cy'],
    ]);
    expect(complaints).toEqual([]);
  });

  it('has the keyboard where it was when somebody comes back', async () => {
    const { page } = await openPage(address.replace('/results', ''));
    await page.getByRole('link', { name: 'bag', exact: true }).click();
    const grid = page.getByRole('grid');
    await grid.getByText('T10', { exact: true }).click();
    await page.getByRole('heading', { name: 'Ticket T10' }).waitFor();
    await page.goBack();
    await grid.and(page.locator(':focus')).waitFor();
    await page.getByRole('row', { selected: true }).getByText('T10', { exact: true }).waitFor();
    await page.goBack();
    await page
      .locator(':focus')
      .and(page.getByRole('link', { name: 'bag', exact: true }))
      .waitFor();
  });

  it('has its table above the fold', async () => {
    const { page } = await openPage(address);
    const row = page.getByRole('grid').getByText('T9', { exact: true });
    const box = await row.boundingBox();
    expect(box === null ? 800 : box.y + box.height).toBeLessThan(800);
  });

  it.each([1280, 360])('has no violation as table and matrix at %i pixels', async (width) => {
    const { page } = await openPage(address, { width });
    await page.getByRole('grid').getByText('T1', { exact: true }).waitFor();
    await expectAccessible(page);
    await page.getByText('Matrix', { exact: true }).click();
    await page.getByRole('img', { name: 'rude: decided otherwise than judged' }).first().waitFor();
    await expectAccessible(page);
    const body = await page.locator('body').evaluate(({ scrollWidth }) => scrollWidth);
    expect(body).toBeLessThanOrEqual(width);
  });
});
