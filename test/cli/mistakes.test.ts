import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Style, startChatServer } from '../support/chat-server.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';

/** One line on stderr that says what to do, exit code 2, no stack. */
function expectMistake({ code, stderr, stdout }: CliResult, message: RegExp): void {
  const complaints = stderr.split('\n').filter((line) => line.startsWith('tribunal: '));
  expect({ code, complaints: complaints.length, stdout }).toEqual({
    code: 2,
    complaints: 1,
    stdout: '',
  });
  expect(complaints[0]).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
}

const folder = tempFolder();
const tickets = ticketsFile(folder, ['late', 'lost']);
const themes = themesFile(folder);
const ledger = path.join(folder, 'ledger.db');
const file = (name: string, content: string) => {
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
};
mkdirSync(path.join(folder, 'empty'));

describe('mistakes of the user', () => {
  it.each<[string, string[], RegExp]>([
    ['no such file', ['batch', `${folder}/ticket.csv`], /tickets\.csv/],
    [
      'a column that is not there',
      ['batch', tickets, '--text', 'txt'],
      /"text".*columns: id, text/,
    ],
    ['no themes', ['batch', tickets, '--themes', `${folder}/empty`], /no themes.*themes new/],
    ['no theme file', ['batch', tickets, '--themes', `${folder}/none.json`], /none\.json/],
    [
      'two themes with one id',
      [
        'batch',
        tickets,
        '--themes',
        file('twice.json', '[{"name":"A","definition":"x"},{"name":"a","definition":"y"}]'),
      ],
      /two themes have the id "a"/,
    ],
    [
      'a theme without a definition',
      ['batch', tickets, '--themes', file('bare.json', '[{"name":"A","definition":" "}]')],
      /definition/,
    ],
    [
      'an output folder that is not there',
      ['batch', tickets, '--out', `${folder}/no/out.csv`],
      /out\.csv|folder/,
    ],
    [
      'an output of an unknown kind',
      ['batch', tickets, '--out', `${folder}/out.pdf`],
      /\.csv, \.jsonl and \.xlsx/,
    ],
    [
      'an output that exists',
      ['batch', tickets, '--out', themes.replace('.json', '.csv')],
      /--force/,
    ],
    [
      'the input as output',
      ['batch', tickets, '--out', tickets, '--force'],
      /is the file that is read/,
    ],
    ['a docket of nothing', ['batch', tickets, '--docket', '0'], /--docket.*1 to 256.*"0"/],
    [
      'a base URL that is none',
      ['batch', tickets, '--model', 'x', '--base-url', 'localhost:80'],
      /--base-url/,
    ],
    ['OpenAI without a key', ['batch', tickets, '--model', 'openai:gpt-x'], /OPENAI_API_KEY/],
    ['an unknown option', ['batch', tickets, '--bogus'], /--bogus/],
    ['an unknown route', ['batch', tickets, '--route', 'some'], /--route/],
    [
      'another database server as ledger',
      ['batch', tickets, '--ledger', 'mysql://x/y'],
      /--ledger/,
    ],
    ['no ledger to read', ['runs', 'list', '--ledger', `${folder}/none.db`], /no ledger/],
  ])('%s', async (_, args, message) => {
    file('themes.csv', 'taken');
    const own = [
      ...(args.includes('--themes') || args[0] !== 'batch' ? [] : ['--themes', themes]),
      ...(args.includes('--ledger') ? [] : ['--ledger', ledger]),
    ];
    expectMistake(await runCli([...args, ...own]), message);
  });

  it.each<[Style, RegExp]>([
    ['html', /does not answer as an OpenAI-compatible server/],
    ['unauthorized', /refused the key; check OPENAI_API_KEY/],
    ['unknown-model', /knows no model "mok:free"; it has: mok/],
  ])('a server in the style of %s is found out by the first call', async (style, message) => {
    // What is listed under its plain name may be served as a variant.
    const server = await startChatServer({ style, models: ['mok'] });
    const result = await runCli([
      ...['batch', tickets, '--themes', themes, '--ledger', ledger],
      ...['--model', 'mok:free', '--base-url', server.baseURL],
    ]);
    await server.close();
    expectMistake(result, message);
    expect(server.count()).toBe(1);
  });

  it('a server that is not there', async () => {
    const server = await startChatServer();
    await server.close();
    const result = await runCli([
      ...['batch', tickets, '--themes', themes, '--ledger', ledger],
      ...['--model', 'mock', '--base-url', server.baseURL],
    ]);
    expectMistake(result, /does not answer.*is it running/);
  });

  it('an output that cannot be written is found out before the first call is paid', async () => {
    const server = await startChatServer();
    const result = await runCli([
      ...[
        'batch',
        tickets,
        '--themes',
        themes,
        '--ledger',
        ledger,
        '--out',
        `${folder}/no/out.csv`,
      ],
      ...['--model', 'mock', '--base-url', server.baseURL],
    ]);
    await server.close();
    expectMistake(result, /out\.csv|folder/);
    expect(server.count()).toBe(0);
    const runs = await runCli(['runs', 'list', '--json', '--ledger', ledger]);
    expect(runs.stdout).not.toContain('"running"');
  });
});
