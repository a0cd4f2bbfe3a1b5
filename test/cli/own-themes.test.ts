import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { sampleThemes } from '../../src/themes/find-themes.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const folder = tempFolder();
const tickets = ticketsFile(folder, ['My teddy bear was lost.']);
const ledger = ['--ledger', path.join(folder, 'ledger.db')];
const fileOf = (id: string) => path.join(folder, 'themes', `${id}.ts`);
const define = (id: string, definition: string) =>
  writeFileSync(fileOf(id), readFileSync(fileOf(id), 'utf8').replace('""', `"${definition}"`));

beforeEach(() => {
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
});

it('says whose themes judge a file in an empty folder, and how to get others', async () => {
  const { stdout, stderr } = await runCli(['themes', 'list', '--json']);
  expect(JSON.parse(stdout)).toHaveLength(9);
  expect(stderr).toMatch(
    /^9 sample themes of an airline's help desk; your own: .*; find some: .*\n$/,
  );
  const run = await runCli(['batch', tickets, ...ledger, '--dry-run']);
  expect(run.stderr).toContain("9 sample themes of an airline's help desk");
});

it('writes a new theme into the current folder, and judges with it from then on', async () => {
  const samples = readdirSync(sampleThemes);
  const { stderr } = await runCli(['themes', 'new', 'Lost Teddy']);
  expect(stderr).toContain('Wrote themes/lost_teddy.ts; ');
  expect(stderr).toContain('the samples are not used');
  expect(readdirSync(sampleThemes)).toEqual(samples);
  expect(existsSync(path.join(folder, 'agents'))).toBe(false);
  const unfinished = await runCli(['batch', tickets, ...ledger]);
  expect(unfinished).toMatchObject({ code: 2, stdout: '' });
  expect(unfinished.stderr).toContain(`${fileOf('lost_teddy')}: definition`);
  define('lost_teddy', 'A teddy bear was lost.');
  const { stdout, stderr: notes } = await runCli(['batch', tickets, ...ledger]);
  expect(stdout).toMatch(/T1\s+decided\s+lost_teddy/);
  expect(notes).not.toContain('sample');
});

it('leaves out a half-written theme, and stops for it only where it is named', async () => {
  await runCli(['themes', 'new', 'Found Teddy']);
  const left = `A theme is left out: ${fileOf('found_teddy')}: definition: a theme needs a definition`;
  const run = await runCli(['batch', tickets, ...ledger, '--fresh']);
  expect(run.code).toBe(0);
  expect(run.stderr.split('\n')).toContain(left);
  const named = await runCli(['batch', tickets, ...ledger, '--themes', fileOf('found_teddy')]);
  expect(named).toMatchObject({ code: 2, stdout: '' });
  const checked = await runCli(['themes', 'check']);
  expect(checked).toMatchObject({
    code: 2,
    stderr: `tribunal: ${left.replace('A theme is left out: ', '')}\n`,
  });
});

it('knows from which folder a run had its themes, wherever one is afterwards', async () => {
  vi.spyOn(process, 'cwd').mockReturnValue(path.join(folder, '..'));
  const words = ['rejudge', 'T1', '--theme', 'lost_teddy', '--times', '1', ...ledger];
  // They are code, which no ledger has run: it says what to type.
  const { stderr } = await runCli(words);
  const [option = '', place = ''] = /--themes \S+$/.exec(stderr.trim())?.[0].split(' ') ?? [];
  const { code, stdout } = await runCli([...words, option, place]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('lost_teddy') });
});

it('saves a searched theme among them', async () => {
  mkdirSync(path.join(folder, 'agents', 'themes'), { recursive: true });
  const words = ['search', tickets, '--theme', 'A bear', '--save-as', 'bear', ...ledger];
  expect((await runCli(words)).stderr).toContain(fileOf('bear'));
});
