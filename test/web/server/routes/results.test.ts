import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src/domain/decision/outcome.ts';
import { openLedger } from '../../../../src/ledger/open-ledger.ts';
import { writeCondition } from '../../../../src/web/api/filter.ts';
import type {
  Charts,
  Neighbours,
  TicketPage,
  TimeChart,
  ValueList,
} from '../../../../src/web/api/results.ts';
import { tempFolder } from '../../../support/files.ts';
import { runCli } from '../../../support/run-cli.ts';
import { bodyOf, type ServedApp, serveApp } from '../../../support/served-app.ts';
import { putTriage, triageReportOf } from '../../../support/triage-report.ts';
import { type WrittenTicket, writeRunRows } from '../../../support/written-run.ts';

const themes = ['late', 'bag', 'rude'];
const verdict = (theme: string, answer: 'yes' | 'no', quote = 'a quote'): Outcome => ({
  kind: 'verdict',
  theme,
  verdict: answer,
  confidence: 0.9,
  quote,
  rationale: '',
});
const evil = '<script>alert(1)</script><img src=x onerror=alert(2)>';
const long = 'long '.repeat(40_000);

const tickets: WrittenTicket[] = [
  {
    text: evil,
    date: '2026-01-01',
    decision: {
      themes: ['late'],
      confidence: 0.9,
      sentiment: 0.1,
      justification: evil,
      outcomes: [
        verdict('late', 'yes', 'it was late'),
        verdict('bag', 'yes'),
        { kind: 'failed', theme: 'rude', cause: 'timeout', detail: '' },
      ],
    },
  },
  {
    text: '=HYPERLINK("http://evil")',
    date: '2026-01-02',
    decision: { themes: ['bag'], confidence: 0.3 },
  },
  { text: 'متى تصل حقيبتي؟ 🧳', date: '2026-01-09', decision: { themes: ['late', 'bag'] } },
  { text: long, decision: { status: 'failed', confidence: null, sentiment: null } },
  { text: 'not decided yet' },
];

async function served(): Promise<{ app: ServedApp; ledger: string; folder: string }> {
  const folder = tempFolder();
  const location = path.join(folder, 'ledger.db');
  const ledger = await openLedger(location);
  await writeRunRows(ledger, 'r', themes, tickets);
  await ledger.gold.add({
    run: 'r',
    row: 2,
    address: 'r 1',
    themes: 'late',
    author: 'a person',
    reason: '',
  });
  await ledger.close();
  return { app: await serveApp(location), ledger: location, folder };
}

