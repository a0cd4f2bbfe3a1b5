// What a ledger that somebody else made, or has had in hands, tries when it is served.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import type { RunRow } from '../../../src/ledger/schema.ts';
import type { RunList, TicketUpload } from '../../../src/web/api/runs.ts';
import { sensible } from '../../support/answers.ts';
import { startChatServer } from '../../support/chat-server.ts';
import { enterRun } from '../../support/decided-run.ts';
import { whenTestEnds } from '../../support/endings.ts';
import { askLedger, onEveryEngine } from '../../support/engines.ts';
import { tempFolder, ticketsFile } from '../../support/files.ts';
import { queryLedger } from '../../support/query-ledger.ts';
import { runCli } from '../../support/run-cli.ts';
import { bodyOf, outlineOf, serveApp, untilStatus } from '../../support/served-app.ts';
import { until } from '../../support/workers.ts';

const key = 'sk-nobody-elses-business';

/** A private file, a server that collects, and a theme that says when it was run. */
async function trap() {
  const folder = tempFolder();
  const secret = ticketsFile(folder, ['my password is late'], 'private.csv');
  const server = await startChatServer({ answer: sensible, models: ['x'] });
  whenTestEnds(() => server.close());
  const [ran, theme] = [path.join(folder, 'ran'), path.join(folder, 'evil.ts')];
  writeFileSync(
    theme,
    `import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(ran)}, '');
     export default { id: 'waiting', name: 'Late', definition: 'Late.' };`,
  );
  vi.stubEnv('OPENAI_API_KEY', key);
  const expectNothing = () => {
    expect(server.count()).toBe(0);
    expect(existsSync(ran)).toBe(false);
  };
  return { folder, secret, server, theme, ran, expectNothing };
}

const tickets = [{ id: 'T1', cells: ['T1', 'late'] }];

async function statusesOf(app: Awaited<ReturnType<typeof serveApp>>) {
  const { runs, jobs } = await bodyOf<RunList>(app.ask('/runs'));
  return [...runs, ...jobs].map(({ status, error }) => ({ status, error }));
}

const shown = {
  status: 'interrupted',
  error: expect.stringMatching(/started elsewhere.*by hand$/),
};

onEveryEngine((engine) => {
  it.each([
    [
      'the words of a command, as old ledgers have them',
      (caught: Awaited<ReturnType<typeof trap>>) => [
        ...['batch', caught.secret, '--model', 'x', '--base-url', caught.server.baseURL],
        ...['--themes', caught.theme],
      ],
    ],
    [
      'a request',
      ({ server }: Awaited<ReturnType<typeof trap>>) => ({
        workflow: 'batch',
        request: { file: 'sample', model: 'x', baseUrl: server.baseURL },
      }),
    ],
  ])('starts nothing by %s, and shows it', async (_, requestOf) => {
    const caught = await trap();
    const { ledger, location } = await engine.open();
    await enterRun(ledger, 'r', tickets, { run: { status: 'interrupted', ended_at: 1 } });
    for (const [id, run] of [
      ['a', null],
      ['b', 'r'],
    ] as const)
      await ledger.jobs.add({
        id,
        run,
        file: 'tickets.csv',
        request: JSON.stringify(requestOf(caught)),
        mark: 'f'.repeat(64),
        rows: null,
        wanted: 'running',
        error: null,
        at: 1,
      });
    const app = await serveApp(location);
    expect(await statusesOf(app)).toEqual([shown, shown]);
    for (const action of ['resume', 'pause', 'cancel']) {
      const answer = await app.post(`/runs/r/${action}`);
      expect(answer.status).toBe(400);
      expect((await bodyOf<{ error: string }>(answer)).error).toContain('start it again by hand');
    }
    expect(app.children).toEqual([]);
    caught.expectNothing();
  });
});

/** A job that was started and interrupted here, on a ledger of its own. */
async function interruptedJob() {
  const server = await startChatServer({ answer: sensible, models: ['x'], latencyMs: 50 });
  whenTestEnds(() => server.close());
  const location = path.join(tempFolder(), 'ledger.db');
  const app = await serveApp(location);
  await app.confirm(server.baseURL);
  const request = { file: 'sample', themes: ['policy'], model: 'x', baseUrl: server.baseURL };
  const answer = await app.post('/runs', { ...request, docket: 1, concurrency: 1 });
  const { run } = await bodyOf<{ run: string }>(answer);
  await app.close();
  return { server, location, run, asked: server.count() };
}

async function copyLedger(from: string, to: string): Promise<void> {
  for (const end of ['', '-wal']) if (existsSync(from + end)) copyFileSync(from + end, to + end);
}

