import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { tempFolder, themesFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, serveBatch } from '../support/served-batch.ts';

const folder = tempFolder();
const at = (name: string) => path.join(folder, name);
const ledger = ['--ledger', at('ledger.db')];
const gold = ['--gold', 'data/gold.csv'];

beforeAll(async () => {
  await runCli(['batch', 'data/tickets.csv', '--out', at('out.csv'), ...ledger]);
});

/** A file with its own labels, and the command that hears it first. */
function labelledFile(name: string, rows: [id: string, text: string, label: string][]): string[] {
  writeFileSync(at(name), stringify([['id', 'text', 'truth'], ...rows]));
  const results = ['--out', at(`${name}.out.csv`)];
  return ['evaluate', at(name), '--themes', themesFile(folder), ...results, ...ledger];
}

describe('evaluate', () => {
  it('has the numbers that programs read, as numbers or null', async () => {
    const { stdout, code } = await runCli(['evaluate', ...gold, '--json', ...ledger]);
    expect(code).toBe(0);
    const { macro, micro, themes, completion, tickets } = JSON.parse(stdout);
    const share = (value: number) => expect(value >= 0 && value <= 1).toBe(true);
    for (const value of [macro.f1, micro.f1, completion]) share(value);
    expect(tickets.labelled).toBe(116);
    expect(themes).toHaveLength(9);
    for (const { id, precision, recall, f1, support } of themes) {
      expect(id).toMatch(/^[a-z_]+$/);
      for (const value of [precision, recall, f1]) if (value !== null) share(value);
      expect(support).toBeGreaterThan(0);
    }
    const f1s = themes.map(({ f1 }: { f1: number }) => f1);
    expect(macro.f1).toBeCloseTo(f1s.reduce((sum: number, f1: number) => sum + f1) / 9);
  });

  it('agrees with its results file where that is counted anew', async () => {
    const { stdout } = await runCli(['evaluate', ...gold, '--json', ...ledger]);
    const report = JSON.parse(stdout);
    const read = (file: string): Record<string, string>[] =>
      parse(readFileSync(file), { columns: true });
    const truth = new Map(read('data/gold.csv').map(({ id, themes }) => [id, themes?.split('|')]));
    const rows = read(at('out.csv')).map(({ id, themes }) => [themes?.split('|'), truth.get(id)]);
    const f1s = report.themes.map(({ id }: { id: string }) => {
      const [said, right, both] = [
        rows.filter(([found]) => found?.includes(id)),
        rows.filter(([, label]) => label?.includes(id)),
        rows.filter(([found, label]) => found?.includes(id) && label?.includes(id)),
      ].map(({ length }) => length) as [number, number, number];
      return (2 * both) / (said + right);
    });
    expect(report.themes.map(({ f1 }: { f1: number }) => f1)).toEqual(
      f1s.map((f1: number) => expect.closeTo(f1, 10)),
    );
  });

  it('shows scores with intervals, completion, calibration, costs and what is wrong', async () => {
    const { stdout } = await runCli(['evaluate', ...gold, ...ledger]);
    expect(stdout).toMatch(/completion \d+\.\d %: \d+ decided, \d+ for review, 0 failed/);
    expect(stdout).toMatch(/^the embedded model judged: no server was called, nothing was paid$/m);
    expect(stdout).toMatch(/macro-F1 +0\.\d{3} \(0\.\d\d-0\.\d\d\)/);
    expect(stdout).toMatch(/policy +0\.\d{3} \(0\.\d\d-0\.\d\d\)/);
    expect(stdout).toMatch(/0\.9-1\.0 +\d+/);
    expect(stdout).toMatch(/Next: npx tribunal trace T\d+ --run/);
  });

  it('cuts no theme on a narrow screen, and neither does count, which knows that all are labelled', async () => {
    const narrow = { COLUMNS: '60' };
    const evaluated = (await runCli(['evaluate', ...gold, ...ledger], narrow)).stdout;
    expect(evaluated).toMatch(/^quality_of_resolution +(\d\.\d+|-) .* 26$/m);
    const counted = (await runCli(['count', ...gold, ...ledger], narrow)).stdout;
    expect(counted).toMatch(/^quality_of_resolution +\d+\.\d % +22\.4 % +all labelled$/m);
  });

  it('ends with 1 where a number is under its limit, or can not be measured', async () => {
    const limits = ['macro_f1=0.99', 'completion=0.01', 'policy=99%'];
    const flags = limits.flatMap((limit) => ['--fail-under', limit]);
    const { code, stderr } = await runCli(['evaluate', ...gold, ...flags, ...ledger]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^--fail-under macro_f1=0.99: it is 0\.\d+\n--fail-under policy=99%: it is 0\.\d+\n$/,
    );
    const lenient = ['--fail-under', 'micro_f1=0.01', '--fail-under', 'exact_match=0'];
    expect((await runCli(['evaluate', ...gold, ...lenient, ...ledger])).code).toBe(0);
    writeFileSync(at('one.csv'), 'id,themes\nT001,waiting_time\n');
    const one = ['--gold', at('one.csv'), '--fail-under', 'policy=0.1'];
    const unmeasured = await runCli(['evaluate', ...one, ...ledger]);
    expect(unmeasured).toMatchObject({
      code: 1,
      stderr: '--fail-under policy=0.1: it is not measured\n',
    });
  });

  it('names and counts labels and ids that the run does not know', async () => {
    writeFileSync(at('strange.csv'), 'id,themes\nT001,waiting_time|colour\nT002,x\nX9,colour\n');
    const strange = ['--gold', at('strange.csv')];
    const { stdout, code } = await runCli(['evaluate', ...strange, ...ledger]);
    expect(code).toBe(0);
    expect(stdout).toContain('no theme of the run: colour (2), x (1)');
    expect(stdout).toContain('1 labelled id is no ticket of the run: X9');
  });

  it('hears a file first, and the labels are a column of it', async () => {
    const command = labelledFile('own.csv', [
      ['A', 'my flight was late', 'late_flight'],
      ['B', 'they lost my bag', 'Lost bag'],
      ['C', 'thank you', ''],
    ]);
    const { stdout, stderr, code } = await runCli([...command, '--gold-column', 'truth', '--json']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { tickets, themes, per1000, cost } = JSON.parse(stdout);
    // With the embedded model nothing is paid.
    expect(cost).toMatchObject({ answers: { dollars: 0 }, paid: { calls: 0, dollars: 0 } });
    expect(tickets.labelled).toBe(3);
    expect(themes.map(({ support }: { support: number }) => support)).toEqual([1, 1]);
    expect(per1000.calls).toBeGreaterThan(0);
    expect(existsSync(at('own.csv.out.csv'))).toBe(true);
  });

  it('tells what the answers cost when they were paid, and what this command paid', async () => {
    const texts = lateTexts(4);
    const served = await serveBatch(texts);
    const gold = path.join(served.folder, 'gold.csv');
    writeFileSync(
      gold,
      `id,themes\n${texts.map((_, row) => `T${row + 1},late_flight`).join('\n')}\n`,
    );
    const [, ...where] = served.command;
    const evaluateFile = ['evaluate', ...where, '--gold', gold, '--price', '1000,1000', '--json'];
    const [first, again] = [
      await runCli(evaluateFile),
      await runCli([...evaluateFile, '--aggregate', 'never']),
    ].map(({ stdout }) => JSON.parse(stdout).cost);
    expect(first.paid.calls).toBe(served.server.count());
    expect(first.paid.dollars).toBeGreaterThan(0);
    expect(first.answers.calls).toBe(first.paid.calls);
    expect(first.answers.dollars).toBeCloseTo(first.paid.dollars, 9);
    // Another run, whose answers were all there already.
    expect(again.paid).toEqual({ calls: 0, dollars: 0 });
    expect(again.answers.calls).toBeCloseTo(first.paid.calls, 9);
    expect(again.answers.dollars).toBeCloseTo(first.paid.dollars, 9);
    const { stdout } = await runCli(['evaluate', '--gold', gold, '--ledger', served.ledger]);
    expect(stdout).toMatch(/^the answers cost \$\d.* \(3 model calls\) when they were paid; /m);
    expect(stdout).toMatch(/^this command paid \$0\.00 \(0 model calls\)$/m);
  });

  it('finds out what is wrong with labels and limits before a file is heard', async () => {
    const command = labelledFile('early.csv', [['A', 'late', 'late_flight']]);
    const runs = () => queryLedger(at('ledger.db'), 'select id from runs').length;
    const before = runs();
    for (const [more, message] of [
      [[], /say where its labels are: --gold-column/],
      [['--gold-column', 'turth'], /did you mean "truth"/],
      [['--gold-column', 'text'], /no label in .* is a theme: it has "late", .* late_flight, /],
      [['--gold-column', 'truth', '--fail-under', 'late_fligth=1'], /did you mean "late_flight"/],
      [['--gold-column', 'truth', '--html', at('no/page.html')], /there is no folder/],
    ] as const) {
      const { code, stderr } = await runCli([...command, ...more]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
    }
    expect(runs()).toBe(before);
  });

  it('writes a page in which nothing that was read is markup', async () => {
    const attack = '<script>alert(1)</script><img src=x onerror="alert(2)">';
    const command = labelledFile('attack.csv', [
      [`A${attack}`, `late ${attack}`, 'lost_bag'],
      ['B', 'late', `late_flight|${attack}`],
    ]);
    const page = ['--gold-column', 'truth', '--html', at('page.html')];
    const { code, stderr } = await runCli([...command, ...page]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain('page.html');
    const html = readFileSync(at('page.html'), 'utf8');
    expect(html).not.toMatch(/<script|<img|https?:|href|@import/);
    expect(html.split('&#60;script&#62;alert(1)').length).toBeGreaterThan(3);
    expect(html).toContain('<svg');
    expect(html).toContain("default-src 'none'");
    const again = await runCli([...command, ...page]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
  });

  it.each([
    ['an unknown run', ['evaluate', 'nope', ...gold], /there is no run nope/],
    ['no labels', ['evaluate'], /nobody labelled a ticket .* --gold FILE/],
    ['labels of other tickets', ['evaluate', '--gold', at('other.csv')], /none of the 1 ids/],
    [
      'labels of other themes',
      ['evaluate', '--gold', at('themes.csv')],
      /no label in .* is a theme: it has "colour", and/,
    ],
    ['no such file', ['evaluate', '--gold', 'data/glod.csv'], /did you mean "gold.csv"/],
    ['half a limit', ['evaluate', ...gold, '--fail-under', 'macro_f1'], /takes NAME=NUMBER/],
    ['an unknown limit', ['evaluate', ...gold, '--fail-under', 'polcy=1'], /did you mean "policy"/],
    ['a run that is none', ['runs', 'compare', 'a', 'b'], /there is no run a/],
  ])('%s is told in one line, with exit code 2', async (_, args, message) => {
    writeFileSync(at('other.csv'), 'id,themes\nA1,policy\n');
    writeFileSync(at('themes.csv'), 'id,themes\nT001,colour\n');
    const [newest] = queryLedger(
      at('ledger.db'),
      "select id from runs where file like '%tickets.csv'",
    );
    const run = args[0] === 'evaluate' && args[1] !== 'nope' ? [String(newest?.id)] : [];
    const [command = '', ...rest] = args;
    const { code, stderr } = await runCli([command, ...run, ...rest, ...ledger]);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
