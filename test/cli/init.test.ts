import { readFileSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Settings } from '../../src/settings/schema.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const home = process.cwd();
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

beforeEach(() => {
  process.chdir(tempFolder());
  const texts = Array.from({ length: 30 }, (_, n) => `The flight ${n} was late.`);
  ticketsFile('.', texts);
  themesFile('.');
});
afterEach(() => {
  vi.restoreAllMocks();
  process.chdir(home);
});

/** A terminal at which somebody types these lines. */
function typing(...lines: string[]): void {
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(terminal as never);
  terminal.end(lines.map((line) => `${line}\n`).join(''));
}

describe('init', () => {
  it('writes what it is told, judges 20 tickets, and batch alone judges all', async () => {
    const words = ['init', 'tickets.csv', '--themes', 'themes.json', '--max-calls', '500'];
    const first = await runCli(words);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('20 tickets in') });
    const { $schema, ...settings } = readJson('tribunal.config.json');
    expect(settings).toEqual({
      files: ['tickets.csv'],
      themes: 'themes.json',
      model: 'embedded',
      maxCalls: 500,
    });
    expect(Object.keys(readJson($schema).properties)).toEqual([
      ...Object.keys(Settings.shape),
      '$schema',
    ]);
    const nightly = await runCli(['batch']);
    expect(nightly).toMatchObject({ code: 0, stdout: expect.stringContaining('30 tickets in') });
    expect(nightly.stderr).toContain('settings: tribunal.config.json');
    expect((await runCli(['init', 'tickets.csv'])).stderr).toMatch(/already.*--force/);
  });

  it('asks four questions at a terminal, again where an answer is of no use', async () => {
    typing('ticket.csv', '', 'themes.json', '', '5 dollars', '2.50');
    const { code, stderr } = await runCli(['init']);
    expect(code).toBe(0);
    expect(stderr).toContain('there is no file ticket.csv');
    expect(stderr).toContain('a limit takes an amount in dollars');
    expect(readJson('tribunal.config.json')).toMatchObject({
      files: ['tickets.csv'],
      themes: 'themes.json',
      model: 'embedded',
      maxCost: 2.5,
    });
  });

  it('writes nothing where the person leaves, or the themes are code from elsewhere', async () => {
    typing('tickets.csv');
    expect((await runCli(['init'])).code).toBe(130);
    vi.restoreAllMocks();
    const code = `${tempFolder()}/a.ts`;
    writeFileSync(code, 'export default { id: "a", name: "A", definition: "A." };');
    const { stderr } = await runCli(['init', 'tickets.csv', '--themes', code]);
    expect(stderr).toContain('names code outside of its folder');
    expect(() => readJson('tribunal.config.json')).toThrow('ENOENT');
  });

  it('says what to pass where there is no terminal', async () => {
    const { code, stderr } = await runCli(['init']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/init FILE/) });
  });
});