describe('a job that was started here', () => {
  it.each([
    ['a copy of the file', copyLedger],
    ['`ledger copy`', (from: string, to: string) => runCli(['ledger', 'copy', from, to])],
  ])('is started by nobody who has %s', async (_, copy) => {
    const { server, location, run, asked } = await interruptedJob();
    const other = path.join(tempFolder(), 'ledger.db');
    await copy(location, other);
    const app = await serveApp(other);
    expect(await outlineOf(app, run)).toMatchObject({ ...shown, isJob: false });
    expect((await app.post(`/runs/${run}/resume`)).status).toBe(400);
    expect(app.children).toEqual([]);
    expect(server.count()).toBe(asked);
  });

  it.each([
    ['another server', `request = replace(request, '"model":"x"', '"model":"y"')`],
    ['another user’s or machine’s mark', `mark = replace(mark, substr(mark, 1, 1), 'x')`],
    ['no mark', 'mark = null'],
  ])('is not started with %s', async (_, change) => {
    const { location, run } = await interruptedJob();
    queryLedger(location, `update jobs set ${change}`);
    const app = await serveApp(location);
    expect(await outlineOf(app, run)).toMatchObject(shown);
    expect(app.children).toEqual([]);
  });

  it('is not wanted running again by who only writes to the ledger', async () => {
    const app = await serveApp(path.join(tempFolder(), 'ledger.db'));
    const answer = app.post('/runs', { file: 'sample', themes: ['policy'] });
    const { run } = await bodyOf<{ run: string }>(answer);
    await untilStatus(app, run, 'finished');
    const { location } = app;
    await until(() => queryLedger(location, 'select * from jobs')[0]?.wanted === 'done');
    await app.close();
    queryLedger(location, "update jobs set wanted = 'running'");
    queryLedger(location, "update runs set status = 'interrupted'");
    expect((await serveApp(location)).children).toEqual([]);
  });
});

