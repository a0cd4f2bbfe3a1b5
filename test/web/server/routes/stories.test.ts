import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { openLedger } from '../../../../src/ledger/open-ledger.ts';
import type { RejudgeAnswer, ReplayAnswer, TicketStory } from '../../../../src/web/api/ticket.ts';
import { createApp } from '../../../../src/web/server/app.ts';
import { sensible } from '../../../support/answers.ts';
import { startChatServer } from '../../../support/chat-server.ts';
import { whenFileEnds } from '../../../support/endings.ts';
import { tempFolder, themesFile, ticketsFile } from '../../../support/files.ts';
import { runCli } from '../../../support/run-cli.ts';
import { servicesOver } from '../../../support/services.ts';

const folder = tempFolder();
const location = path.join(folder, 'ledger.db');
const key = 'sk-a-key-that-nobody-may-see';
const long = `${'late '.repeat(41_000)}lost bag`;
const texts = [
  'My flight was late.',
  '<script>alert(1)</script> late & "lost"',
  'الرحلة late متأخرة 😀 lost bag',
  long,
];

let ledger: Ledger;
let app: ReturnType<typeof createApp>;
let run: string;

beforeAll(async () => {
  const server = await startChatServer({ answer: sensible });
  whenFileEnds(() => server.close());
  const tickets = ticketsFile(folder, texts);
  const themes = themesFile(folder);
  // Ids are not always unique.
  writeFileSync(
    tickets,
    `id,text\nT1,"My flight was late."\nT1,"My bag is lost."\n${texts
      .slice(1)
      .map((text, index) => `T${index + 2},"${text.replaceAll('"', '""')}"\n`)
      .join('')}`,
  );
  const { stdout } = await runCli(
    [
      ...['batch', tickets, '--themes', themes, '--ledger', location, '--json'],
      ...['--model', 'mock', '--base-url', server.baseURL, '--rpm', '60000'],
    ],
    { OPENAI_API_KEY: key },
  );
  run = JSON.parse(stdout).run;
  ledger = await openLedger(location);
  whenFileEnds(() => ledger.close());
  const services = servicesOver(ledger, { folder, location, themes });
  whenFileEnds(() => services.jobs.close());
  services.servers.confirm({ server: server.baseURL, sendsKey: false });
  app = createApp(services, { hosts: ['localhost'], token: undefined });
});

async function ask(address: string, body?: unknown): Promise<Response> {
  return app.request(`/api${address}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { host: 'localhost', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function storyOf(row: number): Promise<TicketStory> {
  return (await ask(`/runs/${run}/tickets/${row}`)).json() as Promise<TicketStory>;
}

describe('the story of a ticket', () => {
  it('is told by row: tickets of one id have stories of their own', async () => {
    const [first, second] = [await storyOf(1), await storyOf(2)];
    expect([first.id, second.id]).toEqual(['T1', 'T1']);
    expect(first.decision?.themes).toEqual(['late_flight']);
    expect(second.decision?.themes).toEqual(['lost_bag']);
    expect(first.texts[0]?.text).toBe('My flight was late.');
  });

  it('marks the quotes, and has dockets, spans, calls and what they cost', async () => {
    const { texts: read, dockets, spans, calls } = await storyOf(1);
    const [mark] = read[0]?.marks ?? [];
    expect(mark).toMatchObject({ theme: 'late_flight', verdict: 'yes' });
    expect(dockets.map(({ agent }) => agent)).toEqual(
      expect.arrayContaining(['triage', 'judge:late_flight']),
    );
    const ids = new Set(spans.map(({ id }) => id));
    for (const { parent } of spans) if (parent !== null) expect(ids.has(parent)).toBe(true);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls[0]?.tokensIn).toBeGreaterThan(0);
  });

  it('gives texts back as they are: markup, right to left, 200 kB', async () => {
    for (const [index, text] of texts.slice(1).entries())
      expect((await storyOf(index + 3)).texts[0]?.text).toBe(text);
  });

  it('answers with one line for a run or row that is not there', async () => {
    for (const address of [
      '/runs/none/tickets/1',
      `/runs/${run}/tickets/99`,
      `/runs/${run}/tickets/x`,
    ]) {
      const response = await ask(address);
      expect(response.status).toBe(404);
      expect(((await response.json()) as { error: string }).error).toMatch(/^[^\n]+$/);
    }
  });
});

describe('a span', () => {
  it('shows what went over the wire, and never a key', async () => {
    const { spans } = await storyOf(1);
    const calls = spans.filter(({ hasBody, kind }) => hasBody && kind !== 'function');
    expect(calls.length).toBeGreaterThan(0);
    for (const { id } of calls) {
      const text = await (await ask(`/spans/${id}`)).text();
      expect(JSON.parse(text)).toMatchObject({ status: 200, request: { model: 'mock' } });
      expect(text).not.toContain(key);
    }
  });

  it('is not there where no docket knows it', async () => {
    await ledger.write({
      spans: [
        {
          id: 'stray',
          docket: 'none',
          parent: null,
          kind: 'generation',
          name: 'mock',
          started_at: 1,
          milliseconds: 1,
          error: null,
        },
      ],
      span_bodies: [{ span: 'stray', body: '{}' }],
    });
    expect((await ask('/spans/stray')).status).toBe(404);
  });
});

describe('what is tried on a ticket', () => {
  it('a flip changes the decision at once and leaves the run as it is', async () => {
    const before = await storyOf(1);
    const address = `/runs/${run}/tickets/1/replay`;
    const answer = (await (
      await ask(address, { flips: { late_flight: 'no' } })
    ).json()) as ReplayAnswer;
    expect(answer).toMatchObject({ lost: ['late_flight'], gained: [] });
    expect(await storyOf(1)).toEqual(before);
    await ask(address, { flips: { late_flight: 'no' }, record: true });
    const after = await storyOf(1);
    expect(after.decision).toEqual(before.decision);
    expect(after.replays.map(({ about }) => about)).toEqual([
      expect.stringContaining('late_flight=no'),
    ]);
  });

  it('names the theme that the run does not have', async () => {
    const response = await ask(`/runs/${run}/tickets/1/replay`, { flips: { late_fligt: 'no' } });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('did you mean \\"late_flight\\"?');
  });

  it('asks a judge again in a process of its own, by row', async () => {
    const response = await ask(`/runs/${run}/tickets/2/rejudge`, { theme: 'lost_bag', times: 2 });
    const answer = (await response.json()) as RejudgeAnswer;
    expect(answer).toMatchObject({ theme: 'lost_bag', before: 'yes', hasChanged: false });
    expect(answer.replies).toMatchObject([{ ok: true, verdict: 'yes' }, { ok: true }]);
    expect((await storyOf(2)).replays).toHaveLength(1);
    expect((await storyOf(1)).replays.some(({ kind }) => kind === 'rejudge')).toBe(false);
  });
});
