import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it, vi } from 'vitest';
import { openLedger } from '../../../../src/ledger/open-ledger.ts';
import { calibrationKey } from '../../../../src/settings/apply-calibration.ts';
import { sampleThemes } from '../../../../src/themes/find-themes.ts';
import { loadThemes } from '../../../../src/themes/load-themes.ts';
import type { About, RunPlan } from '../../../../src/web/api/run-request.ts';
import { startChatServer } from '../../../support/chat-server.ts';
import { whenTestEnds } from '../../../support/endings.ts';
import { tempFolder } from '../../../support/files.ts';
import { runCli } from '../../../support/run-cli.ts';
import { bodyOf, type ServedApp, serveApp } from '../../../support/served-app.ts';
import { topicTexts } from '../../../support/topic-texts.ts';

const served = () => serveApp(path.join(tempFolder(), 'ledger.db'));

async function complaintOf(app: ServedApp, request: unknown): Promise<string> {
  const answer = await app.post('/plan', request);
  expect(answer.status).toBe(400);
  return (await bodyOf<{ error: string }>(answer)).error;
}

describe('a plan', () => {
  it.each([
    ['with all as usual', {}, []],
    [
      'with everything said',
      {
        ...{ model: 'gpt-4o-mini', baseUrl: 'https://api.openai.com/v1', route: 'all' },
        aggregate: 'always',
        docket: 8,
        concurrency: 4,
        rpm: 60,
        tpm: 90_000,
        rpd: 5000,
        maxCalls: 10,
        maxCost: 1.5,
        columns: { text: 'problem', context: ['feedback'] },
      },
      [
        ...['--model=gpt-4o-mini', '--base-url=https://api.openai.com/v1', '--route=all'],
        ...['--aggregate=always', '--docket=8', '--concurrency=4', '--rpm=60', '--tpm=90000'],
        ...['--rpd=5000', '--text=problem', '--context=feedback'],
      ],
    ],
    [
      'with a triage that learns',
      { triage: 'learned', maxMiss: 0.05 },
      ['--triage=learned', '--max-miss=0.05'],
    ],
  ])('has the figures of the dry run, %s', async (_, said, words) => {
    const app = await served();
    const plan = await bodyOf<RunPlan>(app.post('/plan', { file: 'sample', ...said }));
    const command = ['batch', 'data/tickets.csv', '--dry-run', '--json', ...words];
    const printed = JSON.parse((await runCli(command)).stdout);
    const chosen = printed.dockets.find((docket: { chosen: boolean }) => docket.chosen);
    const { rows, tickets, repeated, defects, themes } = printed;
    expect(plan).toMatchObject({ rows, tickets, repeated, defects, themes });
    const { calls, tokensIn, tokensOut, cost, seconds, boundBy } = chosen;
    expect(plan).toMatchObject({ tokensIn, tokensOut, cost, seconds, boundBy, calls: calls.all });
    expect(plan.calls).toBeGreaterThan(0);
  });

  it('is for as many tickets per call as were calibrated', async () => {
    const app = await served();
    const endpoint = { model: 'm', baseURL: 'https://models.example.com/v1', api: 'chat' } as const;
    const books = await openLedger(app.location);
    await books.write({
      calibrations: [
        {
          key: calibrationKey(endpoint, await loadThemes(sampleThemes)),
          docket: 4,
          threshold: null,
          at: Date.UTC(2026, 0, 2),
          body: '{}',
        },
      ],
    });
    await books.close();
    const said = { file: 'sample', model: endpoint.model, baseUrl: endpoint.baseURL };
    const planOf = (more: object) => bodyOf<RunPlan>(app.post('/plan', { ...said, ...more }));
    expect(await planOf({ docket: 8 })).toMatchObject({ docket: 8 });
    expect(await planOf({})).toEqual({
      ...(await planOf({ docket: 4 })),
      finishesAt: expect.any(Number),
    });
  });

  it('asks about the chosen themes and those that are written on the spot', async () => {
    const app = await served();
    const request = {
      file: 'sample',
      themes: ['policy', 'waiting_time'],
      ownThemes: [{ name: 'Seats', definition: 'A seat was broken.', examples: ['It tilted.'] }],
    };
    expect(await bodyOf<RunPlan>(app.post('/plan', request))).toMatchObject({ themes: 3 });
    expect(await complaintOf(app, { file: 'sample', themes: [] })).toBe(
      'choose a theme, or write one',
    );
    const twice = { ...request, ownThemes: [{ name: 'Policy', definition: 'Rules.' }] };
    expect(await complaintOf(app, twice)).toContain('two themes have the id "policy"');
    expect(await complaintOf(app, { file: 'sample', themes: ['../../package'] })).toContain(
      'there is no theme',
    );
  });

  it('has no calls for tickets that were judged already, but where all is asked again', async () => {
    const server = await startChatServer();
    whenTestEnds(() => server.close());
    const app = await served();
    const themes = ['policy', 'waiting_time'];
    const request = { file: 'sample', themes, model: 'mock', baseUrl: server.baseURL };
    const before = await bodyOf<RunPlan>(app.post('/plan', request));
    expect(before).toMatchObject({ known: 0, calls: expect.any(Number) });
    const places = themes.map((theme) => `agents/themes/${theme}.ts`).join();
    const where = ['--themes', places, '--model', 'mock', '--base-url', server.baseURL];
    await runCli(['batch', 'data/tickets.csv', ...where, '--ledger', app.location]);
    const after = await bodyOf<RunPlan>(app.post('/plan', request));
    expect(after).toMatchObject({ calls: 0, tokensIn: 0, tickets: before.tickets });
    expect(after.known).toBeGreaterThanOrEqual(before.tickets);
    const again = await bodyOf<RunPlan>(app.post('/plan', { ...request, fresh: true }));
    expect(again).toMatchObject({ calls: before.calls, known: 0 });
  });

  it('says what is wrong in one line', async () => {
    const app = await served();
    const wrong = (more: object) => complaintOf(app, { file: 'sample', ...more });
    expect(await wrong({ file: '../tickets.csv' })).toBe('file: is the id of no file');
    expect(await wrong({ columns: { text: 'bodyy' } })).toMatch(
      /^there is no column "bodyy" in tickets\.csv/,
    );
    expect(await wrong({ model: 'm', baseUrl: 'ftp://host' })).toContain('is no web address');
    expect(await wrong({ model: 'm', baseUrl: 'http://a:b@host/v1' })).toContain('OPENAI_API_KEY');
    expect(await wrong({ triage: 'learned', route: 'all' })).toMatch(/choose one of the two$/);
    expect(await wrong({ maxMiss: 0.02 })).toMatch(/^--max-miss is what --triage learned promises/);
    for (const maxMiss of [0, 0.6])
      expect(await wrong({ triage: 'learned', maxMiss })).toMatch(/^maxMiss: /);
    expect(await wrong({ learned: true })).toMatch(/^nothing was learned of these themes yet/);
    expect(await wrong({ learned: true, model: 'm' })).toMatch(/^--learned is of the embedded/);
    expect(await wrong({ docket: 1000 })).toMatch(/^docket: /);
    expect(await wrong({ ownThemes: [{ name: '', definition: 'x' }] })).toMatch(
      /^ownThemes\.0\.name/,
    );
  });
});

