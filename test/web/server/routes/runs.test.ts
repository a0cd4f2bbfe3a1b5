import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunList, TicketUpload } from '../../../../src/web/api/runs.ts';
import { tempFolder, ticketsFile } from '../../../support/files.ts';
import { runCli } from '../../../support/run-cli.ts';
import {
  bodyOf,
  outlineOf,
  type ServedApp,
  serveApp,
  untilStatus,
} from '../../../support/served-app.ts';
import {
  lateTexts,
  questionsAsked,
  repeatedIn,
  type ServedBatch,
  serveBatch,
} from '../../../support/served-batch.ts';

async function until<Value>(
  read: () => Promise<Value>,
  isMet: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await read();
    if (isMet(value)) return value;
    await sleep(50);
  }
}

/** Uploads a batch's tickets and starts to hear them on its server. */
async function start(
  app: ServedApp,
  { tickets, server }: ServedBatch,
  limits: object = {},
): Promise<string> {
  await app.confirm(server.baseURL);
  const body = readFileSync(tickets);
  const { id } = await bodyOf<TicketUpload>(
    app.ask('/uploads?name=tickets.csv', { method: 'POST', body }),
  );
  const answer = await app.post('/runs', {
    file: id,
    themes: [],
    model: 'mock',
    baseUrl: server.baseURL,
    docket: 4,
    concurrency: 2,
    rpm: 60_000,
    ...limits,
    ownThemes: [
      { name: 'Late Flight', definition: 'The flight was late.' },
      { name: 'Lost bag', definition: 'A bag is lost.' },
    ],
  });
  expect(answer.status).toBe(201);
  return (await bodyOf<{ run: string }>(answer)).run;
}

const askedSo = (server: ServedBatch['server'], calls: number) =>
  until(
    async () => server.count(),
    (count) => count >= calls,
  );

