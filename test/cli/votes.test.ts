import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Answerer } from '../support/chat-server.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';
import { rowsOf, serveBatch, showRun } from '../support/served-batch.ts';

const texts = Array.from({ length: 30 }, (_, row) =>
  row % 2 === 0 ? `My bag is lost, number ${row}` : `All is well, number ${row}`,
);

/** Models that miss or make up a lost bag in some tickets, each in tickets of its own. */
const answer: Answerer = ({ instructions, tickets, body }) => ({
  verdicts: tickets.map(({ id, text }) => {
    const row = Number(/\d+$/.exec(String(text))?.[0]);
    const slips = { mock: 0, second: row % 5 === 1, third: row % 6 === 0 }[body.model ?? ''];
    const isLost = instructions.includes('Theme: lost_bag') && String(text).includes('lost');
    const isYes = isLost !== Boolean(slips);
    return {
      ticket: id,
      verdict: isYes ? 'yes' : 'no',
      confidence: 0.9,
      quote: isYes ? String(text) : '',
      rationale: 'said by the test',
    };
  }),
});

const models = ['mock', 'second', 'third'];
const aim = ['--route', 'all', '--aggregate', 'never'];

describe('batch', () => {
  it('asks with --votes each question again, and shows how far the votes agree', async () => {
    const served = await serveBatch(texts, { answer });
    const command = [...served.command, ...aim, '--out', served.out];
    await runCli(command);
    const once = served.server.count();
    const { code } = await runCli([...command, '--votes', '3', '--force']);
    expect(code).toBe(0);
    expect(served.server.count()).toBe(3 * once);
    const { text, settings, votes } = await showRun(served.ledger);
    expect(settings.votes).toBe(3);
    expect(text).toMatch(
      /3 votes on +questions +unanimous +Fleiss' kappa\nlate_flight +30 +100\.0 %/,
    );
    expect(votes.themes[1]).toEqual({
      theme: 'lost_bag',
      questions: 30,
      unanimous: 30,
      kappa: 1,
    });
    const again = served.server.count();
    await runCli([...command, '--votes', '3', '--force']);
    expect(served.server.count()).toBe(again);
    // Every vote is an answer of its own.
    const [{ answers } = {}] = queryLedger(
      served.ledger,
      'select count(*) as answers from answers',
    );
    expect(answers).toBe(3 * 2 * texts.length);
  });

  it('asks with --panel several models, and says how far they agree', async () => {
    const served = await serveBatch(texts, { answer, models });
    const command = [...served.command, ...aim, '--out', served.out];
    const { code } = await runCli([...command, '--panel', models.join(',')]);
    // The first ticket is one that the third model gets wrong.
    const trace = ['trace', 'T1', '--theme', 'lost_bag', '--ledger', served.ledger];
    const { stdout: story } = await runCli(trace);
    expect(story).toMatch(/judge:lost_bag yes, confidence [\d.]+ \(votes: 2 yes, 1 no\)/);
    expect(story).toMatch(/ mock: yes, confidence 0\.9: said by the test/);
    expect(story).toMatch(/ third: no, confidence 0\.9: said by the test/);
    expect(code).toBe(0);
    const right = rowsOf(served.out).filter(
      ({ themes, text = '' }) => themes === (text.includes('lost') ? 'lost_bag' : ''),
    );
    expect(right.length).toBeGreaterThan(25);
    const { votes, text } = await showRun(served.ledger);
    expect(votes.panel).toEqual(
      models.map((model) => ({ model, labelled: 0, found: null, falseYes: null })),
    );
    expect(text).toMatch(/mock and second agree on 80\.0 % of 60 questions\n/);
    // Nobody knows who is right yet, and no rate is made up.
    expect(text).toMatch(/How often each model is right is not known without labels/);
    expect(text).not.toMatch(/false yes/);
  });

  it('says how often each model of a panel is right where people labelled tickets', async () => {
    const served = await serveBatch(texts, { answer, models });
    await runCli([...served.command, ...aim, '--panel', models.join(','), '--out', served.out]);
    const ledger = await openLedger(served.ledger);
    const [{ id: run = '' } = {}] = await ledger.runs.all();
    for await (const { row, address, cells } of ledger.records.results(run))
      await ledger.gold.add({
        run,
        row,
        address,
        author: 'ann',
        reason: '',
        themes: cells.includes('lost') ? 'lost_bag' : '',
      });
    await ledger.close();
    const { votes, text } = await showRun(served.ledger);
    const [first, second, third] = votes.panel;
    expect(first).toMatchObject({ labelled: 60, found: { share: 1 }, falseYes: { share: 0 } });
    expect(second).toMatchObject({ found: { share: 12 / 15 }, falseYes: { share: 9 / 45 } });
    expect(third).toMatchObject({ found: { share: 10 / 15 } });
    expect(text).toMatch(/third +60 +66\.7 % \(\d+\.\d % to \d+\.\d %\)/);
    const diagnosis = await runCli(['diagnose', '--ledger', served.ledger]);
    expect(diagnosis.stdout).toMatch(/false yes among the true no/);
  });

  it('names what is wrong with votes or a panel, before it asks anybody', async () => {
    const served = await serveBatch(texts, { answer, models });
    const embedded = ['--model', 'embedded'];
    const wrong: [string[], RegExp][] = [
      [['--votes', '4'], /--votes takes an odd number/],
      [['--votes', '11'], /--votes takes a whole number from 1 to 9/],
      [['--votes', '3', ...embedded], /--votes changes nothing with the embedded model/],
      [['--votes', '3', '--panel', 'mock,second'], /choose one of the two/],
      [['--panel', 'mock'], /--panel takes two models or more/],
      [['--panel', 'mock,mock'], /--panel takes two models or more, each once/],
      [['--panel', 'mock,embedded'], /the embedded model is on none/],
      [['--panel', 'mock,second', ...embedded], /the embedded model is on none/],
      [['--panel', 'mock,zzz'], /knows no model "zzz"; it has: mock/],
      [['--panel', 'mock,secund'], /knows no model "secund"; did you mean "second"\? it has: mock/],
    ];
    for (const [more, message] of wrong) {
      const { code, stderr } = await runCli([...served.command, ...more]);
      expect({ more, code, stderr }).toMatchObject({ code: 2 });
      expect(stderr).toMatch(message);
    }
    expect(served.server.count()).toBe(0);
  });
});
