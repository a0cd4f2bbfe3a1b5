import { expect, it } from 'vitest';
import { onPostgres } from '../support/engines.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, serveBatch } from '../support/served-batch.ts';
import { shareBatch } from '../support/shared-batch.ts';
import { startWorker, until } from '../support/workers.ts';

it.each([
  ['no ledger on PostgreSQL', ['--ledger', 'ledger.db'], 'workers share a ledger on PostgreSQL'],
  [
    'a number that is none',
    ['--ledger', 'postgres://nobody@127.0.0.1:1/x', '--concurrency', 'many'],
    '--concurrency',
  ],
  ['a server that is not there', ['--ledger', 'postgres://nobody@127.0.0.1:1/x'], "can't reach"],
])('a worker says in one line what is wrong: %s', async (_, words, said) => {
  const { code, stdout, stderr } = await runCli(['worker', ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(said);
});

it('a file is left to workers only where there can be some', async () => {
  const batch = await serveBatch(lateTexts(1));
  const { code, stderr } = await runCli([...batch.command, '--detach']);
  expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
});

onPostgres((engine) => {
  it('a model that the server does not know stops the run, and the command says so', async () => {
    const batch = await shareBatch(engine, lateTexts(10), { style: 'unknown-model' });
    const worker = batch.work();
    const { code, stderr } = await batch.submit().ended;
    expect(`${code} ${stderr}`).toMatch(/^2 [\s\S]*knows no model "mock"/);
    expect(worker.said()).toContain('is stopped');
    expect(await batch.ask('select status from runs')).toEqual([{ status: 'interrupted' }]);
    expect(worker.child.exitCode).toBeNull();
  });

  it('a worker whose key is refused ends, and gives back what it took', async () => {
    const batch = await shareBatch(engine, lateTexts(10), { style: 'unauthorized' });
    await runCli([...batch.command, '--detach']);
    const { code, stderr } = await batch.work().ended;
    expect(`${code} ${stderr}`).toMatch(/^2 [\s\S]*refused the key/);
    expect(await batch.ask('select id from holdings')).toEqual([]);
    expect(await batch.ask('select status from runs')).toEqual([{ status: 'running' }]);
  });

  it('a budget that is spent ends the run for all workers', async () => {
    const batch = await shareBatch(engine, lateTexts(60), { latencyMs: 50 });
    batch.work();
    const { code, stderr } = await batch.submit('--max-calls', '10').ended;
    expect(`${code} ${stderr}`).toMatch(/^3 [\s\S]*Stopped: /);
    const more = await batch.submit().ended;
    expect(`${more.code} ${more.stderr}`).toMatch(/^0 /);
    expect(batch.repeated()).toEqual([]);
  });

  it('a judge that is another one on a worker’s machine leaves the run to others, and says so once', async () => {
    const batch = await shareBatch(engine, lateTexts(4));
    await runCli([...batch.command, '--detach']);
    await batch.ask(`update runs set settings = replace(settings, '"digest":"', '"digest":"0')`);
    const { code, stderr } = await batch.work(['--drain']).ended;
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    expect(stderr.match(/it is left to other workers/g)).toHaveLength(1);
    expect(await batch.ask('select id from holdings')).toEqual([]);
    expect(batch.server.count()).toBe(0);
  });

  it.each([
    [
      'a server that this worker may not use',
      (server: string) => `update runs set base_url = '${server}/else/v1'`,
      /--allow-server/,
    ],
    [
      'a server that is none',
      () => `update runs set base_url = 'file:///etc/passwd'`,
      /"file:\/\/\/etc\/passwd" in the ledger is none/,
    ],
    [
      'themes that are no data',
      () =>
        `update runs set settings = replace(settings, '"counts":', '"tools":"/x.ts","counts":')`,
      /shared\.themes\.0: .*"tools"/,
    ],
    [
      'a docket without end',
      () => `update runs set settings = replace(settings, '"docket":4', '"docket":1e9')`,
      /docket: /,
    ],
    [
      'settings that are none',
      () => `update runs set settings = '{"shared":{}}'`,
      /its settings in the ledger/,
    ],
  ])('asks nobody for a run with %s, which says why', async (_, change, why) => {
    const other = await serveBatch(lateTexts(1));
    const batch = await shareBatch(engine, lateTexts(4));
    await runCli([...batch.command, '--detach']);
    await batch.ask(change(new URL(other.server.baseURL).origin));
    const worker = ['worker', '--ledger', batch.ledger, '--drain', ...batch.allow];
    const { code, stderr } = await runCli(worker, { OPENAI_API_KEY: 'sk-mine' });
    expect({ code, said: stderr }).toEqual({ code: 0, said: expect.stringMatching(why) });
    const [run] = await batch.ask('select status, summary from runs');
    expect(run).toEqual({ status: 'running', summary: expect.stringMatching(/"refusal":"run /) });
    expect([batch.server.count(), other.server.count()]).toEqual([0, 0]);
  });

  it('whoever waits for a run is told that no worker will judge it', async () => {
    const batch = await shareBatch(engine, lateTexts(4));
    startWorker(batch.ledger);
    const submitted = batch.submit();
    await until(() => submitted.said().includes("A worker won't judge it"));
    expect(submitted.said()).toContain(`--allow-server ${batch.server.baseURL}`);
    const { stdout } = await runCli(['runs', 'show', '--ledger', batch.ledger]);
    expect(stdout).toMatch(/refused +by a worker: run .*may not use/);
    submitted.child.kill('SIGINT');
    expect((await submitted.ended).code).toBe(130);
    expect(batch.server.count()).toBe(0);
  });
});
