import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { openLedger } from '../../../../src/ledger/open-ledger.ts';
import type { GoldLabel, TicketStory } from '../../../../src/web/api/ticket.ts';
import type { ReviewQueue } from '../../../../src/web/api/trust/review.ts';
import { createApp } from '../../../../src/web/server/app.ts';
import { failed, no, unrouted, yes } from '../../../support/cases.ts';
import { enterRun } from '../../../support/decided-run.ts';
import { whenFileEnds } from '../../../support/endings.ts';
import { tempFolder } from '../../../support/files.ts';
import { queryLedger } from '../../../support/query-ledger.ts';
import { runCli } from '../../../support/run-cli.ts';
import { servicesOver } from '../../../support/services.ts';
import { writeRunRows } from '../../../support/written-run.ts';

const folder = tempFolder();
const location = path.join(folder, 'ledger.db');
let ledger: Ledger;
let app: ReturnType<typeof createApp>;

const cells = (id: string) => [id, 'I waited an hour'];
const sure = [yes('waiting'), unrouted('manners'), unrouted('website')];
const unsure = [yes('waiting', { confidence: 0.3 }), unrouted('manners'), unrouted('website')];
const split = [
  yes('waiting', { confidence: 0.55, votes: { yes: 2, no: 1, failed: 0 } }),
  no('manners'),
  unrouted('website'),
];
const broken = [failed('waiting'), failed('manners'), unrouted('website')];

beforeAll(async () => {
  ledger = await openLedger(location);
  whenFileEnds(() => ledger.close());
  const start = () => {
    throw new Error('nothing is started here');
  };
  const services = { ...servicesOver(ledger, { folder, location }), start };
  whenFileEnds(() => services.jobs.close());
  app = createApp(services, { hosts: ['localhost'], token: undefined });
});