describe('a run that the page started', () => {
  it('is heard to its end, and told of', async () => {
    const app = await serveApp(path.join(tempFolder(), 'ledger.db'));
    const { run } = await bodyOf<{ run: string }>(
      app.post('/runs', { file: 'sample', themes: ['policy'] }),
    );
    const outline = await untilStatus(app, run, 'finished');
    expect(outline).toMatchObject({
      file: 'tickets.csv',
      workflow: 'batch',
      model: 'embedded',
      isJob: true,
      error: null,
      hasDates: false,
      calls: 0,
      triage: null,
      themes: [{ id: 'policy', name: 'Policy' }],
      settings: { roles: { id: 'id', text: 'feedback', context: ['problem', 'resolution'] } },
    });
    const { rows, decided, review, failed } = outline.counts;
    expect([rows, decided + review + failed]).toEqual([116, 116]);
    const { runs, jobs } = await bodyOf<RunList>(app.ask('/runs'));
    expect([runs.map(({ id }) => id), jobs]).toEqual([[run], []]);
    const told = await (await app.ask(`/runs/${run}/live`)).text();
    expect(told.match(/^event: .*$/gm)).toEqual([
      'event: progress',
      'event: decisions',
      'event: end',
    ]);
  });

  it('learns whom to ask, and tells how that stands', async () => {
    const app = await serveApp(path.join(tempFolder(), 'ledger.db'));
    const learns = { triage: 'learned', maxMiss: 0.07, file: 'sample', themes: ['policy'] };
    const { run } = await bodyOf<{ run: string }>(app.post('/runs', learns));
    const { triage, settings } = await untilStatus(app, run, 'finished');
    expect([triage?.maxMiss, settings.maxMiss]).toEqual([0.07, 0.07]);
  });

  it('pauses and resumes, and pays nothing twice', async () => {
    const batch = await serveBatch(lateTexts(60), { latencyMs: 20 });
    const app = await serveApp(batch.ledger);
    const run = await start(app, batch);
    await askedSo(batch.server, 5);
    expect((await app.post(`/runs/${run}/pause`)).status).toBe(202);
    const paused = await untilStatus(app, run, 'paused');
    const asked = batch.server.count();
    expect(paused.counts.decided + paused.counts.review).toBeLessThan(60);
    await sleep(200);
    expect(batch.server.count()).toBe(asked);
    expect((await app.post(`/runs/${run}/resume`)).status).toBe(202);
    const finished = await untilStatus(app, run, 'finished');
    expect(finished.counts.decided + finished.counts.review).toBe(60);
    expect(repeatedIn(questionsAsked(batch.server))).toEqual([]);
  }, 120_000);

  it('goes on within another budget', async () => {
    const batch = await serveBatch(lateTexts(60), { latencyMs: 5 });
    const app = await serveApp(batch.ledger);
    const run = await start(app, batch, { maxCalls: 3 });
    await untilStatus(app, run, 'paused');
    expect(batch.server.count()).toBe(3);
    expect((await app.post(`/runs/${run}/resume`, { maxCalls: -1 })).status).toBe(400);
    expect((await app.post(`/runs/${run}/resume`, { maxCalls: 500 })).status).toBe(202);
    const finished = await untilStatus(app, run, 'finished');
    expect(finished.counts.decided + finished.counts.review).toBe(60);
    expect(await bodyOf(app.ask(`/requests/${run}`))).toMatchObject({ request: { maxCalls: 500 } });
    expect(repeatedIn(questionsAsked(batch.server))).toEqual([]);
  }, 120_000);

  it('goes on when the server is started again', async () => {
    const batch = await serveBatch(lateTexts(60), { latencyMs: 20 });
    const app = await serveApp(batch.ledger);
    const run = await start(app, batch);
    await askedSo(batch.server, 5);
    await app.close();
    const asked = batch.server.count();
    expect(app.children.at(-1)?.exitCode).toBe(130);
    const again = await serveApp(batch.ledger);
    const finished = await untilStatus(again, run, 'finished');
    expect(finished.counts.decided + finished.counts.review).toBe(60);
    expect(batch.server.count()).toBeGreaterThan(asked);
    expect(repeatedIn(questionsAsked(batch.server))).toEqual([]);
  }, 120_000);

  it('is cancelled, and stays so', async () => {
    const batch = await serveBatch(lateTexts(60), { latencyMs: 20 });
    const app = await serveApp(batch.ledger);
    const run = await start(app, batch);
    await askedSo(batch.server, 5);
    await app.post(`/runs/${run}/cancel`);
    await untilStatus(app, run, 'cancelled');
    await app.close();
    const again = await serveApp(batch.ledger);
    expect((await outlineOf(again, run)).status).toBe('cancelled');
    expect(again.children).toEqual([]);
  }, 120_000);

  it('says in one line why it could not begin, or what stopped it', async () => {
    const app = await serveApp(path.join(tempFolder(), 'ledger.db'));
    const request = {
      file: 'sample',
      model: 'nobody',
      baseUrl: 'https://nobody.invalid/v1',
      maxCost: 1,
    };
    await app.confirm(request.baseUrl);
    const answer = await app.post('/runs', request);
    expect(answer.status).toBe(400);
    expect((await bodyOf<{ error: string }>(answer)).error).toMatch(
      /^--max-cost needs the price of nobody/,
    );
    const { jobs } = await bodyOf<RunList>(app.ask('/runs'));
    expect(jobs).toMatchObject([{ file: 'tickets.csv', status: 'failed' }]);
    const batch = await serveBatch(lateTexts(20));
    const second = await serveApp(batch.ledger);
    const run = await start(second, {
      ...batch,
      server: { ...batch.server, baseURL: `${batch.server.baseURL}/none` },
    });
    const failed = await untilStatus(second, run, 'failed');
    expect(failed.error).toMatch(/does not answer as an OpenAI-compatible server/);
  }, 120_000);
});

describe('a run that was started at a terminal', () => {
  it('is shown, but not stopped or resumed from here', async () => {
    const folder = tempFolder();
    const ledger = path.join(folder, 'ledger.db');
    await runCli(['batch', ticketsFile(folder, ['late', 'lost']), '--ledger', ledger]);
    const app = await serveApp(ledger);
    const [run] = (await bodyOf<RunList>(app.ask('/runs'))).runs;
    expect(run).toMatchObject({ isJob: false, status: 'finished' });
    const answer = await app.post(`/runs/${run?.id}/pause`);
    expect(answer.status).toBe(400);
    expect((await bodyOf<{ error: string }>(answer)).error).toContain('started at a terminal');
    expect((await app.ask('/runs/none')).status).toBe(404);
    expect((await app.ask('/runs/none/live')).status).toBe(404);
  });
});
