import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';

const folder = tempFolder();
const at = (name: string) => path.join(folder, name);
const ledger = ['--ledger', at('ledger.db')];
const compare = (...args: string[]) => runCli(['runs', 'compare', ...args, ...ledger]);
let before = '';
let after = '';
let elsewhere = '';

beforeAll(async () => {
  const texts = [
    'the flight was late',
    'they lost my bag',
    'late by an hour',
    'a suitcase is gone',
  ];
  const tickets = ticketsFile(folder, texts);
  const themes = themesFile(folder);
  const hear = async (file: string, name: string) => {
    await runCli(['batch', file, '--themes', themes, '--out', at(name), ...ledger]);
    const [run] = queryLedger(at('ledger.db'), 'select id from runs order by rowid desc limit 1');
    return String(run?.id);
  };
  before = await hear(tickets, 'before.csv');
  const edited = JSON.parse(readFileSync(themes, 'utf8'));
  edited[0].definition = 'A suitcase is gone.';
  writeFileSync(themes, JSON.stringify(edited));
  after = await hear(tickets, 'after.csv');
  elsewhere = await hear(
    ticketsFile(folder, ['late', 'lost'], 'elsewhere.csv'),
    'elsewhere.out.csv',
  );
});

describe('runs compare', () => {
  it('says which tickets changed after a theme was edited, and why', async () => {
    const { code, stdout } = await compare(before, after, '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.differences).toMatchObject({ settings: [], edited: ['late_flight'] });
    expect(report.tickets.common).toBe(4);
    expect(report.changes).toMatchObject([
      {
        ticket: 'T4',
        changes: [
          { theme: 'late_flight', first: 'no', second: 'yes', reasons: ['theme'] },
          { theme: 'lost_bag', first: 'yes', second: 'no', reasons: ['other_themes'] },
        ],
      },
    ]);
    expect(report.gold).toBeNull();
  });

  it('says which is better where there are labels, and that few of them tell little', async () => {
    writeFileSync(
      at('gold.csv'),
      'id,themes\nT1,late_flight\nT2,lost_bag\nT3,late_flight\nT4,lost_bag\n',
    );
    const { stdout } = await compare(before, after, '--gold', at('gold.csv'));
    expect(stdout).toContain('themes edited: late_flight');
    expect(stdout).toMatch(/macro-F1 +[01]\.\d{3} +[01]\.\d{3} +[+-]\d/);
    expect(stdout).toMatch(/McNemar's p = /);
    expect(stdout).toMatch(/the sample is (too )?small/);
    expect(stdout).toMatch(/T4 +late_flight +no +yes +worse +theme/);
  });

  it('finds that a run agrees with itself wholly', async () => {
    const { stdout } = await compare(before, before, '--json');
    const { changed, themes, differences } = JSON.parse(stdout);
    expect(changed).toBe(0);
    expect(differences.settings).toEqual([]);
    for (const { kappa, agreement } of themes) expect([kappa, agreement]).toEqual([1, 1]);
  });

  it('refuses runs over different tickets in one line', async () => {
    const { code, stderr } = await compare(before, elsewhere);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no decided ticket in common: one judged .*tickets.csv, the other/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
