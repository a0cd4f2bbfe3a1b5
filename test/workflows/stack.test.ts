import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { questionOf } from '../support/chat-question.ts';
import { type ChatServerOptions, startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';
import { cellsOf, type Say, stackedVerdicts, themesTold } from '../support/stacked.ts';

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
  const commandOf = (more: string[]) => [
    ...['batch', file, '--themes', themes, '--model', 'mock', '--base-url', server.baseURL],
    ...['--aggregate', 'never', '--stack', '4', '--docket', '25', '--wide'],
    ...['--out', out, '--force', '--ledger', path.join(folder, 'ledger.db'), ...more],
  ];
  const rows = () => parse(readFileSync(out), { columns: true }) as Record<string, string>[];
  const judge = async (...more: string[]) => {
    const ran = await runCli(commandOf(['--route', 'all', ...more]));
    expect(ran.code, ran.stderr).toBe(0);
    expectRight(rows());
    return ran;
  };
  const ledger = path.join(folder, 'ledger.db');
  const command = commandOf([]);
  return { server, folder, ledger, judge, command, rows, cells, define };
}

function expectRight(rows: Record<string, string>[]) {
  expect(rows).toHaveLength(texts.length);
  for (const [index, row] of rows.entries())
    for (const word of words) expect(row[word]).toBe(truth(texts[index] ?? '', word));
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

  it('that the model can not answer is hardly tried, and not again in a later run but with --relearn', async () => {
    const { judge, cells, server } = await setUp({
      answer: ({ instructions, tickets }) =>
        themesTold(instructions).has('')
          ? stackedVerdicts({ instructions, lines: tickets }, truth)
          : { verdicts: tickets.map(({ id }) => ({ ticket: id, verdict: 'no', confidence: 0.9 })) },
    });
    await judge();
    const stacked = () =>
      server.requests.filter(({ body }) => !themesTold(questionOf(body).instructions).has(''));
    // A full docket by each way in which the model may answer, and one ticket.
    const tried = stacked().length;
    expect(tried).toBeLessThanOrEqual(4);
    // Four judges with a full docket and a part-filled one each.
    expect(cells()).toHaveLength(tried + 8);
    const { stderr } = await judge('--fresh');
    expect(stderr).toMatch(/answered no call about several themes before.*--relearn/);
    expect(stacked()).toHaveLength(tried);
    await judge('--fresh', '--relearn');
    expect(stacked()).toHaveLength(2 * tried);
  });

  it('keeps what it answered before a kill, and asks only for the rest afterwards', async () => {
    const { server, command, judge, cells } = await setUp({ latencyMs: 150 });
    const all = ['--route', 'all', '--docket', '5', '--concurrency', '1'];
    await spawnCli([...command, ...all], {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (server.count() < 4) return;
          clearInterval(timer);
          child.kill('SIGKILL');
        }, 5);
      },
    });
    const paid = server.count();
    expect(paid).toBeLessThan(8);
    await judge('--docket', '5', '--concurrency', '1');
    // The call that was out may be lost, and what was answered is not asked again.
    const asked = cells().reduce((sum, size) => sum + size, 0);
    expect(asked).toBeLessThanOrEqual(160 + 2 * 20);
  });

  it('is asked about by two processes as by one', async () => {
    const { command, rows, cells } = await setUp({ latencyMs: 30 });
    const run = (...more: string[]) =>
      spawnCli([...command, '--route', 'all', '--docket', '5', ...more]);
    const ran = await Promise.all([run(), run('--audit', '0%')]);
    for (const { code, stderr } of ran) expect(code, stderr).toBe(0);
    expectRight(rows());
    expect(cells().reduce((sum, size) => sum + size, 0)).toBe(160);
  });

  it('may be put to a panel of models, to votes, and behind a triage that learns', async () => {
    const { judge, cells, command, rows, server } = await setUp({
      models: ['mock', 'a', 'b', 'c'],
    });
    await judge('--panel', 'a,b,c');
    expect(cells().toSorted((one, other) => one - other)).toEqual([60, 60, 60, 100, 100, 100]);
    expect(new Set(server.requests.map(({ body }) => body.model))).toEqual(
      new Set(['a', 'b', 'c']),
    );
    const before = cells().length;
    const { code, stderr } = await runCli([...command, '--triage', 'learned']);
    expect(code, stderr).toBe(0);
    expectRight(rows());
    expect(
      cells()
        .slice(before)
        .every((size) => size > 1),
    ).toBe(true);
  });

  it('is redacted whole, and leaves no words of tickets in any of its judges’ traces', async () => {
    const { judge, ledger } = await setUp();
    await judge('--redact');
    const bodies = JSON.stringify(queryLedger(ledger, 'select body from span_bodies'));
    expect(bodies).toMatch(/redacted/);
    expect(bodies).not.toMatch(/ticket \d+ about/);
  });

  it('is copied and tidied with its calls: each judge keeps its share', async () => {
    const { judge, folder, ledger, define } = await setUp();
    await judge();
    const copy = path.join(folder, 'copy.db');
    expect(await runCli(['ledger', 'copy', ledger, copy])).toMatchObject({ code: 0 });
    const shares = 'select agent, carrier, share, size from dockets order by id';
    expect(queryLedger(copy, shares)).toEqual(queryLedger(ledger, shares));
    define('late');
    await judge();
    // The first run goes, and with it what only it has: dockets whose answers the second rests on stay with their call.
    const [first] = queryLedger(ledger, 'select id from runs order by started_at');
    const deleted = ['runs', 'delete', String(first?.id), '--ledger', ledger, '--yes'];
    expect(await runCli(deleted)).toMatchObject({ code: 0 });
    expect(queryLedger(ledger, 'select id from dockets where carrier is not null')).not.toEqual([]);
    const dangling =
      'select id from dockets where carrier is not null and carrier not in (select id from dockets)';
    expect(queryLedger(ledger, dangling)).toEqual([]);
    expect(await runCli(['ledger', 'check', '--ledger', ledger])).toMatchObject({ code: 0 });
  });

  it('of a run that was cut off is asked again only about the theme that changed meanwhile', async () => {
    const { command, judge, cells, define } = await setUp();
    const all = ['--route', 'all', '--docket', '20', '--concurrency', '1'];
    expect((await runCli([...command, ...all, '--max-calls', '1'])).code).toBe(3);
    expect(cells()).toEqual([80]);
    define('late');
    await judge('--docket', '20', '--concurrency', '1');
    const [, ...since] = cells();
    expect(since.reduce((sum, size) => sum + size, 0)).toBe(20 + 80);
  });
});
