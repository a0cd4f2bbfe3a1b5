import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { formatDuration } from '../../src/cli/commands/judge/plan.ts';
import { sensible } from '../support/answers.ts';
import { type ChatServer, startChatServer } from '../support/chat-server.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

let server: ChatServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const texts = Array.from({ length: 20 }, (_, index) => `late, ticket number ${index}`);

function setUp() {
  const folder = tempFolder();
  const tickets = ticketsFile(folder, texts);
  const themes = themesFile(folder);
  const args = (...more: string[]) => [
    ...['batch', tickets, '--themes', themes, '--ledger', path.join(folder, 'in', 'ledger.db')],
    ...more,
  ];
  return { folder, args };
}

const remote = ['--model', 'gpt-4o-mini', '--base-url', 'https://models.example.com/v1'];

describe('tribunal batch --dry-run', () => {
  it('asks nobody and writes nothing', async () => {
    server = await startChatServer();
    const { folder, args } = setUp();
    const before = readdirSync(folder);
    const { code, stdout } = await runCli(
      args(
        ...['--dry-run', '--model', 'mock', '--base-url', server.baseURL],
        ...['--out', path.join(folder, 'out.csv')],
      ),
    );
    expect(code).toBe(0);
    expect(stdout).toContain('20 tickets to judge in 20 rows');
    expect(server.count()).toBe(0);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('shows a line a docket size, the chosen one marked, and what it assumes', async () => {
    const { args } = setUp();
    const { code, stdout, stderr } = await runCli(
      args('--dry-run', '--rpm', '60', '--docket', '8', ...remote),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('text column') });
    expect(stdout).toMatch(/^ +1 +62 .*1 min +--rpm$/m);
    expect(stdout).toMatch(/^ *> 8 +10 +[\d,]+ +3,360 +(< )?\$0\.0\d +\d+ s +the calls$/m);
    expect(stdout).toContain(
      'at 1 request/s: 2 themes, 20 tickets, 8 tickets per call: 26 s; 1 ticket per call: 1 min',
    );
    for (const word of ['tokens', 'answers', 'judges', 'aggregator', 'time', 'calls', 'cost'])
      expect(stdout).toMatch(new RegExp(`^- ${word}: `, 'm'));
    expect(stdout).toMatch(/list price written down in \d{4}-\d\d, may be out of date/);
  });

  it('says the same as JSON', async () => {
    const { args } = setUp();
    const { code, stdout } = await runCli(
      args('--dry-run', '--json', '--rpd', '4', '--docket', '8', '--price', '1,2', ...remote),
    );
    expect(code).toBe(0);
    const planned = JSON.parse(stdout);
    expect(planned).toMatchObject({
      rows: 20,
      tickets: 20,
      repeated: 0,
      defects: 0,
      themes: 2,
      limits: { rpd: 4 },
      price: { kind: 'given', input: 1, output: 2 },
      comparison:
        'at 4 requests/day: 2 themes, 20 tickets, 8 tickets per call: 3 days; 1 ticket per call: 16 days',
    });
    const chosen = planned.dockets.filter((one: { chosen: boolean }) => one.chosen);
    expect(chosen).toHaveLength(1);
    expect(chosen[0]).toMatchObject({
      docket: 8,
      calls: { triage: 3, judges: 6, aggregator: 1, all: 10 },
      tokensOut: 3360,
      seconds: 259_200,
      boundBy: 'rpd',
    });
    expect(chosen[0].cost).toBeCloseTo((chosen[0].tokensIn + 2 * 3360) / 1e6, 5);
  });

  it('plans the calls that a run then makes, and the size of their prompts', async () => {
    server = await startChatServer({ answer: sensible });
    const { args } = setUp();
    const same = [
      ...['--model', 'mock', '--base-url', server.baseURL, '--docket', '8'],
      ...['--route', 'all', '--aggregate', 'never', '--json'],
    ];
    const planned = JSON.parse((await runCli(args(...same, '--dry-run'))).stdout);
    expect((await runCli(args(...same))).code).toBe(0);
    const [chosen] = planned.dockets.filter((one: { chosen: boolean }) => one.chosen);
    expect(chosen.calls.all).toBe(server.count());
    const sent = server.requests.reduce((sum, { body }) => {
      const { messages, tools } = body as { messages: unknown; tools?: unknown };
      return sum + JSON.stringify({ messages, tools }).length / 4;
    }, 0);
    expect(chosen.tokensIn / sent).toBeGreaterThan(0.8);
    expect(chosen.tokensIn / sent).toBeLessThan(1.1);
  });

  it('calls a price unknown rather than nothing, and a model on this machine free', async () => {
    const { args } = setUp();
    const base = ['--base-url', 'https://models.example.com/v1'];
    const unknown = await runCli(args('--dry-run', '--model', 'who-knows', ...base));
    expect(unknown.stdout).toMatch(/^ *> 16 .* unknown /m);
    expect(unknown.stdout).toMatch(/^- cost: .*--price IN,OUT/m);
    const local = await runCli(args('--dry-run', '--model', 'ollama:llama3.1'));
    expect(local.stdout).toMatch(/^ *> 16 .* free /m);
    const embedded = await runCli(args('--dry-run'));
    expect(embedded.stdout).toMatch(/^ *> 64 .* free /m);
  });

  it('needs no key', async () => {
    const { args } = setUp();
    expect((await runCli(args('--dry-run', '--model', 'openai:gpt-4o-mini'))).code).toBe(0);
  });

  it.each([
    ['sequential', [], 1],
    ['evaluate', ['--gold-column', 'labels'], 8],
  ])('is there for %s too, and asks nobody', async (command, more, docket) => {
    server = await startChatServer();
    const { folder, args } = setUp();
    const file = path.join(folder, 'labelled.csv');
    writeFileSync(file, 'id,text,labels\nT1,late,late_flight\nT2,lost,lost_bag\n');
    const [, , ...options] = args('--model', 'mock', '--base-url', server.baseURL, ...more);
    const words = [command, file, ...options, '--docket', '8', '--dry-run', '--json'];
    const { code, stdout } = await runCli(words);
    expect(code).toBe(0);
    const chosen = JSON.parse(stdout).dockets.find((one: { chosen: boolean }) => one.chosen);
    expect(chosen.docket).toBe(docket);
    expect(server.count()).toBe(0);
  });

  it('tells of the mistakes that the run would tell of', async () => {
    const { folder, args } = setUp();
    const bad = path.join(folder, 'bad.json');
    writeFileSync(bad, '[{"name":"A","definition":" "}]');
    for (const more of [
      ['--text', 'txt'],
      ['--themes', bad],
      ['--docket', '0'],
    ]) {
      const [planned, heard] = [
        await runCli(args(...more, '--dry-run')),
        await runCli(args(...more)),
      ];
      expect(planned).toEqual(heard);
      expect(planned).toMatchObject({ code: 2, stdout: '' });
    }
  });

  it.each([
    ['--rpm', '0'],
    ['--rpm', '1.5'],
    ['--tpm', 'many'],
    ['--rpd', '-1'],
    ['--price', '1'],
    ['--price', '1,2,3'],
    ['--price', '-1,2'],
    ['--price', 'a,b'],
    ['--price', ','],
  ])('refuses %s %s', async (option, value) => {
    const { args } = setUp();
    const { code, stdout, stderr } = await runCli(args('--dry-run', `${option}=${value}`));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${option} takes`);
    expect(stderr).toContain(`"${value}"`);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.2, '1 s'],
    [40, '40 s'],
    [59.5, '1 min'],
    [840, '14 min'],
    [3599, '1 h'],
    [6720, '1 h 52'],
    [3900, '1 h 05'],
    [86_400, '24 h'],
    [2 * 86_400, '2 days'],
    [3 * 86_400, '3 days'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