describe('the results of a run', () => {
  it('come a page at a time, with what each judge said and what a person did', async () => {
    const { app } = await served();
    const page = await bodyOf<TicketPage>(app.ask('/runs/r/tickets?limit=3'));
    expect(page).toMatchObject({ total: 4, all: 4 });
    expect(page.rows.map(({ row }) => row)).toEqual([1, 2, 3]);
    expect(page.rows[0]).toEqual({
      row: 1,
      id: 'T1',
      text: evil,
      status: 'decided',
      themes: ['late'],
      gold: null,
      confidence: 0.9,
      sentiment: 0.1,
      outcomes: ['yes', 'overruled', 'failed'],
      quote: 'it was late',
    });
    expect(page.rows[1]?.gold).toEqual(['late']);
    const rest = await bodyOf<TicketPage>(app.ask('/runs/r/tickets?offset=3'));
    expect(rest.rows.map(({ row, text, outcomes }) => [row, text.length, outcomes])).toEqual([
      [4, 301, ['failed', 'failed', 'failed']],
    ]);
  });

  it('are filtered and sorted, and know what stands before and after a ticket', async () => {
    const { app } = await served();
    const query = '?theme=bag&sort=confidence&order=down';
    const { rows } = await bodyOf<TicketPage>(app.ask(`/runs/r/tickets${query}`));
    expect(rows.map(({ row }) => row)).toEqual([3, 2]);
    const near = await bodyOf<Neighbours>(app.ask(`/runs/r/neighbours/2${query}`));
    expect(near).toEqual({ previous: 3, next: null, position: 2, total: 2 });
    const strange = await bodyOf<Neighbours>(app.ask(`/runs/r/neighbours/1${query}`));
    expect(strange).toEqual({ previous: null, next: null, position: null, total: 2 });
    const found = await bodyOf<TicketPage>(
      app.ask(`/runs/r/tickets?text=${encodeURIComponent('حقيبتي؟ 🧳')}`),
    );
    expect(found.rows.map(({ row }) => row)).toEqual([3]);
    const rowsOf = async (asked: Record<string, string[]>) => {
      const parts = Object.entries(asked).map(([name, values]) => [name, values.join('|')]);
      const page = app.ask(`/runs/r/tickets?${new URLSearchParams(Object.fromEntries(parts))}`);
      return (await bodyOf<TicketPage>(page)).rows.map(({ row }) => row);
    };
    expect(await rowsOf({ anyTheme: ['bag', 'rude'] })).toEqual([2, 3]);
    expect(await rowsOf({ notTheme: ['bag'] })).toEqual([1, 4]);
    const on = (isNot: boolean, ...values: string[]) =>
      writeCondition({ column: 'date', isNot, values });
    expect(await rowsOf({ where: [on(false, '2026-01-01', '2026-01-09')] })).toEqual([1, 3]);
    expect(await rowsOf({ where: [on(true, '2026-01-01'), on(true, '')] })).toEqual([2, 3]);
    expect(await bodyOf<ValueList>(app.ask('/runs/r/values?column=date'))).toEqual({
      others: 0,
      values: expect.arrayContaining([{ value: '', tickets: 1 }]),
    });
    const cells = await bodyOf<TicketPage>(app.ask('/runs/r/tickets?cells=2,0&limit=1'));
    expect(cells.rows[0]?.cells).toEqual(['2026-01-01', 'T1']);
    const wrong = await bodyOf<TicketPage>(app.ask('/runs/r/tickets?gold=wrong'));
    expect(wrong.rows.map(({ row }) => row)).toEqual([2]);
  });

  it('are counted for the charts', async () => {
    const { app } = await served();
    const charts = await bodyOf<Charts>(app.ask('/runs/r/charts?status=decided'));
    expect(charts).toMatchObject({
      total: 3,
      all: 4,
      unthemed: 0,
      statuses: { decided: 3, review: 0, failed: 1 },
      themes: [
        { id: 'late', tickets: 2, failed: 0 },
        { id: 'bag', tickets: 2, failed: 0 },
        { id: 'rude', tickets: 0, failed: 1 },
      ],
      pairs: [
        [2, 1, 0],
        [1, 2, 0],
        [0, 0, 0],
      ],
    });
    const time = await bodyOf<TimeChart>(app.ask('/runs/r/timeline?until=2026-01-02'));
    expect(time).toMatchObject({ column: 'date', unit: 'day' });
    expect(time.totals).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 1]);
    expect(time.themes[1]).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 1]);
  });

  it.each([
    ['tickets?theme=nothing', 400, /no theme "nothing"/],
    ['tickets?status=done', 400, /decided, review, failed/],
    ['tickets?least=2', 400, /least/],
    ['tickets?limit=100000', 400, /limit/],
    ['charts?since=yesterday', 400, /since/],
    ['charts?where=date', 400, /where/],
    ['tickets?where=is:colour:red', 400, /no column "colour"/],
  ])('say what is wrong with %s', async (address, status, said) => {
    const { app } = await served();
    const answer = await app.ask(`/runs/r/${address}`);
    expect(answer.status).toBe(status);
    expect((await bodyOf<{ error: string }>(answer)).error).toMatch(said);
    expect((await app.ask('/runs/none/tickets')).status).toBe(404);
  });
});