async function ask(address: string, method = 'GET', body?: unknown): Promise<Response> {
  return app.request(`/api${address}`, {
    method,
    headers: { host: 'localhost', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function queueOf(run: string, query = ''): Promise<ReviewQueue> {
  return (await ask(`/runs/${run}/review${query}`)).json() as Promise<ReviewQueue>;
}

async function label(run: string, row: number, themes: string[], reason = ''): Promise<GoldLabel> {
  const body = { themes, author: 'Ada', reason };
  return (await ask(`/runs/${run}/tickets/${row}/gold`, 'POST', body)).json() as Promise<GoldLabel>;
}

describe('the queue for a person', () => {
  it('has what is unsure first, tickets that read alike once, and no sure ones', async () => {
    await enterRun(ledger, 'queue', [
      { id: 'sure', outcomes: sure },
      { id: 'split', outcomes: split },
      { id: 'unsure', outcomes: unsure },
      { id: 'broken', outcomes: broken },
      { id: 'twin 1', outcomes: unsure, address: 'twin' },
      { id: 'twin 2', outcomes: unsure, address: 'twin' },
    ]);
    const { items, total, left, hasMore } = await queueOf('queue');
    expect(items.map(({ id }) => id)).toEqual(['twin 1', 'broken', 'unsure', 'split']);
    expect(items[0]).toMatchObject({ alike: 2, reasons: expect.arrayContaining(['unsure']) });
    expect(items[1]).toMatchObject({ alike: 1, reasons: ['failed'] });
    expect(items[3]?.reasons).toContain('votes_differ');
    expect({ total, hasMore }).toEqual({ total: 4, hasMore: false });
    expect(left).toBe(4);
    expect((await queueOf('queue', '?limit=1&offset=1')).items.map(({ id }) => id)).toEqual([
      'broken',
    ]);
  });

  it('has first of all decided tickets what has no confidence at all', async () => {
    await writeRunRows(
      ledger,
      'unknown',
      ['waiting'],
      [0.99, 0.5, null].map((confidence) => ({ decision: { confidence } })),
    );
    const { items } = await queueOf('unknown');
    expect(items.map(({ row }) => row)).toEqual([3, 2]);
    expect(await (await ask('/runs/unknown/review/1')).json()).toMatchObject({ row: 1, id: 'T1' });
    expect((await ask('/runs/unknown/review/4')).status).toBe(404);
  });

  it('lets go of what is labelled, and of all that reads the same', async () => {
    await label('queue', 5, ['waiting']);
    const { items, done } = await queueOf('queue');
    expect(items.map(({ id }) => id)).toEqual(['broken', 'unsure', 'split']);
    expect(done).toBe(1);
    expect((await queueOf('queue', `?since=${Date.now() + 1000}`)).done).toBe(0);
  });
});

describe('a label', () => {
  it('stands until it is undone; then the one before it stands again, and nothing is lost', async () => {
    await enterRun(ledger, 'labels', [{ id: 'L1', outcomes: unsure, cells: cells('L1') }]);
    const first = await label('labels', 1, ['website', 'manners'], 'says so');
    expect(first).toMatchObject({ themes: ['manners', 'website'], reason: 'says so' });
    const second = await label('labels', 1, []);
    expect(second.at).toBeGreaterThan(first.at);
    const tooEarly = await ask(`/runs/labels/tickets/1/gold/${first.at}`, 'DELETE');
    expect(tooEarly.status).toBe(404);
    const undone = await ask(`/runs/labels/tickets/1/gold/${second.at}`, 'DELETE');
    expect(await undone.json()).toMatchObject([{ at: first.at }]);
    const { gold } = (await (await ask('/runs/labels/tickets/1')).json()) as TicketStory;
    expect(gold).toMatchObject([{ themes: ['manners', 'website'], author: 'Ada' }]);
    expect(
      queryLedger(location, "select at from gold where run = 'labels' order by at"),
    ).toMatchObject([{ at: first.at }, { at: second.at }]);
    expect((await ask(`/runs/labels/tickets/1/gold/${second.at}`, 'DELETE')).status).toBe(404);
  });

  it('is seen by evaluate and by diagnose', async () => {
    const options = ['--ledger', location, '--json'];
    const { stdout } = await runCli(['evaluate', 'labels', ...options]);
    expect(JSON.parse(stdout)).toMatchObject({ tickets: { labelled: 1 }, exactMatch: 0 });
    const diagnosis = JSON.parse((await runCli(['diagnose', 'labels', ...options])).stdout);
    expect(diagnosis).toMatchObject({ labelled: 1, wrong: 1 });
  });

  it('needs themes of the run, an author, and a row that is there', async () => {
    const bad = [
      [1, { themes: ['wating'], author: 'Ada' }, 400, 'did you mean'],
      [1, { themes: [], author: ' ' }, 400, 'say who you are'],
      [9, { themes: [], author: 'Ada' }, 404, 'has no row 9'],
    ] as const;
    for (const [row, body, status, line] of bad) {
      const response = await ask(`/runs/labels/tickets/${row}/gold`, 'POST', body);
      expect(response.status).toBe(status);
      expect(((await response.json()) as { error: string }).error).toContain(line);
    }
  });
});

describe('the export of labels', () => {
  it.each(['csv', 'jsonl'])('as %s is read by evaluate --gold', async (format) => {
    const run = `export ${format}`;
    await enterRun(ledger, run, [
      { id: 'E1', outcomes: sure, address: `${run} 1` },
      { id: 'E2', outcomes: sure, address: `${run} 2` },
      { id: 'E3', outcomes: sure, address: `${run} 3` },
    ]);
    await label(run, 1, ['waiting'], '=1+1');
    await label(run, 2, []);
    await label(run, 2, ['manners', 'website']);
    const response = await ask(`/runs/${encodeURIComponent(run)}/gold.${format}`);
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const text = await response.text();
    if (format === 'csv') expect(text).toContain(",'=1+1");
    const file = path.join(folder, `gold.${format}`);
    writeFileSync(file, text);
    const args = ['evaluate', run, '--gold', file, '--ledger', location, '--json'];
    const { stdout } = await runCli(args);
    expect(JSON.parse(stdout)).toMatchObject({ tickets: { labelled: 2 }, exactMatch: 0.5 });
  });
});

describe('a file of labels', () => {
  const send = async (content: string, more: object = {}) => {
    const body = { name: 'mine.csv', content, author: 'Bo', ...more };
    const response = await ask('/runs/taken/gold', 'POST', body);
    return { status: response.status, body: (await response.json()) as { error: string } };
  };

  beforeAll(async () => {
    await enterRun(
      ledger,
      'taken',
      ['F1', 'F2', 'F3'].map((id) => ({ id, outcomes: sure, address: `taken ${id}` })),
    );
  });

  it('is kept as its person’s, beside what another one said', async () => {
    await label('taken', 1, ['manners']);
    expect(await send('id,themes\nF1,waiting\nF2,"waiting|website"\nF3,?\nF9,waiting\n')).toEqual({
      status: 201,
      body: { kept: 1, elsewhere: 1, others: 1 },
    });
    expect(await (await ask('/runs/taken/gold.csv')).text()).toMatch(
      /F1,manners,Ada[\s\S]*F2,waiting\|website,Bo/,
    );
    // The same file again says nothing new.
    await send('id,themes\nF2,"waiting|website"\n');
    const rows = queryLedger(location, "select * from gold where address = 'taken F2'");
    expect(rows).toHaveLength(1);
  });

  it.each([
    ['id,themes\nF2,luggage\n', {}, /mine\.csv has the label "luggage", which is no theme/],
    ['id,themes\nX1,waiting\n', {}, /none of the 1 ids in mine\.csv is a ticket/],
    ['id,nothing\nF2,waiting\n', {}, /mine\.csv/],
    ['x', { name: 'mine.xlsx' }, /labels come as \.csv/],
    ['id,themes\nF2,waiting\n', { author: '' }, /say who you are/],
  ])('is refused in one line: %s', async (content, more, message) => {
    const { status, body } = await send(content, more);
    expect(status).toBe(400);
    expect(body.error).toMatch(message);
    expect(body.error).not.toContain(folder);
  });
});
