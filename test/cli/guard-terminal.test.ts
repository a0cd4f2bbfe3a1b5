import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { defuse } from '../../src/cli/drawing/guard-terminal.ts';
import { sensible } from '../support/answers.ts';
import { startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const hostile = '\x1b]0;owned\x07\x1b[2J\x9b31m\0\r\u202elate\u2066';

it('lets pass line feeds, tabs, colours and the return that renews a line, and nothing else', () => {
  expect(defuse('\r\x1b[K\x1b[31mred\x1b[39m\ta\nb\r')).toBe(
    '\r\x1b[K\x1b[31mred\x1b[39m\ta\nb\\u000d',
  );
  expect(defuse(hostile)).toBe(
    '\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u0000\\u000d\\u202elate\\u2066',
  );
});

it('keeps words of tickets, models, files and themes from steering the terminal', async () => {
  const folder = tempFolder();
  const server = await startChatServer({
    answer: (...asked) =>
      JSON.parse(JSON.stringify(sensible(...asked)).replaceAll('late', 'late\\u001b[2J\\u009b')),
  });
  whenTestEnds(() => server.close());
  const file = path.join(folder, `tickets\x1b[2J.csv`);
  writeFileSync(file, `id,text,${hostile.replaceAll('\r', '')}\nT\x1b1,"${hostile}",x\n`);
  const themes = path.join(folder, 'themes.json');
  writeFileSync(
    themes,
    JSON.stringify([{ id: 'late_flight', name: `Late${hostile}`, definition: `Late${hostile}` }]),
  );
  const ledger = ['--ledger', path.join(folder, 'ledger.db')];
  const model = ['--model', 'mock', '--base-url', server.baseURL];
  const out = ['csv', 'jsonl', 'xlsx'].map((ending) => path.join(folder, `out.${ending}`));
  const commands = [
    ['batch', file, '--themes', themes, ...model, ...out.flatMap((one) => ['--out', one])],
    ['batch', file, '--themes', themes, '--json', '--fresh'],
    ['batch', file, '--themes', themes, '--dry-run', '--text', `no\x1b[2Jcolumn`],
    ['sequential', file, '--themes', themes],
    ['themes', 'list', '--themes', themes],
    ['runs', 'list'],
    ['runs', 'list', '--json'],
    ['runs', 'show'],
    ['runs', 'show', '--json'],
    ['trace', 'T\x1b1'],
    ['trace', 'T\x1b1', '--json'],
    ['trace', 'T\x1b2'],
    ['diagnose'],
    ['diagnose', '--json'],
    ['replay', 'T\x1b1'],
  ];
  for (const words of commands) {
    const own = words[0] === 'themes' ? [] : ledger;
    const { stdout, stderr, code } = await runCli([...words, ...own]);
    expect(code, stderr).not.toBe(70);
    for (const printed of [stdout, stderr])
      expect(printed, words.join(' ')).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u);
  }
  for (const one of out.slice(0, 2))
    expect(readFileSync(one, 'utf8')).not.toMatch(/(?![\n\t])\p{Cc}/u);
});
