import { describe, expect, it } from 'vitest';
import { Findings } from '../../../../src/web/server/tickets/findings.ts';
import { failed, no, unrouted, yes } from '../../../support/cases.ts';
import { type DecidedTicket, enterRun } from '../../../support/decided-run.ts';
import { runCli } from '../../../support/run-cli.ts';
import { serveApi } from '../../../support/served-api.ts';

const api = await serveApi();
const gold = (id: string, at: number, themes: string) => ({
  run: 'a',
  row: 1,
  address: `address of ${id}`,
  themes,
  author: 'Ada',
  at,
  reason: '',
  undone_at: null,
});
const unsure = [no('manners'), yes('waiting', { confidence: 0.3 }), unrouted('website')];
const sure = [no('manners'), yes('waiting'), unrouted('website')];
const tickets: DecidedTicket[] = [
  { id: 'wrong', outcomes: sure },
  { id: 'right', outcomes: sure },
  { id: 'unsure', outcomes: unsure },
  { id: 'failed', outcomes: [no('manners'), failed('waiting'), unrouted('website')] },
  { id: 'twin', outcomes: sure, address: 'address of right' },
  { id: 'line\u2028end "quoted" ] }\n    }', outcomes: unsure },
];

interface Told {
  agent: string;
  mode: string;
  row: number;
}

describe('findings', () => {
  it('are those of diagnose, each group with exactly its tickets', async () => {
    await enterRun(api.ledger, 'a', tickets);
    await api.ledger.write({ gold: [gold('wrong', 1, 'website'), gold('right', 2, 'waiting')] });
    expect((await api.get('/runs/a/findings')).body).toEqual({ report: null, isPending: true });
    const { status, body } = await api.settled('/runs/a/findings');
    expect(status).toBe(200);
    const { stdout } = await runCli(['diagnose', 'a', '--ledger', api.location, '--json']);
    const said = JSON.parse(stdout);
    const { report } = body;
    expect(report).toMatchObject({ tickets: 6, labelled: 3, wrong: 1 });
    const countsOf = (groups: object[]) =>
      groups.map((group) => {
        const { agent, mode, tickets: count, absorbed } = group as Record<string, unknown>;
        return { agent, mode, tickets: count, absorbed };
      });
    expect(countsOf(report.groups)).toEqual(countsOf(said.groups));
    expect(report.groups.length).toBeGreaterThan(2);
    const namesOf = (causes: { agent: string; detail: string }[]) =>
      causes.map(({ agent, detail }) => [agent, detail]);
    expect(namesOf(report.causes)).toEqual(namesOf(said.causes));
    expect(report.scores.map(({ agent }: Told) => agent)).toEqual(
      said.scores.map(({ agent }: Told) => agent),
    );

    const findings = new Findings(api.services);
    for (const { key, agent, mode, examples, certainties } of report.groups) {
      const rows = said.findings
        .filter((one: Told) => one.agent === agent && one.mode === mode)
        .map(({ row }: Told) => row);
      expect([...(await findings.rowsOfGroup('a', key))].sort()).toEqual([...new Set(rows)].sort());
      for (const { row } of examples) expect(rows).toContain(row);
      expect(Object.values(certainties as Record<string, number>).reduce((a, b) => a + b)).toBe(
        new Set(rows).size,
      );
    }
  });

  it('are found anew when a label comes, and the old ones shown meanwhile', async () => {
    await api.settled('/runs/a/findings');
    await api.ledger.write({ gold: [gold('unsure', 3, 'manners')] });
    const meanwhile = await api.get('/runs/a/findings');
    expect(meanwhile).toMatchObject({ status: 202, body: { report: { labelled: 3 } } });
    const { body } = await api.settled('/runs/a/findings');
    expect(body).toMatchObject({ isPending: false, report: { labelled: 4 } });
  });

  it('say in one line what is wrong: no such run, no such group', async () => {
    expect(await api.get('/runs/none/findings')).toEqual({
      status: 404,
      body: { error: 'there is no run none' },
    });
    const findings = new Findings(api.services);
    await expect(findings.rowsOfGroup('a', 'triage.none')).rejects.toThrow(
      /no findings triage\.none/,
    );
  });
});
