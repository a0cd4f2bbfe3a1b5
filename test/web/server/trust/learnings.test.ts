import { describe, expect, it } from 'vitest';
import { type Learning, sayLearned } from '../../../../src/web/api/trust/learning.ts';
import { no, yes } from '../../../support/cases.ts';
import { enterRun } from '../../../support/decided-run.ts';
import { judgeSample } from '../../../support/judged-sample.ts';
import { runCli } from '../../../support/run-cli.ts';
import { serveApi } from '../../../support/served-api.ts';

const api = await serveApi();

async function whenLearned(run: string): Promise<Learning> {
  for (;;) {
    const { body } = await api.get(`/runs/${run}/learning`);
    if (!['waiting', 'running'].includes(body.job?.status)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('teaching the embedded model from a run', () => {
  it('learns from its labels, and tells what the command shows', async () => {
    const run = await judgeSample(api);
    expect((await api.get(`/runs/${run}/learning`)).body).toMatchObject({
      verdicts: 0,
      labelled: 100,
      job: null,
      learned: null,
      isOfRun: false,
    });
    expect((await api.post(`/runs/${run}/learning`, {})).status).toBe(201);
    const told = await whenLearned(run);
    expect(told).toMatchObject({ job: { status: 'done', error: null }, isOfRun: true });
    const { stdout } = await runCli(['learn', '--show', '--ledger', api.location, '--json']);
    const shown = JSON.parse(stdout);
    expect(told.learned?.macroF1).toBe(shown.macroF1);
    expect(told.learned?.themes.map(({ id }) => id)).toEqual(
      shown.themes.map(({ id }: { id: string }) => id),
    );
    const said = sayLearned(told.learned as NonNullable<Learning['learned']>);
    expect(said[0]).toMatch(/^The embedded model learned \d of 9 themes from run /);
    // What was learned from a run is none of the runs, nor waits to be one.
    expect((await api.get('/runs')).body.jobs).toEqual([]);
  }, 240_000);

  it('says in one line why it could not', async () => {
    await enterRun(api.ledger, 'spot', [{ id: 'T1', outcomes: [no('manners'), yes('waiting')] }]);
    await api.post('/runs/spot/learning', {});
    const told = await whenLearned('spot');
    expect(told.job?.status).toBe('failed');
    expect(told.job?.error).toMatch(/^the themes of this run were made on the spot/);
    expect((await api.get('/runs')).body.jobs).toEqual([]);
    expect((await api.post('/runs/none/learning', {})).status).toBe(404);
  });
});
