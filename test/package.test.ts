import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../src/installation.ts';
import { startChatServer } from './support/chat-server.ts';
import { whenFileEnds } from './support/endings.ts';
import { tempFolder, ticketsFile } from './support/files.ts';

interface Packed {
  filename: string;
  unpackedSize: number;
  files: { path: string }[];
}

const project = tempFolder();
const elsewhere = tempFolder();
const installed = path.join(project, 'node_modules/ticket-tribunal');
const command = path.join(project, 'node_modules/.bin/tribunal');
const examples = readdirSync(path.join(packageRoot, 'examples'));
const own = (name: string) => path.join(packageRoot, 'node_modules', name);
let tarball: string;
let packed: Packed;

/** As npm does it, but for what is not there to be fetched: of its own packages, the declared ones only. */
beforeAll(async () => {
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', project];
  [packed] = JSON.parse(execFileSync('npm', pack, { encoding: 'utf8' })) as [Packed];
  tarball = path.join(project, packed.filename);
  mkdirSync(path.join(project, 'node_modules/.bin'), { recursive: true });
  mkdirSync(installed);
  execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', installed]);
  const { default: manifest } = await import(path.join(installed, 'package.json'), {
    with: { type: 'json' },
  });
  for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
    mkdirSync(path.dirname(path.join(project, 'node_modules', name)), { recursive: true });
    symlinkSync(own(name), path.join(project, 'node_modules', name));
  }
  for (const [name, file] of Object.entries<string>(manifest.bin))
    symlinkSync(
      path.join('../ticket-tribunal', file),
      path.join(project, 'node_modules/.bin', name),
    );
  writeFileSync(path.join(project, 'package.json'), '{ "type": "module" }');
});

async function run(words: string[], cwd = project): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, NO_COLOR: '1', NODE_ENV: '', TRIBUNAL_LEDGER: '' };
  return promisify(execFile)(process.execPath, words, { cwd, env });
}

