import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const folder = tempFolder();
const ledger = ['--ledger', path.join(folder, 'ledger.db')];
const themes = ['--themes', themesFile(folder)];
const widest = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length));

it('counts one ticket as one, and two as two', async () => {
  const one = ticketsFile(folder, ['The flight was late.'], 'one.csv');
  const { stdout, stderr } = await runCli(['batch', one, ...themes, ...ledger]);
  expect(stdout).toMatch(/^1 ticket in /m);
  expect(`${stdout}${stderr}`).not.toMatch(/\b1 (tickets|themes|calls|rows|answers|cells)\b/);
  const two = ticketsFile(folder, ['The flight was late.', 'My bag is lost.'], 'two.csv');
  expect((await runCli(['batch', two, ...themes, ...ledger])).stdout).toMatch(/^2 tickets in /m);
});

it('keeps reports and lists within 60 columns', async () => {
  const texts = [
    'The flight was late, and nobody said why or how long it would take us.',
    'A bag is lost.',
  ];
  const tickets = ticketsFile(folder, texts, 'a file with a rather long name.csv');
  const { stdout } = await runCli(['batch', tickets, ...themes, ...ledger], { COLUMNS: '60' });
  expect(widest(stdout.split('\n\n').slice(0, 2).join('\n\n'))).toBeLessThanOrEqual(60);
  const list = (await runCli(['runs', 'list', ...ledger], { COLUMNS: '60' })).stdout;
  expect(widest(list)).toBeLessThanOrEqual(60);
  expect(list).toMatch(/….*name\.csv$/m);
});

it('lists runs with their themes, their cost and the share that failed', async () => {
  const { stdout } = await runCli(['runs', 'list', ...ledger], { COLUMNS: '200' });
  expect(stdout).toMatch(/^run +started +workflow +status +model +themes .* failed +calls +cost/);
  expect(stdout).toMatch(/^[a-z]{4} .* themes\.json \(2\) .* 0\.0 % .* free /m);
});

it('puts apostrophes before formulas alone, and before none with --raw-cells', async () => {
  const tickets = ticketsFile(
    folder,
    ['@united where is my bag?', '=1+1', '+49 30 1234', '@SUM(1)'],
    'formulas.csv',
  );
  const out = path.join(folder, 'out.csv');
  const words = ['batch', tickets, ...themes, ...ledger, '--out', out, '--force'];
  const { stdout } = await runCli(words);
  expect(stdout).toMatch(/ 2 cells that a spreadsheet would run .* --raw-cells .* \.jsonl/);
  expect(readFileSync(out, 'utf8')).toMatch(/T1,@united.*\nT2,'=1.*\nT3,\+49.*\nT4,'@SUM/);
  const raw = await runCli([...words, '--raw-cells']);
  expect(raw.stdout).not.toContain('apostrophe');
  expect(readFileSync(out, 'utf8')).toMatch(/T1,@united.*\nT2,=1.*\nT3,\+49.*\nT4,@SUM/);
  writeFileSync(out, '');
  await runCli(['runs', 'export', 'last', '--out', out, '--force', '--raw-cells', ...ledger]);
  expect(readFileSync(out, 'utf8')).toContain('T2,=1+1');
});
