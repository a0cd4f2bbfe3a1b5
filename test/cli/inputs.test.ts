import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { sensible } from '../support/answers.ts';
import { startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';

function setUp(rows = 12) {
  const folder = tempFolder();
  const texts = Array.from({ length: rows }, (_, index) => `late by ${index} hours, nobody helped`);
  const file = ticketsFile(folder, texts);
  const out = path.join(folder, 'out.csv');
  const common = ['--ledger', path.join(folder, 'ledger.db'), '--out', out];
  return { folder, file, out, common, csv: readFileSync(file, 'utf8') };
}

const rowsOf = (file: string): Record<string, string>[] =>
  parse(readFileSync(file), { columns: true });

it('goes on with a sample of what is piped in, packed, when it is piped in again', async () => {
  const { common, csv, out, folder } = setUp();
  const server = await startChatServer({ answer: sensible });
  whenTestEnds(() => server.close());
  const judge = (...more: string[]) =>
    spawnCli(
      [
        ...['batch', '-', '--sample', '6', ...common, '--themes', themesFile(folder)],
        ...['--model', 'mock', '--base-url', server.baseURL, '--docket', '1', ...more],
      ],
      { input: gzipSync(csv) },
    );
  const cut = await judge('--max-calls', '3');
  expect(cut.stderr).toContain('cat FILE | npx tribunal batch - --sample 6');
  const { code, stderr } = await judge();
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(rowsOf(out)).toHaveLength(6);
  const { stdout } = await runCli(['runs', 'list', '--ledger', common[1] ?? '', '--json']);
  expect(JSON.parse(stdout)).toEqual([
    expect.objectContaining({ file: 'stdin', status: 'finished', input: { sample: 6 } }),
  ]);
});

it.each(['batch', 'sequential'])('%s reads the rows that it is asked for', async (command) => {
  const { file, common, out } = setUp();
  expect((await runCli([command, file, ...common, '--limit', '3'])).code).toBe(0);
  expect(rowsOf(out).map(({ id }) => id)).toEqual(['T1', 'T2', 'T3']);
  const again = await runCli([command, file, ...common, '--sample', '4', '--seed', '7', '--force']);
  expect(again.code).toBe(0);
  expect(rowsOf(out)).toHaveLength(4);
});

it('goes on with the same sample, and leaves one that is drawn otherwise to a run of its own', async () => {
  const { file, folder, common } = setUp();
  const sampled = (...more: string[]) =>
    runCli(['batch', file, ...common, '--sample', '5', ...more]);
  await sampled();
  await sampled();
  await sampled('--seed', '2', '--force');
  const { stdout } = await runCli([
    'runs',
    'list',
    '--ledger',
    path.join(folder, 'ledger.db'),
    '--json',
  ]);
  const runs: { input: unknown }[] = JSON.parse(stdout);
  expect(runs.map(({ input }) => input)).toEqual([
    { sample: 5, seed: 2 },
    { sample: 5 },
    { sample: 5 },
  ]);
});

it('scores several labelled files together, though their ids clash', async () => {
  const { folder, common } = setUp();
  const names = ['jan.csv', 'feb.csv.gz'];
  const january = 'id,text,labels\n1,waiting for hours on the phone,waiting_time\n';
  const february = 'id,text,labels\n1,thanks a lot,\n';
  writeFileSync(path.join(folder, 'jan.csv'), january);
  writeFileSync(path.join(folder, 'feb.csv.gz'), gzipSync(february));
  const files = names.map((name) => path.join(folder, name));
  const { stdout, code, stderr } = await runCli([
    ...['evaluate', ...files, '--gold-column', 'labels', '--json', ...common],
  ]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(JSON.parse(stdout).tickets.labelled).toBe(2);
  expect(JSON.parse(stdout).gold.repeated).toBe(0);
});

it.each([
  [['batch', 'FILE', '--limit', '0'], /--limit takes/],
  [['batch', 'FILE', '--seed', '4'], /--seed draws another sample: add --sample/],
  [['sequential', '-', '--step'], /--step reads your answers where - reads the tickets/],
  [['learn', 'https://example.org/a.csv', '--gold-column', 'x'], /curl -sSL/],
])('%j is refused in one line', async (words, message) => {
  const { file, common } = setUp(1);
  const place = words[0] === 'learn' ? common.slice(0, 2) : common;
  const { code, stderr } = await runCli([
    ...words.map((word) => (word === 'FILE' ? file : word)),
    ...place,
  ]);
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(message)]);
});
