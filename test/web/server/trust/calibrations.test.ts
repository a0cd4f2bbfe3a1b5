import { describe, expect, it } from 'vitest';
import {
  type Calibration,
  sayCalibrated,
  sayTooFew,
} from '../../../../src/web/api/trust/calibration.ts';
import { startChatServer } from '../../../support/chat-server.ts';
import { whenFileEnds, whenTestEnds } from '../../../support/endings.ts';
import { runCli } from '../../../support/run-cli.ts';
import { serveApi } from '../../../support/served-api.ts';

const api = await serveApi();
const server = await startChatServer();
whenFileEnds(() => server.close());
const request = {
  file: 'sample',
  model: 'mock',
  baseUrl: server.baseURL,
  route: 'all',
  themes: ['waiting_time', 'policy'],
  tickets: 40,
  tolerance: 0.1,
};
const look = async (asked: object = request): Promise<Calibration> =>
  (await api.post('/calibration', asked)).body;

async function whenEnded(asked?: object): Promise<Calibration> {
  for (;;) {
    const found = await look(asked);
    if (!['waiting', 'running'].includes(found.job?.status ?? '')) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('how many tickets fit into a call', () => {
  it('is planned as the command plans it, and asked only where a person confirmed the server', async () => {
    const { plan, job, found } = await look();
    const { stdout } = await runCli([
      ...['calibrate', 'data/tickets.csv', '--model', 'mock', '--base-url', server.baseURL],
      ...['--route', 'all', '--sample', '40', '--tolerance', '10%', '--dry-run', '--json'],
      ...['--themes', 'agents/themes/waiting_time.ts,agents/themes/policy.ts'],
    ]);
    const told = JSON.parse(stdout);
    expect(plan).toMatchObject({ tickets: 40, calls: told.calls, tokensIn: told.tokensIn });
    expect([job, found]).toEqual([null, null]);
    expect((await api.post('/calibrations', request)).status).toBe(409);
    expect(server.count()).toBe(0);
  });

  it('is found out by a job, kept, and used by the plan of the run', async () => {
    await api.post('/servers', { server: server.baseURL, sendsKey: false });
    expect((await api.post('/calibrations', request)).status).toBe(201);
    const { job, found } = await whenEnded();
    expect(job).toMatchObject({ status: 'done', error: null, calls: server.count() });
    expect(found).toMatchObject({ docket: 32, stack: null, tickets: 40, tolerance: 0.1 });
    const said = sayCalibrated(found as NonNullable<Calibration['found']>);
    expect(said[0]).toMatch(/^32 tickets a call change at most \d\.?\d* % of the/);
    expect(said[1]).toMatch(/^That saves 50 % of the calls, compared with the usual 16 tickets/);
    const plan = (await api.post('/plan', request)).body;
    expect(plan).toMatchObject({ docket: 32 });
    const { runs, jobs } = (await api.get('/runs')).body;
    expect([runs, jobs]).toEqual([[], []]);
  }, 240_000);

  it('is cancelled while it is asked, and nothing is left of it', async () => {
    let open = () => {};
    const opens = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = await startChatServer({ opens, models: ['slow'] });
    whenTestEnds(() => slow.close());
    await api.post('/servers', { server: slow.baseURL, sendsKey: false });
    const asked = { ...request, model: 'slow', baseUrl: slow.baseURL };
    const { job } = (await api.post('/calibrations', asked)).body;
    await expect.poll(() => slow.count(), { timeout: 60_000 }).toBeGreaterThan(0);
    expect((await api.post(`/jobs/${job}/cancel`, {})).status).toBe(202);
    open();
    expect(await whenEnded(asked)).toMatchObject({ job: null, found: null });
  }, 120_000);

  it('says what is too few, and shows the line of what failed', async () => {
    const few = { ...request, tickets: 4, tolerance: 0.01 };
    const { plan } = await look(few);
    expect(sayTooFew(plan as NonNullable<Calibration['plan']>)).toMatch(
      /^4 tickets bring 8 questions .* that takes 299\. Allow \d+\.?\d* % or more/,
    );
    await api.post('/calibrations', few);
    const { job } = await whenEnded(few);
    expect(job?.status).toBe('failed');
    expect(job?.error).toMatch(/too few/);
    expect((await look({ file: 'sample' })).problem).toMatch(/embedded model reads each ticket/);
    expect((await api.post('/calibration', { ...request, tolerance: 3 })).status).toBe(400);
  }, 240_000);
});
