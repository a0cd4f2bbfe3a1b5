import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { sensible } from '../support/answers.ts';
import {
  type ChatServer,
  type ChatServerOptions,
  startChatServer,
} from '../support/chat-server.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';

const texts = [
  'late again',
  'lost my suitcase',
  'late and lost',
  'thank you',
  '=1+1 late',
  'late again',
];

let server: ChatServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function setUp(options: ChatServerOptions = {}) {
  server = await startChatServer({ answer: sensible, ...options });
  const folder = tempFolder();
  const ledger = path.join(folder, 'ledger.db');
  const out = path.join(folder, 'out.csv');
  const args = (...more: string[]) => [
    ...['batch', ticketsFile(folder, texts), '--themes', themesFile(folder), '--ledger', ledger],
    ...['--model', 'mock', '--base-url', server?.baseURL ?? '', '--rpm', '60000', ...more],
  ];
  return { server, folder, ledger, out, args };
}

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true });
}

describe('tribunal batch', () => {
  it('decides our own tickets offline and says where everything is', async () => {
    const folder = tempFolder();
    const ledger = path.join(folder, 'ledger.db');
    const { code, stdout, stderr } = await runCli([
      'batch',
      'data/tickets.csv',
      '--ledger',
      ledger,
    ]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain('text column: feedback');
    expect(stdout).toMatch(/waiting_time\s+\d+/);
    expect(stdout).toMatch(/Ledger .*runs show/);
    expect(stdout).toMatch(/Traces .*trace/);
    const [results] = readdirSync(path.join(folder, 'results'));
    const input = rowsOf('data/tickets.csv');
    const rows = rowsOf(path.join(folder, 'results', results ?? ''));
    expect(rows.map(({ id }) => id)).toEqual(input.map(({ id }) => id));
    expect(rows.every(({ status }) => status !== 'failed')).toBe(true);
  });

  it('writes themes, confidence and reasons beside the untouched columns, a column a theme with --wide', async () => {
    const { args, out } = await setUp();
    const { code } = await runCli(args('--out', out, '--wide'));
    expect(code).toBe(0);
    const rows = rowsOf(out);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...['id', 'text', 'themes', 'confidence', 'sentiment', 'status', 'justification'],
      ...['late_flight', 'lost_bag'],
    ]);
    expect(rows.map(({ themes }) => themes)).toEqual([
      'late_flight',
      'lost_bag',
      'late_flight|lost_bag',
      '',
      'late_flight',
      'late_flight',
    ]);
    expect(rows[2]).toMatchObject({ late_flight: 'yes', lost_bag: 'yes', status: 'decided' });
    expect(rows[4]?.text).toBe("'=1+1 late");
  });

  it('calls nobody when the same command runs again, and asks anew with --fresh', async () => {
    const { args, server, out } = await setUp();
    await runCli(args('--out', out));
    const paid = server.count();
    expect((await runCli(args('--out', out, '--force'))).code).toBe(0);
    expect(server.count()).toBe(paid);
    await runCli(args('--out', out, '--force', '--fresh'));
    expect(server.count()).toBe(2 * paid);
  });

  it('judges tickets that read the same once', async () => {
    const { args, server } = await setUp();
    await runCli(args('--docket', '1', '--route', 'all', '--aggregate', 'never'));
    expect(server.count()).toBe(2 * (texts.length - 1));
  });

  it.each(['tools', 'no-tools', 'plain'] as const)(
    'comes to the same decisions on a server in the style of %s',
    async (style) => {
      const { args, out } = await setUp({ style });
      expect((await runCli(args('--out', out))).code).toBe(0);
      expect(rowsOf(out).map(({ themes }) => themes)).toEqual([
        ...['late_flight', 'lost_bag', 'late_flight|lost_bag', '', 'late_flight', 'late_flight'],
      ]);
    },
  );

  it('takes yes and no after reasoning from a server that can say nothing else', async () => {
    const { args, out } = await setUp({ style: 'think' });
    expect((await runCli(args('--out', out, '--docket', '1'))).code).toBe(0);
    expect(rowsOf(out)[0]).toMatchObject({ themes: 'late_flight', status: 'decided' });
  });

  it('ends with 1 and names the cause where a server answers nonsense, and loses no row', async () => {
    const { args, out } = await setUp({ style: 'nonsense' });
    const { code, stdout } = await runCli(args('--out', out));
    expect(code).toBe(1);
    expect(stdout).toContain('did not answer in the form that was asked for');
    expect(rowsOf(out).map(({ status }) => status)).toEqual(texts.map(() => 'failed'));
  });

  it('survives an answer that breaks the docket: wrong ids, half an answer, text, a refusal', async () => {
    const faults = [
      'wrong-ids',
      'missing-id',
      'text',
      'bad-arguments',
      'two-calls',
      'truncated-json',
    ];
    const { args, out } = await setUp({ faults: (index) => faults[index] as 'text' | undefined });
    expect((await runCli(args('--out', out))).code).toBe(0);
    expect(rowsOf(out).map(({ status }) => status)).toEqual(texts.map(() => 'decided'));
  });

  it('keeps the key out of the ledger, the results and the screen', async () => {
    const key = 'sk-a-key-that-nobody-may-see';
    const { args, folder, ledger } = await setUp();
    const { stdout, stderr } = await runCli(args(), { OPENAI_API_KEY: key });
    expect(server?.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
    const kept = ['ledger.db', 'ledger.db-wal'].map((name) => path.join(folder, name));
    for (const file of kept.filter((name) => existsSync(name)))
      expect(readFileSync(file).includes(key)).toBe(false);
    expect(existsSync(ledger)).toBe(true);
    expect(stdout + stderr).not.toContain(key);
  });

  it('stops on Ctrl-C, says how to go on, and then asks only what was not answered', async () => {
    const { args, server, out, folder } = await setUp({ latencyMs: 60 });
    const late = Array.from({ length: 14 }, (_, index) => `late ${index}`);
    const many = ticketsFile(folder, late, 'many.csv');
    const command = args('--out', out, '--docket', '1', '--concurrency', '2');
    command[1] = many;
    const first = await spawnCli(command, {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (server.count() < 10) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 20);
      },
    });
    expect(first.code).toBe(130);
    expect(first.stderr).toContain('continue with: npx tribunal batch');
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
    const paid = server.count();
    const second = await runCli(command);
    expect(second.code).toBe(0);
    expect(second.stderr).toContain('continues');
    expect(rowsOf(out)).toHaveLength(14);
    expect(server.count()).toBe(14 * 3);
    expect(paid).toBeLessThan(20);
  });
});
