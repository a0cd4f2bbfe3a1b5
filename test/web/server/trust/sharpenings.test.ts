import { describe, expect, it } from 'vitest';
import {
  type Sharpening,
  sayMistakes,
  saySharpened,
} from '../../../../src/web/api/trust/sharpening.ts';
import { no, yes } from '../../../support/cases.ts';
import { startChatServer } from '../../../support/chat-server.ts';
import { enterRun } from '../../../support/decided-run.ts';
import { whenFileEnds } from '../../../support/endings.ts';
import { judgeSample } from '../../../support/judged-sample.ts';
import { serveApi } from '../../../support/served-api.ts';
import { betterDefinition, sharpeningModel } from '../../../support/sharpening-model.ts';

const api = await serveApi();
const server = await startChatServer({ answer: sharpeningModel });
whenFileEnds(() => server.close());
const waits = (row: number) => (row <= 40 ? ['waiting_time'] : []);

async function whenSharpened(address: string): Promise<Sharpening> {
  await api.post(address, {});
  for (;;) {
    const { body } = await api.get(address);
    if (!['waiting', 'running'].includes(body.job?.status)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('better words for a theme', () => {
  it('come from half of the mistakes, and are checked on tickets that the model was not shown', async () => {
    await api.post('/servers', { server: server.baseURL, sendsKey: false });
    const model = { model: 'mock', baseUrl: server.baseURL, route: 'all' };
    const run = await judgeSample(api, { ...model, themes: ['waiting_time', 'policy'] }, waits);
    const address = `/runs/${run}/sharpening/waiting_time`;
    const before = (await api.get(address)).body as Sharpening;
    expect(before).toMatchObject({ extra: 0, unasked: 0, found: null, model: 'mock' });
    expect(before.missed).toBeGreaterThan(30);
    expect(sayMistakes(before)[0]).toMatch(/^The judge is wrong on 4\d|3\d of \d+ tickets/);
    const judged = server.count();
    const told = await whenSharpened(address);
    expect(told.job).toMatchObject({ status: 'done', error: null });
    expect(server.count() - judged).toBeLessThanOrEqual(before.plan?.calls ?? 0);
    const { found } = told;
    expect(found).toMatchObject({ definition: betterDefinition, shown: { missed: 16, extra: 0 } });
    // This model then says yes to everything: right where the label has it, wrong where not.
    const checked = found?.checked ?? { tickets: 0, before: 0, after: 0 };
    expect(checked.before + checked.after).toBe(checked.tickets);
    expect(saySharpened(found as NonNullable<typeof found>).join(' ')).toMatch(/made from 16/);
    // Nothing is saved.
    const themes = (await api.get('/themes')).body as { id: string; definition: string }[];
    expect(themes.find(({ id }) => id === 'waiting_time')?.definition).not.toBe(betterDefinition);
    const shown = server.requests.find(({ body }) => JSON.stringify(body).includes('right_answer'));
    expect(JSON.stringify(shown?.body)).toContain('judge_said');
    const { runs, jobs } = (await api.get('/runs')).body;
    expect([runs.length, jobs]).toEqual([1, []]);
  }, 240_000);

  it('are examples where the embedded model judges, at no cost', async () => {
    const run = await judgeSample(api, { themes: ['policy', 'technology'] }, (row) =>
      row % 2 === 0 ? ['technology'] : [],
    );
    const told = await whenSharpened(`/runs/${run}/sharpening/technology`);
    expect(told).toMatchObject({ model: '', plan: { calls: 0 }, job: { status: 'done' } });
    expect(told.found?.examples.length).toBeGreaterThan(2);
    expect(told.found?.checked?.tickets).toBeGreaterThan(4);
  }, 240_000);

  it('are not looked for where the run’s themes are nowhere, or are not trusted', async () => {
    await enterRun(api.ledger, 'spot', [{ id: 'T1', outcomes: [no('manners'), yes('waiting')] }]);
    expect((await api.get('/runs/spot/sharpening/waiting')).body).toEqual({
      problem: expect.stringMatching(/were made on the spot/),
    });
    await enterRun(api.ledger, 'foreign', [{ id: 'T1', outcomes: [yes('waiting')] }], {
      settings: { place: '/tmp/evil.ts' },
    });
    expect((await api.get('/runs/foreign/sharpening/waiting')).body.problem).toMatch(
      /this page was not started with/,
    );
    expect((await api.post('/runs/foreign/sharpening/waiting', {})).status).toBe(400);
    expect((await api.get('/runs/none/sharpening/waiting')).status).toBe(404);
  });
});
