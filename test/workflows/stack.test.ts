import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { questionOf } from '../support/chat-question.ts';
import { type ChatServerOptions, startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';
import { cellsOf, type Say, stackedVerdicts } from '../support/stacked.ts';

const words = ['bag', 'late', 'rude', 'price'];
const texts = Array.from({ length: 40 }, (_, index) => `ticket ${index} about ${words[index % 4]}`);
const truth: Say = (text, theme) => (text.endsWith(theme) ? 'yes' : 'no');

/** A server, a folder with tickets and themes, and the command that judges them. */
async function setUp(options: ChatServerOptions = {}) {
  const server = await startChatServer({
    answer: ({ instructions, tickets }) => stackedVerdicts({ instructions, lines: tickets }, truth),
    ...options,
  });
  whenTestEnds(() => server.close());
  const folder = tempFolder();
  const themes = path.join(folder, 'themes.json');
  const define = (changed = '') => {
    const told = (id: string) => `It is ${id === changed ? 'all ' : ''}about ${id}.`;
    const list = words.map((id) => ({ id, name: id, definition: told(id) }));
    writeFileSync(themes, JSON.stringify(list));
  };
  define();
  const file = ticketsFile(folder, texts);
  const out = path.join(folder, 'out.csv');
  const cells = () =>
    server.requests.map(({ body }) => {
      const { instructions, tickets } = questionOf(body);
      return cellsOf({ instructions, lines: tickets }).length;
    });
  const judge = async (...more: string[]) => {
    const ran = await runCli([
      ...['batch', file, '--themes', themes, '--model', 'mock', '--base-url', server.baseURL],
      ...['--route', 'all', '--aggregate', 'never', '--stack', '4', '--docket', '25', '--wide'],
      ...['--out', out, '--force', '--ledger', path.join(folder, 'ledger.db'), ...more],
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    const rows = parse(readFileSync(out), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(texts.length);
    for (const [index, row] of rows.entries())
      for (const word of words) expect(row[word]).toBe(truth(texts[index] ?? '', word));
    return ran;
  };
  return { judge, cells, define };
}

describe('a stack', () => {
  it('whose answers are cut off keeps the whole ones, and asks for no more than that from then on', async () => {
    const tooMany = 30;
    const { judge, cells } = await setUp({
      faults: (_, body) => {
        const { instructions, tickets } = questionOf(body);
        return cellsOf({ instructions, lines: tickets }).length > tooMany ? 'length' : undefined;
      },
    });
    const { stderr } = await judge('--concurrency', '1');
    const [, most] = /no more than (\d+) verdicts/.exec(stderr) ?? [];
    expect(Number(most)).toBeGreaterThan(10);
    const first = cells().length;
    await judge('--fresh', '--concurrency', '1');
    expect(Math.max(...cells().slice(first))).toBeLessThanOrEqual(Number(most));
  });

  it('asks only about the theme that changed', async () => {
    const { judge, cells, define } = await setUp();
    await judge();
    expect(cells()).toEqual([100, 60]);
    define('late');
    await judge();
    expect(cells().slice(2)).toEqual([25, 15]);
  });
});