describe('what npm packs', () => {
  it('is what runs, and neither tests nor settings of tools', () => {
    const folders = packed.files.map(({ path: file }) => file.split('/').slice(0, 2).join('/'));
    expect(new Set(folders)).toEqual(
      new Set([
        ...['LICENSE', 'README.md', 'package.json', 'data/README.md', 'data/gold.csv'],
        ...['data/tickets.csv', 'agents/themes', 'dist/command', 'dist/page', 'dist/types'],
        ...examples.map((name) => `examples/${name}`),
      ]),
    );
    expect(packed.unpackedSize).toBeLessThan(6_000_000);
    // Declarations of what is exported, and of nothing else.
    const declared = packed.files.filter(({ path: file }) => file.startsWith('dist/types/'));
    expect(declared.filter(({ path: file }) => /ledger\/|queue\/|cli\//.test(file))).toEqual([]);
    expect(declared.length).toBeLessThan(40);
  });

  it('is sound for whoever imports it, with types', async () => {
    await run([own('.bin/publint'), tarball, '--strict']);
    await run([own('.bin/attw'), tarball, '--profile', 'esm-only']);
  });
});

describe('an installed tribunal', () => {
  it('judges a file, and names the command that works there', async () => {
    const tickets = ticketsFile(project, ['You kept me on hold for an hour.', 'Thank you.']);
    const { stdout } = await run([command, 'batch', tickets]);
    expect(stdout).toMatch(/^2 tickets in .*: \d decided/m);
    expect(stdout).toMatch(/^Ledger .*\(npx tribunal runs show /m);
    expect(existsSync(path.join(project, '.tribunal/ledger.db'))).toBe(true);
  });

  it('writes a theme, and learns', async () => {
    await run([command, 'themes', 'new', 'Lost property', '--definition', 'Something was lost.']);
    await run([command, 'themes', 'check', '--themes', 'themes']);
    const labelled = path.join(project, 'labelled.csv');
    const rows = Array.from({ length: 40 }, (_, row) =>
      row % 2 === 0 ? `${row},I lost my bag ${row},lost_property` : `${row},Great crew ${row},`,
    );
    writeFileSync(labelled, `id,text,themes\n${rows.join('\n')}\n`);
    const { stderr } = await run([command, 'learn', labelled, '--gold-column', 'themes']);
    expect(stderr).toContain('npx tribunal batch FILE');
  });

  it('serves the page', async () => {
    const server = spawn(process.execPath, [command, 'serve', '--port', '0'], { cwd: project });
    whenFileEnds(() => server.kill('SIGKILL'));
    const address = String((await once(server.stdout, 'data'))[0]).trim();
    const page = await (await fetch(address)).text();
    expect(page).toContain('<meta name="tribunal-command" content="npx tribunal" />');
    const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
    expect((await fetch(new URL(script, address))).status).toBe(200);
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
  });
});

describe('the public face', () => {
  it('is there for a theme with a zod tool in any folder', async () => {
    cpSync(path.join(installed, 'examples/own-theme.ts'), path.join(elsewhere, 'own-theme.ts'));
    const { stderr } = await run([command, 'themes', 'check', '--themes', '.'], elsewhere);
    expect(stderr).toContain('1 theme');
  });

  it('is there for a script that Node runs', async () => {
    writeFileSync(
      path.join(project, 'script.mjs'),
      `import { loadThemes, openLedger, readTickets } from 'ticket-tribunal';
       const texts = [];
       for await (const { text } of readTickets('tickets.csv')) texts.push(text);
       const ledger = await openLedger();
       const [{ id }] = await ledger.runs();
       const results = [];
       for await (const { decision } of ledger.results(id)) results.push(decision.status);
       const spans = await ledger.trace('T1');
       await ledger.close();
       const themes = (await loadThemes('themes')).map(({ id }) => id);
       console.log(JSON.stringify({ texts, themes, decided: results.length, spans: spans.length > 5 }));`,
    );
    expect(JSON.parse((await run(['script.mjs'])).stdout)).toEqual({
      texts: ['You kept me on hold for an hour.', 'Thank you.'],
      themes: ['lost_property'],
      decided: 2,
      spans: true,
    });
  });

  it('has types that need no others, also under the strictest compiler', async () => {
    writeFileSync(
      path.join(project, 'script.ts'),
      `import { type Decision, openLedger, readTickets, type Ticket } from 'ticket-tribunal';
       const tickets: Ticket[] = [];
       for await (const ticket of readTickets('tickets.csv', { text: 'text' })) tickets.push(ticket);
       await using ledger = await openLedger();
       const decided: Decision[] = [];
       for await (const { decision } of ledger.results()) if (decision) decided.push(decision);
       // @ts-expect-error: a ticket has no such thing
       tickets[0]?.subject;`,
    );
    cpSync(path.join(installed, 'examples'), project, { recursive: true });
    const flags = ['--noEmit', '--strict', '--target', 'es2024'];
    const under = (how: string[], libraries: string, ...files: string[]) =>
      run([own('typescript/bin/tsc'), ...flags, '--lib', libraries, ...how, ...files]);
    const onNode = ['--module', 'nodenext', '--types', 'node'];
    await under(onNode, 'es2024,esnext.disposable', ...examples, 'script.ts');
    const bundled = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    await under(bundled, 'es2024,esnext.disposable,dom', 'script.ts');
  });
});

describe('an example', () => {
  // Below the project, so that it has no themes of its own.
  const folder = path.join(project, 'nightly/job');
  mkdirSync(folder, { recursive: true });
  const tickets = ticketsFile(folder, [
    'I wrote on 2 March. Your first reply is dated 4 April, and I want my money back.',
    'You kept me on hold for an hour, twice in one week.',
  ]);
  // As Node does from 22.18 on by itself.
  const script = (name: string) => ['--import', own('tsx/dist/loader.mjs'), copied(name)];
  const copied = (name: string) => {
    const file = path.join(folder, name);
    cpSync(path.join(installed, 'examples', name), file);
    return file;
  };

  it('decides one ticket, and shows how', async () => {
    const { stdout } = await run(script('one-ticket.ts'), folder);
    expect(stdout).toMatch(/^(decided|review): waiting_time\n/);
    expect(stdout).toMatch(/ handoff triage -> judge:waiting_time \d+ ms/);
  });

  it('has a model of its own', async () => {
    const { stdout } = await run([...script('own-model.ts'), tickets], folder);
    expect(stdout).toBe('T1\tdecided\trefund\nT2\tdecided\twaiting\n');
  });

  it('judges every night, and says how it went', async () => {
    const { stdout } = await run([...script('nightly.ts'), tickets, 'nightly.csv'], folder);
    expect(stdout).toMatch(/^\S+: \d decided, \d to review\n/);
    const results = readFileSync(path.join(folder, 'nightly.csv'), 'utf8');
    expect(results.trim().split('\n')).toHaveLength(3);
  });

  it('has a theme with a tool, which its judge uses', async () => {
    const answers: string[] = [];
    const server = await startChatServer({
      answer({ tool, tickets: [first], body }) {
        const result = body.messages?.find(({ role }) => role === 'tool')?.content;
        answers.push(`${tool} ${result}`);
        const verdict = { verdict: 'yes', confidence: 0.9, quote: '4 April', rationale: 'late' };
        return { verdicts: [{ ticket: first?.id, ...verdict }] };
      },
      helper: ({ messages }) =>
        messages?.some(({ role }) => role === 'tool')
          ? undefined
          : { name: 'days_between', arguments: { from: '2026-03-02', to: '2026-04-04' } },
    });
    whenFileEnds(() => server.close());
    const { stdout } = await run([
      ...[command, 'batch', tickets, '--limit', '1', '--themes', copied('own-theme.ts')],
      ...['--route', 'all', '--model', 'mock', '--base-url', server.baseURL],
    ]);
    expect(stdout).toMatch(/T1\s+decided\s+late_reply/);
    expect(answers.at(-1)).toBe('submit_verdicts {"days":33}');
  });

  it('asks another model for a second opinion', async () => {
    const server = await startChatServer({
      models: ['small', 'large'],
      answer: ({ tool, tickets: asked, body: { model } }) =>
        tool === 'route_tickets'
          ? {
              tickets: asked.map(({ id }) => ({
                ticket: id,
                sentiment: 0.5,
                routes: [{ theme: 'waiting_time', reason: 'it might' }],
              })),
            }
          : {
              verdicts: asked.map(({ id }) => ({
                ticket: id,
                verdict: 'yes',
                quote: 'on hold',
                rationale: 'said so',
                confidence: model === 'large' ? 0.9 : 0.3,
              })),
            },
    });
    whenFileEnds(() => server.close());
    const { stdout, stderr } = await run(
      [
        ...[command, 'run', copied('own-workflow.ts'), tickets, '--second', 'large'],
        ...['--model', 'small', '--base-url', server.baseURL],
      ],
      folder,
    );
    expect(stdout).toMatch(/T2\s+decided\s+waiting_time\s+0.90/);
    expect(stderr).toContain('Still for a person: 1');
    const models = server.requests.map(({ body: { model } }) => model);
    expect(models.filter((model) => model === 'large').length).toBeGreaterThan(0);
  });
});