it('says what the embedded model was taught, and which of the chosen themes go by it', async () => {
  const folder = tempFolder();
  const ledger = path.join(folder, 'ledger.db');
  const texts = topicTexts(20).map(({ text, topic }) => ({
    text,
    label: topic === 'screens' ? 'technology' : topic === 'food' ? 'waiting_time' : '',
  }));
  const file = path.join(folder, 'taught.csv');
  writeFileSync(file, stringify(texts, { header: true }));
  const taught = await runCli([
    ...['learn', file, '--gold-column', 'label', '--ledger', ledger],
    ...['--themes', 'agents/themes/technology.ts,agents/themes/waiting_time.ts'],
  ]);
  expect(taught.code).toBe(0);
  const app = await serveApp(ledger);
  const about = await bodyOf<About>(app.ask('/about'));
  expect(about.learned).toMatchObject({ teachers: ['labels of taught.csv'], themes: 2 });
  const request = { file: 'sample', themes: ['technology', 'policy'], learned: true };
  const { learned } = await bodyOf<RunPlan>(app.post('/plan', request));
  expect(learned).toEqual([
    expect.stringMatching(/^learned from .*labels of taught\.csv, /),
    'not learned, and decided as before: policy',
  ]);
});

it('says of the environment what the page may know, and no key', async () => {
  const app = await served();
  vi.stubEnv('OPENAI_API_KEY', 'sk-secret');
  vi.stubEnv('OPENAI_BASE_URL', 'http://user:word@host:8000/v1?key=1');
  const text = await (await app.ask('/about')).text();
  expect(JSON.parse(text)).toEqual({
    ...{ version: '0.1.0', hasKey: true, baseUrl: 'http://host:8000/v1', learned: null },
  });
  expect(text).not.toMatch(/secret|word/);
});
