import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Queue } from '../../../../src/ledger/postgres/queue.ts';
import { enterRun } from '../../../support/decided-run.ts';
import { onPostgres, type TestedEngine } from '../../../support/engines.ts';
import { spawnCli } from '../../../support/run-cli.ts';
import { bodyOf, outlineOf, serveApp, untilStatus } from '../../../support/served-app.ts';
import {
  lateTexts,
  questionsAsked,
  repeatedIn,
  serveBatch,
} from '../../../support/served-batch.ts';
import { submitted } from '../../../support/submitted-run.ts';

const tickets = ['A1', 'A2'].map((id) => ({ id }));

onPostgres((engine) => {
  it('a run that another machine submitted goes on, is told of live, and is paused for all workers', async () => {
    const { ledger, location } = await engine.open();
    await enterRun(ledger, 'r', tickets, submitted);
    const queue = await Queue.open(ledger);
    await queue.begin('r');
    await queue.submit('r', [{ first: 1, last: 2 }]);
    const app = await serveApp(location);
    expect(await outlineOf(app, 'r')).toMatchObject({
      status: 'running',
      isShared: true,
      isJob: false,
      resumedBy: submitted.settings.command,
    });
    const told = (await app.ask('/runs/r/live')).text();
    await sleep(1000);
    expect((await app.post('/runs/r/pause')).status).toBe(202);
    // It would have ended at its first look, had the run counted as interrupted.
    expect((await told).match(/"status":"\w+"/g)?.[0]).toBe('"status":"running"');
    expect(await told).toContain('event: end');
    expect((await outlineOf(app, 'r')).status).toBe('interrupted');
    expect(await queue.isWaiting('r')).toBe(false);
    expect((await app.post('/runs/r/pause')).status).toBe(400);
  });

  it('a run of another machine’s page stays with the workers, and is paused for all of them', async () => {
    const { ledger, location } = await engine.open();
    await enterRun(ledger, 'r', tickets, submitted);
    await ledger.jobs.add({
      id: 'job',
      run: 'r',
      file: 'tickets.csv',
      request: '{}',
      mark: 'b',
      rows: null,
      wanted: 'running',
      error: null,
      at: 1,
    });
    const app = await serveApp(location);
    expect(await outlineOf(app, 'r')).toMatchObject({
      status: 'running',
      resumedBy: submitted.settings.command,
    });
    expect(app.children).toEqual([]);
    expect((await app.post('/runs/r/pause')).status).toBe(202);
    expect(await outlineOf(app, 'r')).toMatchObject({
      status: 'interrupted',
      isJob: false,
      error: expect.stringContaining('started elsewhere'),
    });
    expect((await ledger.runs.find('r'))?.status).toBe('interrupted');
  });

  it('a run that the page submits is paused and gone on with, and pays nothing twice', async () => {
    const { batch, app, run } = await startShared(engine);
    while (batch.server.count() < 5) await sleep(20);
    expect((await outlineOf(app, run)).status).toBe('running');
    expect((await app.post(`/runs/${run}/pause`)).status).toBe(202);
    const paused = await untilStatus(app, run, 'paused');
    expect(paused.counts.decided + paused.counts.review).toBeLessThan(60);
    // What was open when it was paused is finished.
    await sleep(3000);
    const asked = batch.server.count();
    await sleep(1000);
    expect(batch.server.count()).toBe(asked);
    expect((await app.post(`/runs/${run}/resume`)).status).toBe(202);
    const finished = await untilStatus(app, run, 'finished');
    expect(finished.counts.decided + finished.counts.review).toBe(60);
    expect(repeatedIn(questionsAsked(batch.server))).toEqual([]);
  }, 120_000);
});

/** A run that the page began, and a worker that hears it as long as the test lasts. */
async function startShared(engine: TestedEngine) {
  const batch = await serveBatch(lateTexts(60), { latencyMs: 60 });
  const location = await engine.emptyLedger();
  const app = await serveApp(location);
  const allow = ['--allow-server', batch.server.baseURL];
  void spawnCli(['worker', '--ledger', location, '--concurrency', '2', ...allow]);
  await app.confirm(batch.server.baseURL);
  const body = readFileSync(batch.tickets);
  const upload = app.ask('/uploads?name=tickets.csv', { method: 'POST', body });
  const { id: file } = await bodyOf<{ id: string }>(upload);
  const started = app.post('/runs', {
    file,
    themes: [],
    model: 'mock',
    baseUrl: batch.server.baseURL,
    docket: 4,
    concurrency: 2,
    rpm: 60_000,
    ownThemes: [
      { name: 'Late Flight', definition: 'The flight was late.' },
      { name: 'Lost bag', definition: 'A bag is lost.' },
    ],
  });
  const { run } = await bodyOf<{ run: string }>(started);
  return { batch, app, run };
}
