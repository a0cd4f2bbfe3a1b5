import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';
import { rowsOf } from '../support/served-batch.ts';
import { topicTexts } from '../support/topic-texts.ts';

const folder = tempFolder();
const ledger = path.join(folder, 'ledger.db');
const at = (name: string) => path.join(folder, name);

function write(name: string, rows: object[]): string {
  writeFileSync(at(name), stringify(rows, { header: true }));
  return at(name);
}

// The themes' names say nothing of their tickets: what is decided right was learned.
const names = { food: 'alpha', bags: 'beta', screens: 'gamma', refunds: 'delta' };
writeFileSync(
  at('themes.json'),
  JSON.stringify(['alpha', 'beta', 'gamma'].map((name) => ({ name, definition: `Kind ${name}.` }))),
);
const rows = topicTexts(20).map(({ text, topic }, number) => ({
  id: `T${number}`,
  text,
  label: topic === 'refunds' ? '' : names[topic],
}));
const taught = write('taught.csv', rows.slice(0, 60));
const others = write('others.csv', rows.slice(60));
const where = ['--themes', at('themes.json'), '--ledger', ledger];
const learn = (...words: string[]) => runCli(['learn', ...words, ...where]);

describe('learn', () => {
  it('teaches the embedded model, which decides other tickets when it is told to', async () => {
    const { code, stdout, stderr } = await learn(taught, '--gold-column', 'label', '--json');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const learned = JSON.parse(stdout);
    expect(learned.macroF1).toBeGreaterThan(0.9);
    expect(learned.themes[0]).toMatchObject({
      id: 'alpha',
      state: 'learned',
      yes: 15,
      no: 45,
      teachers: [{ by: 'labels of taught.csv', yes: 15, no: 45 }],
    });
    const batch = (out: string, ...words: string[]) =>
      runCli(['batch', others, '--text', 'text', ...where, '--out', at(out), ...words]);
    expect(await batch('plain.csv')).toMatchObject({ code: 0 });
    expect(await batch('learned.csv', '--learned')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('learned from'),
    });
    const right = (out: string) => rowsOf(at(out)).filter((row) => row.themes === row.label).length;
    expect(right('learned.csv')).toBe(20);
    expect(right('plain.csv')).toBeLessThan(10);
    const [shown] = JSON.parse(
      (await runCli(['runs', 'list', '--ledger', ledger, '--json'])).stdout,
    );
    expect(shown.model).toBe(`embedded:${learned.address}`);
    const { id, text } = rows[60] ?? { id: '', text: '' };
    const traced = await runCli(['trace', id, '--ledger', ledger]);
    expect(traced.stdout).toMatch(/learned: probability [01]\.\d+; telling: /);
    expect(traced.stdout.replace(/\s+/g, ' ')).toContain(text.slice(0, 30));
  });

  it('shows what it learned from, how well and by which words', async () => {
    const { code, stdout } = await runCli(['learn', '--show', '--ledger', ledger]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/alpha\s+15\s+45\s+[01]\.\d{3}\s+[01]\.\d{3}/);
    expect(stdout).toMatch(/breakfast|chicken|salad|sandwich|dessert|coffee/);
    expect(stdout).toContain('Taught by labels of taught.csv');
  });

  it('says that scores on what it learned from only show memory', async () => {
    const { stdout } = await runCli([
      ...['evaluate', taught, '--text', 'text', '--gold-column', 'label', '--learned', ...where],
    ]);
    expect(stdout).toContain('scores only show that it remembers');
  });

  it('names what is wrong', async () => {
    const few = write('few.csv', rows.slice(0, 6));
    const stranger = rows.map((row) => ({ ...row, label: 'alpah' }));
    const wrong: [string[], RegExp][] = [
      [[], /learn takes FILE --gold-column COLUMN/],
      [[taught], /--gold-column COLUMN, or --gold FILE/],
      [[taught, '--from', 'run'], /choose one of the two/],
      [['--from', 'run', '--gold', taught], /verdicts of its own/],
      [['--show', taught], /leave out the file/],
      [[taught, '--gold-column', 'lable'], /did you mean "label"/],
      [
        [few, '--gold-column', 'label'],
        /too few labels: .* alpha is nearest with 2 and 4, and takes 3 more with a yes and 1 more with a no/,
      ],
      [
        [write('stranger.csv', stranger), '--gold-column', 'label'],
        /no label .* "alpah" \(80\); did you mean "alpha"/,
      ],
      [
        [taught, '--gold', write('else.csv', [{ id: 'X', themes: 'alpha' }])],
        /none of the 1 ids .* "X"/,
      ],
      [['--from', 'nobody'], /there is no run nobody/],
    ];
    for (const [words, message] of wrong) {
      const { code, stderr } = await learn(...words);
      expect({ words, code }).toEqual({ words, code: 2 });
      expect(stderr).toMatch(message);
    }
    const served = ['--model', 'm', '--base-url', 'http://127.0.0.1:9', '--learned'];
    const { code, stderr } = await runCli(['batch', others, ...served, ...where]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--learned'),
    });
  });

  it('names labels that are no theme, and learns the others', async () => {
    const mixed = rows.slice(0, 60).map((row, number) => ({
      ...row,
      label: number === 0 ? 'alpha|omega' : row.label,
    }));
    const { code, stderr } = await learn(write('mixed.csv', mixed), '--gold-column', 'label');
    expect(code).toBe(0);
    expect(stderr).toContain('labels that are none of the themes, and not learned: "omega" (1)');
  });

  it('refuses what another version learned, with the command that learns it again', async () => {
    queryLedger(
      ledger,
      "update learned set version = 'learner-0', command = 'npx tribunal learn x'",
    );
    const asked = [
      ['learn', '--show', '--ledger', ledger],
      ['batch', others, '--learned', ...where],
    ];
    for (const words of asked) {
      const { code, stderr } = await runCli(words);
      expect(code).toBe(2);
      expect(stderr).toMatch(/version learner-0, .* learn it again with: npx tribunal learn x/);
    }
  });
});