describe('downloads', () => {
  it('have the columns and rows that the command writes, without formulas', async () => {
    const { app, ledger, folder } = await served();
    const out = path.join(folder, 'out.csv');
    await runCli([
      'runs',
      'export',
      'r',
      '--ledger',
      ledger,
      '--out',
      out,
      '--out',
      `${out}.jsonl`,
    ]);
    const answer = await app.ask('/runs/r/results.csv');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="my-tickets.r.csv"',
    );
    const csv = await answer.text();
    expect(csv).toBe(readFileSync(out, 'utf8'));
    expect(csv).toContain(`"'=HYPERLINK(`);
    const lines = await (await app.ask('/runs/r/results.jsonl')).text();
    expect(lines).toBe(readFileSync(`${out}.jsonl`, 'utf8'));
    const filtered = await (await app.ask('/runs/r/results.csv?theme=bag&sort=id')).text();
    const all = parse(csv) as string[][];
    expect(parse(filtered)).toEqual([all[0], all[2], all[3]]);
    expect(
      readdirSync(folder)
        .filter((name) => /csv|tmp/.test(name))
        .sort(),
    ).toEqual(['out.csv', 'out.csv.jsonl']);
  });

  it('are workbooks too', async () => {
    const { app } = await served();
    const answer = await app.ask('/runs/r/results.xlsx?theme=bag');
    const rows = await readSheet(Buffer.from(await answer.arrayBuffer()));
    expect(rows.map(([id, text]) => [id, text])).toEqual([
      ['id', 'text'],
      ['T2', '=HYPERLINK("http://evil")'],
      ['T3', 'متى تصل حقيبتي؟ 🧳'],
    ]);
  });

  it('name a mistake instead of a file', async () => {
    const { app } = await served();
    expect((await app.ask('/runs/r/results.csv?theme=x')).status).toBe(400);
  });
});

describe('the report', () => {
  it('is one file that runs nothing and shows what customers wrote as text', async () => {
    const { app, ledger, folder } = await served();
    const answer = await app.ask('/runs/r/report.html');
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    const page = await answer.text();
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page).not.toMatch(/<script|<img|onerror=alert\(2\)>|https?:\/\/(?!evil)/);
    expect(page).toContain('متى تصل حقيبتي؟ 🧳');
    expect(page.length).toBeLessThan(100_000);
    const out = path.join(folder, 'report.html');
    const { code, stderr } = await runCli([
      'runs',
      'export',
      'r',
      '--ledger',
      ledger,
      '--html',
      out,
    ]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote a report of 4 tickets')]);
    expect(readFileSync(out, 'utf8')).toBe(page);
  });

  it('tells what a learned triage left unasked, and whether it kept its promise', async () => {
    const { app, ledger } = await served();
    expect(await (await app.ask('/runs/r/report.html')).text()).not.toContain('Learned triage');
    const change = { isKept: false, lostAtMost: 40 };
    await putTriage(ledger, 'r', triageReportOf(themes, change));
    const page = await (await (await serveApp(ledger)).ask('/runs/r/report.html')).text();
    const words = page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    expect(words).toContain(
      'Of 3,000 questions 1,200 were asked (40%), 150 of them as an audit (5%), and 1,800 were not asked (60%). ' +
        'The promise is not proved now: at most 2% of the yes verdicts may be missed, so more judges are asked. ' +
        'About 0.8% of the yes verdicts were missed; with 95 % confidence no more than 3.9%. ' +
        'After 700 tickets the verdicts on late no longer agreed with what was learned',
    );
    expect(words).toContain('late 400 40% 600 60% 50 5% 98 2%, kept');
    expect(words).toContain('bag 400 40% 600 60% 50 5% 3 too few yes verdicts');
    expect(words).toContain('rude 400 40% 600 60% 50 5% 98 2%, not proved: asked');
  });

  it('goes without what customers wrote where that is asked for', async () => {
    const { app, ledger, folder } = await served();
    const page = await (await app.ask('/runs/r/report.html?redact=yes')).text();
    for (const said of ['script', 'HYPERLINK', 'حقيبتي', 'long long'])
      expect(page).not.toContain(said);
    expect(page).toContain('late');
    const out = ['--html', path.join(folder, 'r.html'), '--out', path.join(folder, 'r.csv')];
    const { code, stderr } = await runCli([
      'runs',
      'export',
      'r',
      '--ledger',
      ledger,
      '--redact',
      ...out,
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('drop --out')]);
  });
});
