import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';
import { questionsAsked, rowsOf, serveBatch } from '../support/served-batch.ts';

const folder = tempFolder();
const ledger = path.join(folder, 'ledger.db');
const tickets = ticketsFile(folder, [
  'My suitcase is lost.',
  'The flight was late.',
  'Lost luggage again, nobody knows where my suitcase is.',
]);
const search = (...words: string[]) => runCli(['search', tickets, '--ledger', ledger, ...words]);

describe('search', () => {
  it('shows the matches with quotes and writes all rows', async () => {
    const out = path.join(folder, 'out.csv');
    const { code, stdout } = await search('--theme', 'Lost luggage or suitcase', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toContain('My suitcase is lost.');
    expect(stdout).toContain('2 of 3 tickets match');
    expect(rowsOf(out).map(({ themes }) => themes)).toEqual([
      'lost_luggage_or_suitcase',
      '',
      'lost_luggage_or_suitcase',
    ]);
    expect(rowsOf(out).map(({ status }) => status)).toEqual(['decided', 'decided', 'decided']);
  });

  it('gives every match in its JSON, the surest first', async () => {
    const { stdout } = await search('--theme', 'Lost luggage or suitcase', '--json');
    const { matches, theme } = JSON.parse(stdout);
    expect(theme.id).toBe('lost_luggage_or_suitcase');
    const sure = matches.map(({ confidence }: { confidence: number }) => confidence);
    expect(sure).toHaveLength(2);
    expect(sure).toEqual(sure.toSorted((a: number, b: number) => b - a));
    for (const { quote, text } of matches) expect(text).toContain(quote);
  });

  it('saves its theme as a file that is a theme, and never over another', async () => {
    const themes = path.join(folder, 'themes');
    const words = [
      ...['--theme', 'A bag is "lost"', '--example', 'where is my\nbag', '--name', 'Bags'],
      ...['--save-as', 'lost_bag', '--themes', themes],
    ];
    expect(await search(...words)).toMatchObject({ code: 0 });
    const listed = await runCli(['themes', 'list', '--themes', themes, '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      {
        id: 'lost_bag',
        name: 'Bags',
        definition: 'A bag is "lost"',
        examples: ['where is my\nbag'],
      },
    ]);
    writeFileSync(path.join(themes, 'lost_bag.ts'), 'mine');
    const again = await search(...words);
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toMatch(/lost_bag\.ts exists already/);
    expect(readFileSync(path.join(themes, 'lost_bag.ts'), 'utf8')).toBe('mine');
  });

  it.each<[string, string[], RegExp]>([
    ['an empty theme', ['--theme', ' '], /--theme is empty/],
    ['no theme', [], /--theme/],
    ['a theme without a word', ['--theme', '?!'], /say it in words/],
    ['a name without a word', ['--theme', 'bags', '--name', '-'], /--name.*say it in words/],
    ['an empty example', ['--theme', 'bags', '--example', ''], /--example is empty/],
    ['an endless theme', ['--theme', 'bag '.repeat(1500)], /--theme: /],
    ['an id that is none', ['--theme', 'bags', '--save-as', 'Lost Bag'], /write it as lost_bag/],
    [
      'an id that is a path',
      ['--theme', 'bags', '--save-as', '../bag'],
      /"\.\.\/bag" is no theme id/,
    ],
    [
      'a list to save into',
      ['--theme', 'bags', '--save-as', 'bag', '--themes', 'themes.json'],
      /is a list/,
    ],
  ])('says what to do about %s', async (_, words, message) => {
    const unused = path.join(folder, 'unused.db');
    const { code, stdout, stderr } = await runCli([
      'search',
      tickets,
      '--ledger',
      unused,
      ...words,
    ]);
    expect({ code, stdout, ledger: existsSync(unused) }).toEqual({
      code: 2,
      stdout: '',
      ledger: false,
    });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('search with a served model', () => {
  async function serveSearch(texts: string[]) {
    const served = await serveBatch(texts);
    const [, file = '', , , ...others] = served.command;
    const words = ['search', file, ...others, '--theme', 'lost things'];
    return { ...served, run: (...more: string[]) => runCli([...words, ...more]) };
  }

  it('asks one judge once about each ticket, and nobody about a no', async () => {
    const { run, server } = await serveSearch(['lost', 'found', 'lost again']);
    expect((await run()).stdout).toContain('2 of 3 tickets match');
    expect(questionsAsked(server).toSorted()).toEqual(
      ['found', 'lost', 'lost again'].map((text) => `judge:lost_things ${text}`),
    );
    expect((await run()).stdout).toContain('2 of 3 tickets match');
    expect(server.count()).toBe(1);
  });

  it('goes on where it was cut off, with the matches of before', async () => {
    const { run, ledger } = await serveSearch(['lost 1', 'lost 2', 'lost 3']);
    const cut = await run('--docket', '1', '--max-calls', '2', '--concurrency', '1');
    expect(cut.code).toBe(3);
    expect(cut.stdout).toContain('2 of 2 tickets match; 1 still to be judged');
    const rest = await run('--docket', '1');
    expect(rest.stderr).toContain('continues');
    expect(rest.stdout).toContain('3 of 3 tickets match');
    expect(queryLedger(ledger, 'select id from runs')).toHaveLength(1);
  });

  it('does not go on with a run that was given other examples', async () => {
    const { run, ledger, server } = await serveSearch(['lost 1', 'lost 2']);
    await run('--docket', '1', '--max-calls', '1', '--concurrency', '1');
    const other = await run('--example', 'gone');
    expect(other.stderr).not.toContain('continues');
    expect(other.code).toBe(0);
    expect(queryLedger(ledger, 'select id from runs')).toHaveLength(2);
    expect(questionsAsked(server, 1)).toHaveLength(2);
  });
});
