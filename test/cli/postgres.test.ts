import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { RunRequest } from '../../src/web/api/run-request.ts';
import { Mark } from '../../src/web/server/jobs/mark.ts';
import { MarkedJobs } from '../../src/web/server/jobs/marked-jobs.ts';
import { StateFolder } from '../../src/web/server/jobs/state-folder.ts';
import { sensible } from '../support/answers.ts';
import { startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { askLedger, onPostgres } from '../support/engines.ts';
import { tempFolder } from '../support/files.ts';
import { findPostgres, postgresPassword, startPostgres } from '../support/postgres.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';
import {
  lateTexts,
  questionsAsked,
  repeatedIn,
  rowsOf,
  serveBatch,
} from '../support/served-batch.ts';
import { startCli, startWorker } from '../support/workers.ts';

onPostgres((engine) => {
  it('a batch is heard, looked at, judged again and learned from, in PostgreSQL alone', async () => {
    const location = await engine.place();
    const folder = tempFolder();
    const server = await startChatServer({ answer: sensible });
    whenTestEnds(() => server.close());
    startWorker(location, ['--allow-server', server.baseURL]);
    const outputs: string[] = [];
    const run = async (...words: string[]) => {
      // A judge's tool is told by its code, which this process has in another form than the worker.
      const call = words[0] === 'batch' ? spawnCli : runCli;
      const { code, stdout, stderr } = await call([...words, '--ledger', location]);
      outputs.push(stdout, stderr);
      expect(`${words.join(' ')}: ${code} ${stderr}`).toContain(': 0 ');
      return stdout;
    };
    const model = ['--model', 'mock', '--base-url', server.baseURL];
    const [out, words] = ['out.csv', 'words.csv'].map((name) => path.join(folder, name)) as [
      string,
      string,
    ];
    const hear = ['batch', 'data/tickets.csv', '--rpm', '60000', '--out', out, ...model];
    // In a process of its own: what was typed there is kept with the run.
    const heard = await spawnCli([...hear, '--ledger', location]);
    expect(heard).toMatchObject({ code: 0 });
    outputs.push(heard.stdout, heard.stderr);
    await run('batch', 'data/tickets.csv', '--out', words);
    expect(rowsOf(out).length).toBeGreaterThan(100);
    const [second, first] = JSON.parse(await run('runs', 'list', '--json'));
    expect(first).toMatchObject({ workflow: 'batch', model: 'mock', status: 'finished' });
    expect(first.counts.decided + first.counts.review).toBe(rowsOf(out).length);
    const calls = server.count();
    await run('batch', 'data/tickets.csv', '--rpm', '60000', ...model, '--out', `${out}.csv`);
    expect(server.count()).toBe(calls);

    await run('runs', 'show', first.id);
    await run('runs', 'compare', first.id, second.id, '--json');
    await run('runs', 'export', first.id, '--out', path.join(folder, 'again.csv'));
    expect(rowsOf(path.join(folder, 'again.csv'))).toEqual(rowsOf(out));
    await run('runs', 'export', first.id, '--html', path.join(folder, 'report.html'));
    const [ticket] = rowsOf(out);
    await run('trace', ticket?.id ?? '', '--run', first.id, '--json');
    const gold = ['--gold', 'data/gold.csv'];
    expect(
      JSON.parse(await run('evaluate', second.id, ...gold, '--json')).macro.f1,
    ).toBeGreaterThan(0.3);
    await run('diagnose', second.id, ...gold, '--json');
    const judged = rowsOf(words).find(({ themes }) => themes !== '');
    const [theme = ''] = judged?.themes?.split('|') ?? [];
    const of = [judged?.id ?? '', '--run', second.id];
    await run('rejudge', ...of, '--theme', theme, '--times', '2');
    await run('replay', ...of, '--flip', `${theme}=no`);
    await run('learn', 'data/tickets.csv', ...gold, '--json');

    const copy = path.join(folder, 'copy.jsonl');
    await run('trace', 'export', first.id, '--out', copy);
    const elsewhere = await engine.place();
    expect((await runCli(['trace', 'import', copy, '--ledger', elsewhere])).code).toBe(0);
    const [imported] = JSON.parse(
      (await runCli(['runs', 'list', '--json', '--ledger', elsewhere])).stdout,
    );
    expect(imported).toMatchObject({ id: first.id, counts: first.counts });

    const [kept] = await askLedger(location, `select settings from runs where id = '${first.id}'`);
    expect(JSON.parse(String(kept?.settings)).command).toContain('postgres://tribunal@127.0.0.1');
    // What was typed had the password in it: it is nowhere.
    const dump = execFileSync(path.join(findPostgres() ?? '', 'pg_dump'), [location], {
      maxBuffer: 1e9,
    });
    expect(dump.includes('insert') || dump.length > 100_000).toBe(true);
    expect(dump.includes(postgresPassword)).toBe(false);
    expect(outputs.filter((output) => output.includes(postgresPassword))).toEqual([]);
    // Twenty commands, one after the other.
  }, 240_000);

  it('a command that hears by itself goes on after a kill, and pays nothing twice', async () => {
    const batch = await serveBatch(lateTexts(40), { latencyMs: 10 });
    const location = await engine.emptyLedger();
    const words = batch.command.with(batch.command.indexOf('--ledger') + 1, location);
    const args = [...words.with(0, 'sequential'), '--out', batch.out];
    const killed = await spawnCli(args, {
      async onStart(child) {
        while (batch.server.count() < 12) await sleep(2);
        child.kill('SIGKILL');
      },
    });
    expect(killed.code).toBeNull();
    const answered = await askLedger(location, 'select address from answers');
    const { code, stderr } = await runCli(args);
    expect(code).toBe(0);
    expect(stderr).toContain('continues');
    expect(answered.length).toBeGreaterThan(0);
    expect(rowsOf(batch.out)).toHaveLength(40);
    // Only what was out at the kill is asked again: both judges of one ticket.
    expect(repeatedIn(questionsAsked(batch.server)).length).toBeLessThanOrEqual(2);
  });

  it('reaches the commands of the page without being read by everybody on the machine', async () => {
    const { ledger, location } = await engine.open();
    // It reads the address from the environment: `ps` shows everybody's words.
    startCli(['worker'], { TRIBUNAL_LEDGER: location });
    const mark = new Mark(new StateFolder(), ledger, () => {});
    const request = RunRequest.parse({ file: 'sample', themes: ['policy'] });
    await new MarkedJobs(ledger, mark).add({ workflow: 'batch', request }, 'tickets.csv', null);
    const seen: string[] = [];
    const { stdout, stderr } = await spawnCli(['serve', '--port', '0'], {
      environment: { TRIBUNAL_LEDGER: location },
      async onStart(child) {
        while ((await ledger.jobs.list())[0]?.wanted === 'running') {
          const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
          // Those of other tests name their ledgers openly.
          seen.push(...all.split('\n').filter((line) => !line.includes('postgres://')));
          seen.push(...all.split('\n').filter((line) => line.includes(new URL(location).pathname)));
          await sleep(100);
        }
        child.kill('SIGINT');
      },
    });
    const [job] = await ledger.jobs.list();
    expect(job).toMatchObject({ wanted: 'done', error: null });
    expect(seen.join('\n')).toMatch(/tribunal\.js job$/m);
    for (const said of [...seen, stdout, stderr, JSON.stringify(job)])
      expect(said.includes(`${new URL(location).password}@`)).toBe(false);
  });

  it('is told to commands by the environment too, and says in one line what is wrong with it', async () => {
    const location = await engine.place();
    const environment = { TRIBUNAL_LEDGER: location };
    const none = await runCli(['runs', 'list'], environment);
    expect(none).toMatchObject({ code: 2 });
    expect(none.stderr).toMatch(/no ledger at postgres:\/\/tribunal@127.0.0.1:\d+\/\w+ yet/);
    const wrong = await spawnCli([
      ...['batch', 'data/tickets.csv', '--ledger', location.replace(/\/\w+$/, '/nothing')],
    ]);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr.trim().split('\n')).toHaveLength(1);
    expect(wrong.stderr).not.toContain(postgresPassword);
  });
});

const binaries = findPostgres();

it.skipIf(binaries === undefined)(
  'a command outlives its PostgreSQL’s death, and says so once',
  async () => {
    const postgres = await startPostgres(binaries ?? '');
    whenTestEnds(() => postgres.end());
    const location = await postgres.createDatabase();
    const batch = await serveBatch(lateTexts(60), { latencyMs: 10 });
    const words = batch.command.with(batch.command.indexOf('--ledger') + 1, location);
    let isDead = false;
    const { code, stderr } = await spawnCli([...words.with(0, 'sequential'), '--out', batch.out], {
      async onStart() {
        while (batch.server.count() < 20) await sleep(2);
        await postgres.kill();
        isDead = true;
        await sleep(1500);
        await postgres.start();
      },
    });
    expect(isDead).toBe(true);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr.match(/can't be reached/g)).toHaveLength(1);
    expect(stderr.match(/is reached again/g)).toHaveLength(1);
    expect(rowsOf(batch.out)).toHaveLength(60);
    expect(repeatedIn(questionsAsked(batch.server))).toEqual([]);
  },
);