describe('a run of a ledger that somebody else made', () => {
  /** Served with a run that says what `change` says of it. */
  async function served(change: Partial<RunRow>, settings: object = {}, id = 'r') {
    const caught = await trap();
    const location = path.join(caught.folder, 'ledger.db');
    const ledger = await openLedger(location);
    await enterRun(ledger, id, tickets, { run: change, settings });
    await ledger.close();
    return { ...caught, location, app: await serveApp(location) };
  }
  const again = { theme: 'waiting', times: 1 };

  it('sends nothing to its server when a judge is asked again, before a person confirms it', async () => {
    const { server } = await trap();
    const { app, location, expectNothing } = await served({
      model: 'x',
      base_url: server.baseURL,
    });
    const answer = await app.post('/runs/r/tickets/1/rejudge', again);
    expect(answer.status).toBe(409);
    expect(await bodyOf(answer)).toMatchObject({ server: new URL(server.baseURL).origin });
    expect(app.children).toEqual([]);
    expectNothing();
    expect(server.count()).toBe(0);
    // At a terminal the ledger's server is asked, but never with a key that isn't its own.
    const themes = path.join(tempFolder(), 'themes.json');
    writeFileSync(themes, '[{"id":"waiting","name":"Late","definition":"Late."}]');
    const words = ['rejudge', 'T1', '--theme', 'waiting', '--times', '1', '--themes', themes];
    const asked = await runCli([...words, '--ledger', location], { OPENAI_API_KEY: key });
    expect(server.count()).toBeGreaterThan(0);
    expect(asked.stderr).toContain('OPENAI_API_KEY is not sent');
    for (const { headers } of server.requests) expect(headers.authorization).not.toContain(key);
    const twice = [...words, '--times', '2', '--ledger', location];
    await runCli([...twice, '--base-url', server.baseURL], { OPENAI_API_KEY: key });
    expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it('runs no theme that it names, in the page or at a terminal', async () => {
    const { theme } = await trap();
    const { app, location, ran } = await served(
      { model: 'embedded', base_url: '' },
      { place: theme },
    );
    const answer = await app.post('/runs/r/tickets/1/rejudge', again);
    expect(answer.status).toBe(400);
    expect((await bodyOf<{ error: string }>(answer)).error).toContain('--themes');
    for (const words of [
      ['rejudge', 'T1', '--theme', 'waiting'],
      ['learn', '--from', 'r'],
    ])
      expect(await runCli([...words, '--ledger', location])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('themes that are code'),
      });
    expect(existsSync(ran)).toBe(false);
    expect(existsSync(path.join(path.dirname(theme), 'ran'))).toBe(false);
  });

  it('opens no file that it names, and writes into no folder that its id names', async () => {
    const { secret } = await trap();
    const { app, folder } = await served({ file: secret, rows: 1 }, {}, '../../r');
    const answer = await app.post('/searches', { theme: 'password', run: '../../r' });
    expect(answer.status).toBe(200);
    const { run } = await bodyOf<{ run: string }>(answer);
    await untilStatus(app, run, 'finished');
    const matches = await bodyOf<{ decided: number }>(app.ask(`/runs/${run}/matches`));
    expect(JSON.stringify(matches)).not.toContain('password is');
    expect(matches.decided).toBe(1);
    expect(readdirSync(path.join(folder, 'searched'))).toEqual([
      expect.stringMatching(/^[0-9a-f]{16}$/),
    ]);
  });
});

describe('a folder that came with a ledger', () => {
  it('makes no file readable by a link among the uploads', async () => {
    const { secret } = await trap();
    const home = tempFolder();
    const ids = ['0123456789abcdef', 'fedcba9876543210'];
    mkdirSync(path.join(home, 'uploads', ids[0] ?? ''), { recursive: true });
    symlinkSync(secret, path.join(home, 'uploads', ids[0] ?? '', 'tickets.csv'));
    symlinkSync(path.dirname(secret), path.join(home, 'uploads', ids[1] ?? ''));
    const app = await serveApp(path.join(home, 'ledger.db'));
    expect((await bodyOf<TicketUpload[]>(app.ask('/files'))).map(({ id }) => id)).toEqual([
      'sample',
    ]);
    for (const id of ids) expect((await app.ask(`/files/${id}/preview`)).status).toBe(404);
  });

  it('takes no upload through a link to elsewhere', async () => {
    const [home, elsewhere] = [tempFolder(), tempFolder()];
    symlinkSync(elsewhere, path.join(home, 'uploads'));
    const app = await serveApp(path.join(home, 'ledger.db'));
    const answer = await app.ask('/uploads?name=a.csv', { method: 'POST', body: 'id,text\n1,a\n' });
    expect(answer.status).toBe(400);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('reads and writes no theme through a link to elsewhere', async () => {
    const home = tempFolder();
    const elsewhere = path.join(tempFolder(), 'theirs.json');
    const theirs = JSON.stringify({ id: 'theirs', name: 'Theirs', definition: 'Private.' });
    writeFileSync(elsewhere, theirs);
    const app = await serveApp(path.join(home, 'ledger.db'));
    const list = { file: 'sample', ownThemes: [{ name: 'Mine', definition: 'Late.' }], themes: [] };
    expect((await app.post('/plan', list)).status).toBe(200);
    const [name = ''] = readdirSync(path.join(home, 'theme-lists'));
    rmSync(path.join(home, 'theme-lists', name));
    symlinkSync(elsewhere, path.join(home, 'theme-lists', name));
    mkdirSync(path.join(home, 'saved-themes'));
    symlinkSync(elsewhere, path.join(home, 'saved-themes', 'theirs.json'));
    expect((await app.post('/plan', list)).status).toBe(200);
    expect(readFileSync(elsewhere, 'utf8')).toBe(theirs);
    expect(await (await app.ask('/themes')).text()).not.toContain('Private.');
  });
});

describe('the key', () => {
  it.each([
    ['goes to a server with it only where a person said so', true, `Bearer ${key}`],
    ['stays here otherwise', false, 'Bearer none'],
  ])('%s', async (_, sendsKey, authorization) => {
    const { server } = await trap();
    const app = await serveApp(path.join(tempFolder(), 'ledger.db'));
    const request = { file: 'sample', themes: ['policy'], model: 'x', baseUrl: server.baseURL };
    expect((await app.post('/runs', request)).status).toBe(409);
    await app.confirm(server.baseURL, sendsKey);
    const { run } = await bodyOf<{ run: string }>(app.post('/runs', request));
    await untilStatus(app, run, 'finished');
    expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set([authorization]),
    );
  });
});

it('a ledger is no ledger’s neighbour: what was confirmed and marked is kept for this user alone', async () => {
  const { server } = await trap();
  const app = await serveApp(path.join(tempFolder(), 'ledger.db'));
  await app.confirm(server.baseURL);
  const state = path.join(process.env.XDG_STATE_HOME ?? '', 'tribunal');
  expect(statSync(state).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(state))
    expect(statSync(path.join(state, name)).mode & 0o777).toBe(0o600);
  expect(readdirSync(state).sort()).toEqual(['mark', 'servers.json']);
  expect(await askLedger(app.location, 'select * from jobs')).toEqual([]);
});
