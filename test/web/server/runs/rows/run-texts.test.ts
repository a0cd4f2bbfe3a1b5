import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RunViews } from '../../../../../src/web/server/runs/run-views.ts';
import { tempLedger } from '../../../../support/court.ts';
import { writeRunRows } from '../../../../support/written-run.ts';

const pieces = [
  'wait',
  'WAİT',
  'Kilo',
  '\u212Ailo',
  'e',
  '\u0301',
  'É',
  '"',
  '\\n',
  '\n',
  ' ',
  '_',
  '%',
];
const text = fc.array(fc.constantFrom(...pieces, 'refund', 'Straße', 'x9', '🧳'), { maxLength: 6 });

it('words are found alike before texts are in memory and then, as a plain look at each text finds them', async () => {
  const texts = fc.sample(text, { numRuns: 2100, seed: 3 }).map((parts) => parts.join(''));
  const { ledger } = await tempLedger();
  const tickets = texts.map((one) => ({ text: one, decision: {} }));
  await writeRunRows(ledger, 'r', ['a'], tickets);
  const plain = (one: string) => one.normalize('NFC').toLowerCase();
  const needles = fc.sample(text, { numRuns: 300, seed: 4 }).map((parts) => parts.join(''));
  const search = async (view: Awaited<ReturnType<RunViews['of']>>, words: string) =>
    [...(await view.texts.search(words, texts.length)).entries()].flatMap(([place, found]) =>
      found === 1 ? [place] : [],
    );
  const stored = await new RunViews(ledger).of('r');
  const kept = await new RunViews(ledger).of('r');
  await kept.texts.prepare(texts.length, async () => {});
  for (const words of needles.filter((one) => one !== '')) {
    const expected = texts.flatMap((one, place) =>
      [one, `T${place + 1}`].some((own) => plain(own).includes(plain(words))) ? [place] : [],
    );
    expect(await search(kept, words), `kept: ${JSON.stringify(words)}`).toEqual(expected);
    expect(await search(stored, words), `stored: ${JSON.stringify(words)}`).toEqual(expected);
  }
});

it('what is read of a column of a run that goes on has its further rows', async () => {
  const { ledger } = await tempLedger();
  const tickets = Array.from({ length: 9000 }, (_, index) => ({
    text: `text ${index % 7}`,
    date: index % 3 === 0 ? '' : `2026-0${1 + (index % 9)}-11`,
    decision: {},
  }));
  await writeRunRows(ledger, 'r', ['a'], tickets);
  const { values, dates } = await new RunViews(ledger).of('r');
  for (const rows of [10, 10, 4096, 5000, 9000, 20]) {
    const { values: texts, codes } = await values.of('text', rows);
    expect(Array.from(codes, (code) => texts[code])).toEqual(
      tickets.slice(0, rows).map(({ text }) => text),
    );
    expect(Array.from(await dates.days(rows))).toEqual(
      tickets
        .slice(0, rows)
        .map(({ date }) => (date === '' ? Number.NaN : Date.parse(date) / 86_400_000)),
    );
  }
});
