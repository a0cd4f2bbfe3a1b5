import { describe, expect, it } from 'vitest';
import { type EvaluationReport, sayEvaluation } from '../../../../src/web/api/trust/evaluation.ts';
import { failed, no, yes } from '../../../support/cases.ts';
import { enterRun } from '../../../support/decided-run.ts';
import { runCli } from '../../../support/run-cli.ts';
import { serveApi } from '../../../support/served-api.ts';

const api = await serveApi();
const waits = [no('manners'), yes('waiting'), no('website')];
const label = (row: number, themes: string) =>
  api.ledger.gold.add({
    run: 'a',
    row,
    address: `address of T${row}`,
    themes,
    author: 'Ada',
    reason: '',
  });

describe('the evaluation of a run', () => {
  it('is none without labels, and then that of the command', async () => {
    await enterRun(
      api.ledger,
      'a',
      Array.from({ length: 12 }, (_, index) => ({
        id: `T${index + 1}`,
        outcomes: index === 11 ? [no('manners'), failed('waiting'), no('website')] : waits,
      })),
    );
    expect(await api.get('/runs/a/evaluation')).toEqual({
      status: 200,
      body: { labelled: 0, report: null, isPending: false },
    });

    for (let row = 1; row <= 7; row++) await label(row, 'waiting');
    for (let row = 8; row <= 10; row++) await label(row, 'website');
    await label(12, 'waiting');
    expect(await api.get('/runs/a/evaluation')).toEqual({
      status: 202,
      body: { labelled: 11, report: null, isPending: true },
    });
    const { body } = await api.settled('/runs/a/evaluation');
    const report = body.report as EvaluationReport;
    const { stdout } = await runCli(['evaluate', 'a', '--ledger', api.location, '--json']);
    const told = JSON.parse(stdout);
    expect(report.all.f1?.share).toBe(told.micro.f1);
    expect(report.mean?.share).toBe(told.macro.f1);
    expect(report).toMatchObject({ complete: 10, right: 7, drawn: 0 });
    expect(report.swaps).toEqual([{ said: 'waiting', missed: 'website', tickets: 3 }]);
    expect(report.wrong.map(({ row }) => row)).toEqual([8, 9, 10]);
    const said = sayEvaluation(report);
    expect(said[0]).toBe(
      'Right on 7 of 10 labelled tickets; it misses website most: on 3 of the 3 tickets that have it.',
    );
    expect(said.join(' ')).toMatch(/says waiting against the labels most: on 3 tickets/);
    expect(said.join(' ')).toMatch(/Judges failed on 1 ticket with labels/);
    expect(said.join(' ')).toMatch(/None of the 11 tickets with labels were drawn by chance/);
  }, 240_000);

  it('counts mistakes as the results list them', async () => {
    const rowsOf = async (query: string) =>
      (await api.get(`/runs/a/tickets?${query}`)).body.rows.map(({ row }: { row: number }) => row);
    expect(await rowsOf('missed=website')).toEqual([8, 9, 10]);
    expect(await rowsOf('extra=waiting')).toEqual([8, 9, 10]);
    expect(await rowsOf('extra=waiting&missed=website')).toEqual([8, 9, 10]);
    expect(await rowsOf('missed=waiting')).toEqual([]);
    expect((await api.get('/runs/a/tickets?missed=none')).body.error).toMatch(/no theme "none"/);
  });

  it('is made anew when a label comes, and the old one shown meanwhile', async () => {
    await label(11, 'website');
    expect(await api.get('/runs/a/evaluation')).toMatchObject({
      status: 202,
      body: { labelled: 12, report: { complete: 10 } },
    });
    const { body } = await api.settled('/runs/a/evaluation');
    expect(body).toMatchObject({ report: { complete: 11 }, isPending: false });
    expect((await api.get('/runs/none/evaluation')).status).toBe(404);
  }, 240_000);
});
