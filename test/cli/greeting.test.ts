import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program/program.ts';
import { runCli } from '../support/run-cli.ts';

const program = await buildProgram(async () => {}, undefined);
const commands = program.commands.flatMap((command) => [
  command.name(),
  ...command.commands.map((own) => `${command.name()} ${own.name()}`),
]);
const complaint = async (...words: string[]) => {
  const { code, stdout, stderr } = await runCli(words);
  expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
    code: 2,
    stdout: '',
    lines: 1,
  });
  return stderr;
};

describe('the command line', () => {
  it.each([
    [[], /^Usage: tribunal .*batch \[files\.\.\.\].*Start with .*:\n {2}npx tribunal batch FILE/s],
    [['themes'], /^Usage: tribunal themes .*check/s],
    [['runs'], /^Usage: tribunal runs .*export \[run\]/s],
    [['ledger'], /^Usage: tribunal ledger .*copy/s],
    [['help'], /^Usage: tribunal \[options\]/s],
    [['help', 'batch'], /^Usage: tribunal batch .*\nInput:\n.*\nLimits and cost:\n/s],
    [['help', 'runs'], /^Usage: tribunal runs \[options\]/s],
    [['help', 'runs', 'show'], /^Usage: tribunal runs show /s],
    [['runs', 'help', 'show'], /^Usage: tribunal runs show /s],
    [['help', 'trace', 'export'], /^Usage: tribunal trace export /s],
    [['--version'], /^\d+\.\d+\.\d+\n$/s],
    [['-v'], /^\d+\.\d+\.\d+\n$/s],
  ])('greets, and answers %j on stdout', async (words, shown) => {
    expect(await runCli(words)).toEqual({
      code: 0,
      stdout: expect.stringMatching(shown),
      stderr: '',
    });
  });

  it('has help of every command, grouped by what its options are for', async () => {
    for (const command of commands) {
      const { code, stdout } = await runCli(['help', ...command.split(' ')]);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringContaining(`Usage: tribunal ${command}`),
      });
    }
    const { stdout } = await runCli(['batch', '--help']);
    const headings = [...stdout.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      ...['Input', 'Themes and judges', 'Model', 'Limits and cost', 'Output', 'Options'],
    ]);
  });

  it('breaks help at 60 columns', async () => {
    for (const words of [[], ['batch', '--help']]) {
      const { stdout } = await runCli(words, { COLUMNS: '60' });
      const widest = Math.max(...stdout.split('\n').map((line) => line.length));
      expect(widest).toBeGreaterThan(50);
      expect(widest).toBeLessThanOrEqual(60);
    }
  });

  it.each([
    ['eval', 'tribunal evaluate'],
    ['view', 'tribunal serve'],
    ['start', 'tribunal batch'],
    ['export', 'tribunal runs export'],
    ['setup', 'tribunal init'],
    ['show', 'tribunal runs show'],
    ['classify', 'tribunal batch'],
    ['why', 'tribunal trace'],
    ['bacth', 'tribunal batch'],
    ['./my tickets.csv', "tribunal batch './my tickets.csv'"],
  ])('knows what is meant by %s', async (word, meant) => {
    const said = `no command "${word}"; did you mean: npx ${meant}`;
    expect(await complaint(word)).toContain(said);
  });

  it('takes a word in a group for a command of that group', async () => {
    expect(await complaint('runs', 'ls')).toContain('did you mean: npx tribunal runs list (');
    expect(await complaint('themes', 'add')).toContain('did you mean: npx tribunal themes new (');
  });

  it.each([
    [['eval', '--help'], 'evaluate'],
    [['help', 'eval'], 'evaluate'],
    [['runs', 'ls', '-h'], 'runs list'],
    [['help', 'setup'], 'init'],
    [['help', 'runs', 'shwo'], 'runs show'],
  ])('shows the help that %j is meant to show', async (words, meant) => {
    expect(await runCli(words)).toEqual({
      code: 0,
      stdout: expect.stringContaining(`Usage: tribunal ${meant} `),
      stderr: expect.stringContaining(`the help of npx tribunal ${meant}`),
    });
    expect(await complaint('xylophone', '--help')).toContain('there is no command "xylophone"');
  });

  it('guesses nothing where nothing is near', async () => {
    expect(await complaint('xylophone')).toBe(
      'tribunal: there is no command "xylophone" (see: npx tribunal --help)\n',
    );
  });

  it.each([
    [
      ['batch', 'x.csv', '--dokcet', '4'],
      /'--dokcet'.*--docket.*\(see: npx tribunal batch --help\)/,
    ],
    [['batch'], /missing.*'files' \(see: npx tribunal batch --help\)/],
    [['runs', 'list', '--bogus'], /'--bogus' \(see: npx tribunal runs list --help\)/],
    [['--bogus'], /'--bogus' \(see: npx tribunal --help\)/],
    [['batch', 'x.csv', '--route', 'some'], /triage, all.*\(see: npx tribunal batch --help\)/],
  ])('names the help of the command that %j is of', async (words, said) => {
    expect(await complaint(...words)).toMatch(said);
  });
});
