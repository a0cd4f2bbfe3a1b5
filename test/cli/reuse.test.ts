import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sensible } from '../support/answers.ts';
import type { Answerer } from '../support/chat-server.ts';
import { ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';
import {
  lateTexts,
  questionsAsked,
  rowsOf,
  type ServedBatch,
  serveBatch,
  showRun,
} from '../support/served-batch.ts';

/** Hears the file once more and returns what was asked for it. */
async function hear({ server, command, out }: ServedBatch, ...options: string[]) {
  const before = server.count();
  const result = await runCli([...command, '--docket', '4', '--out', out, '--force', ...options]);
  return { ...result, asked: questionsAsked(server, before).sort() };
}

function questionsAbout(
  texts: string[],
  agents = ['judge:late_flight', 'judge:lost_bag', 'triage'],
) {
  return agents.flatMap((agent) => texts.map((text) => `${agent} ${text}`)).sort();
}

describe('what the ledger holds', () => {
  it('is not asked again when the same command runs again', async () => {
    const batch = await serveBatch(lateTexts(10));
    expect((await hear(batch)).asked).toEqual(questionsAbout(lateTexts(10)));
    const first = rowsOf(batch.out);
    const again = await hear(batch);
    expect(again).toMatchObject({ code: 0, asked: [] });
    expect(again.stdout).toContain('30 answers were there already: about 8 calls saved\n');
    expect(rowsOf(batch.out)).toEqual(first);
    const { books, text } = await showRun(batch.ledger);
    expect(books).toMatchObject({ reused: 30, paid: 0, cost: 0 });
    expect(text).toContain('reused    30 answers were there already: about 8 calls saved\n');
  });

  it('leaves only the rows that were added to be asked about', async () => {
    const batch = await serveBatch(lateTexts(10));
    await hear(batch);
    ticketsFile(batch.folder, lateTexts(15));
    const { asked, stdout } = await hear(batch);
    expect(asked).toEqual(questionsAbout(lateTexts(5, 10)));
    expect(stdout).toContain('30 answers were there already: about 8 calls saved\n');
    expect(rowsOf(batch.out)).toHaveLength(15);
  });

  it('is asked again of the judge whose definition changed, and of triage, which reads it', async () => {
    const batch = await serveBatch(lateTexts(10));
    await hear(batch);
    const themes = [
      { name: 'Late Flight', definition: 'The flight was late by an hour or more.' },
      { name: 'Lost bag', definition: 'A bag is lost.' },
    ];
    writeFileSync(batch.themes, JSON.stringify(themes));
    const { asked, stdout } = await hear(batch);
    expect(asked).toEqual(questionsAbout(lateTexts(10), ['judge:late_flight', 'triage']));
    expect(stdout).toContain('10 answers were there already: about 3 calls saved\n');
  });

  it('is asked again of that judge alone where no triage reads the definition', async () => {
    const batch = await serveBatch(lateTexts(10));
    await hear(batch, '--route', 'all');
    const themes = [
      { name: 'Late Flight', definition: 'The flight was late by an hour or more.' },
      { name: 'Lost bag', definition: 'A bag is lost.' },
    ];
    writeFileSync(batch.themes, JSON.stringify(themes));
    const { asked } = await hear(batch, '--route', 'all');
    expect(asked).toEqual(questionsAbout(lateTexts(10), ['judge:late_flight']));
  });

  it('stays known where a judge gets examples, which triage does not read', async () => {
    const batch = await serveBatch(lateTexts(10));
    await hear(batch);
    const themes = [
      { name: 'Late Flight', definition: 'The flight was late.', examples: ['An hour late!'] },
      { name: 'Lost bag', definition: 'A bag is lost.' },
    ];
    writeFileSync(batch.themes, JSON.stringify(themes));
    const { asked } = await hear(batch);
    expect(asked).toEqual(questionsAbout(lateTexts(10), ['judge:late_flight']));
  });

  it('serves tickets that differ in white space only, in one run as in the next', async () => {
    const texts = ['late  and lost', 'late and lost', ' late\nand\tlost ', 'late, and lost'];
    const batch = await serveBatch(texts);
    const { asked, stdout } = await hear(batch);
    expect(asked).toHaveLength(3 * 2);
    expect(stdout).toContain('6 answers were there already: about 2 calls saved\n');
    expect(rowsOf(batch.out).map(({ text }) => text)).toEqual(texts);
    ticketsFile(batch.folder, ['late\u00a0and lost']);
    expect((await hear(batch)).asked).toEqual([]);
  });

  it('is left aside with --fresh, but for what that run itself has paid for', async () => {
    const batch = await serveBatch([...lateTexts(10), ...lateTexts(10)]);
    await hear(batch);
    const { asked, stdout } = await hear(batch, '--fresh');
    expect(asked).toEqual(questionsAbout(lateTexts(10)));
    expect(stdout).toContain('30 answers were there already');
  });

  it('holds no failure: what got no answer is asked again, and nothing else', async () => {
    let broken = true;
    const answer: Answerer = (question) => {
      const { tool, tickets } = question;
      if (!broken || tool !== 'submit_verdicts') return sensible(question);
      const sound = tickets.filter(({ text }) => !String(text).includes('number 3'));
      return sensible({ ...question, tickets: sound });
    };
    const batch = await serveBatch(lateTexts(10), { answer });
    expect((await hear(batch)).code).toBe(1);
    expect(rowsOf(batch.out).filter(({ status }) => status !== 'decided')).toMatchObject([
      { id: 'T4', status: 'failed' },
    ]);
    broken = false;
    const { asked, code } = await hear(batch);
    const third = lateTexts(1, 3);
    expect(asked).toEqual(questionsAbout(third, ['judge:late_flight', 'judge:lost_bag']));
    expect(code).toBe(0);
    expect(rowsOf(batch.out).every(({ status }) => status === 'decided')).toBe(true);
  });
});
