import { describe, expect, it } from 'vitest';
import { no, unrouted, yes } from '../../../support/cases.ts';
import { enterRun } from '../../../support/decided-run.ts';
import { runCli } from '../../../support/run-cli.ts';
import { serveApi } from '../../../support/served-api.ts';

const api = await serveApi();
const waits = [no('manners'), yes('waiting'), unrouted('website')];
const calm = [no('manners'), no('waiting'), unrouted('website')];

describe('a comparison', () => {
  it('is that of `runs compare` for two real runs, with what each cost', async () => {
    const ledger = ['--ledger', api.location];
    await runCli(['batch', 'data/tickets.csv', ...ledger]);
    await runCli([
      'batch',
      'data/tickets.csv',
      '--route',
      'all',
      '--aggregate',
      'never',
      ...ledger,
    ]);
    const [second, first] = (await api.ledger.runs.all()).map(({ id }) => id);
    const address = `/comparison?a=${first}&b=${second}`;
    const { status, body } = await api.settled(address);
    expect(status).toBe(200);
    const { stdout } = await runCli([
      'runs',
      'compare',
      `${first}`,
      `${second}`,
      '--json',
      ...ledger,
    ]);
    const said = JSON.parse(stdout);
    expect(body.report).toMatchObject({
      differences: said.differences,
      tickets: said.tickets,
      themes: said.themes,
      changed: said.changed,
      gold: null,
    });
    expect(body.report.differences.settings.length).toBeGreaterThan(0);
    expect(body.first).toMatchObject({ run: first, file: 'tickets.csv', tickets: 116, cost: 0 });
    expect(body.first.calls).toBeGreaterThan(0);
    expect(body.first.seconds).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain(process.cwd());
  });

  it('shows what changed and why, with the row in each run, and the first thousand at most', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => `T${index}`);
    await enterRun(api.ledger, 'before', [
      ...many.map((id) => ({ id, outcomes: waits })),
      { id: 'same', outcomes: waits },
    ]);
    await enterRun(api.ledger, 'other', [{ id: 'X', outcomes: waits }]);
    await enterRun(api.ledger, 'after', [
      { id: 'same', outcomes: waits },
      ...many.map((id) => ({ id, outcomes: calm })),
    ]);
    const { body } = await api.settled('/comparison?a=before&b=after');
    expect(body.report.changed).toBe(1001);
    expect(body.report.changes).toHaveLength(1000);
    expect(body.report.changes[0]).toEqual({
      ticket: 'T0',
      row: 1,
      otherRow: 2,
      change: null,
      changes: [{ theme: 'waiting', first: 'yes', second: 'no', reasons: ['asked_again'] }],
    });
  });

  it('is weighed by labels, anew when there are more', async () => {
    const label = { run: 'before', row: 1, author: 'Ada', reason: '', undone_at: null };
    await api.ledger.write({ gold: [{ ...label, address: 'address of T0', themes: '', at: 1 }] });
    const { body } = await api.settled('/comparison?a=before&b=after');
    expect(body.report.gold).toMatchObject({ labelled: 1, mcnemar: { better: 1, worse: 0 } });
    expect(body.report.changes[0].change).toBe('better');
  });

  it.each([
    ['the same run twice', '?a=before&b=before', 400, /same run twice/],
    ['a run that is not there', '?a=before&b=none', 404, /there is no run none/],
    ['a run that is not named', '?a=before', 400, /^b: /],
    ['runs without a ticket in common', '?a=before&b=other', 400, /no decided ticket in common/],
  ])('says in one line what is wrong: %s', async (_, query, status, message) => {
    const answer = await api.settled(`/comparison${query}`);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatch(message);
    expect(answer.body.error).not.toContain('\n');
  });
});
