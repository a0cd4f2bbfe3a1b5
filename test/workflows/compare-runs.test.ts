import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunSettings } from '../../src/settings/settings.ts';
import { compareRuns } from '../../workflows/compare-runs.ts';
import { failed, no, themeIds, unrouted, yes } from '../support/cases.ts';
import { tempLedger } from '../support/court.ts';
import { type DecidedTicket, enterRun } from '../support/decided-run.ts';

type Side = { tickets: DecidedTicket[]; settings?: Partial<RunSettings>; model?: string };

async function compareSides(first: Side, second: Side, gold?: string) {
  const { ledger, folder } = await tempLedger();
  for (const [id, { tickets, settings, model }] of Object.entries({ first, second }))
    await enterRun(ledger, id, tickets, {
      ...(settings === undefined ? {} : { settings }),
      run: { model: model ?? 'mock' },
    });
  const file = path.join(folder, 'gold.csv');
  if (gold !== undefined) writeFileSync(file, gold);
  return compareRuns(ledger, {
    first: 'first',
    second: 'second',
    gold: gold === undefined ? undefined : file,
  });
}

const website = unrouted('website');
const asked = (waiting: string, triage = 'triage 1') => ({
  sources: { triage, 'judge:waiting': waiting },
});
const saysYes = { id: 'T1', outcomes: [no('manners'), yes('waiting'), website] };
const saysNo = { id: 'T1', outcomes: [no('manners'), no('waiting'), website] };
const leftOut = { id: 'T1', outcomes: [yes('manners'), unrouted('waiting'), website] };

const edited = themeIds.map((id) => ({
  id,
  name: id,
  excludes: [],
  definition: id === 'waiting' ? 'a new one' : id,
}));

describe('why a ticket changed', () => {
  const before = { ...saysYes, ...asked('answer 1') };
  it.each<[string, DecidedTicket, Partial<RunSettings>, string | undefined, string[]]>([
    ['another model', { ...saysNo, ...asked('answer 2') }, {}, 'other', ['model']],
    [
      'an edited theme',
      { ...saysNo, ...asked('answer 2') },
      { themes: edited },
      undefined,
      ['theme'],
    ],
    [
      'other context columns',
      { ...saysNo, ...asked('answer 2'), address: 'read otherwise' },
      { roles: { id: 'id', text: 'text', context: ['more'] } },
      undefined,
      ['ticket'],
    ],
    ['another docket', { ...saysNo, ...asked('answer 1') }, { docket: 16 }, undefined, ['docket']],
    ['--fresh', { ...saysNo, ...asked('answer 1') }, { fresh: true }, undefined, ['asked_again']],
    ['a new prompt', { ...saysNo, ...asked('answer 2') }, {}, undefined, ['prompt']],
    [
      'a failed judge',
      { id: 'T1', outcomes: [no('manners'), failed('waiting'), website] },
      {},
      undefined,
      ['failed'],
    ],
    ['triage by another model', { ...leftOut, ...asked('', 'triage 2') }, {}, 'other', ['model']],
    [
      'an edit that triage reads',
      { ...leftOut, ...asked('', 'triage 2') },
      { themes: edited },
      undefined,
      ['theme'],
    ],
    ['another way to route', leftOut, { route: 'all' }, undefined, ['route']],
  ])('%s is named', async (_, after, settings, model, reasons) => {
    const report = await compareSides(
      { tickets: [before] },
      { tickets: [after], settings, ...(model === undefined ? {} : { model }) },
    );
    expect(report.changed).toBe(1);
    const change = report.changes[0]?.changes.find(({ theme }) => theme === 'waiting');
    expect(change).toMatchObject({ first: 'yes', reasons });
  });

  it('is not asked where only the way there differs', async () => {
    const report = await compareSides({ tickets: [saysNo] }, { tickets: [saysNo], model: 'other' });
    expect(report).toMatchObject({ changed: 0, changes: [], gold: null });
    expect(report.differences.settings).toEqual([
      { setting: 'model', first: 'mock', second: 'other' },
    ]);
  });
});

describe('two runs', () => {
  const many = (outcomes: DecidedTicket['outcomes'], count: number, from = 0): DecidedTicket[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `T${from + index}`,
      ...(outcomes === undefined ? {} : { outcomes }),
    }));

  it('agree by kappa on tickets for which neither failed', async () => {
    const report = await compareSides(
      { tickets: [...many(saysYes.outcomes, 3), ...many(saysNo.outcomes, 3, 3)] },
      {
        tickets: [
          ...many(saysYes.outcomes, 2),
          ...many(saysNo.outcomes, 3, 2),
          ...many([no('manners'), failed('waiting'), website], 1, 5),
        ],
      },
    );
    expect(report.themes[1]).toEqual({
      id: 'waiting',
      bothYes: 2,
      bothNo: 2,
      onlyFirst: 1,
      onlySecond: 0,
      failed: 1,
      agreement: 4 / 5,
      kappa: expect.closeTo((0.8 - 0.48) / 0.52),
    });
    expect(report.themes[0]).toMatchObject({ kappa: null, agreement: 1 });
  });

  it('are told apart by their labels only beyond chance', async () => {
    const gold = `id,themes\n${many(undefined, 60)
      .map(({ id }) => `${id},waiting`)
      .join('\n')}\n`;
    const weak = [...many(saysYes.outcomes, 30), ...many(saysNo.outcomes, 30, 30)];
    const strong = many(saysYes.outcomes, 60);
    const much = await compareSides({ tickets: weak }, { tickets: strong }, gold);
    expect(much.gold).toMatchObject({
      labelled: 60,
      better: 'second',
      exactMatch: { first: 0.5, second: 1 },
      mcnemar: { better: 30, worse: 0 },
    });
    expect(much.changes[0]).toMatchObject({ change: 'better' });
    const back = await compareSides({ tickets: strong }, { tickets: weak }, gold);
    expect(back.gold?.better).toBe('first');
    const nearly = [...many(saysYes.outcomes, 59), ...many(saysNo.outcomes, 1, 59)];
    const little = await compareSides({ tickets: nearly }, { tickets: strong }, gold);
    expect(little.gold).toMatchObject({ better: null, mcnemar: { better: 1, worse: 0, p: 1 } });
  });

  it('are compared on the tickets that both decided, and the others are counted', async () => {
    const report = await compareSides(
      { tickets: [saysYes, { id: 'T2' }, { ...saysYes, id: 'T3' }, { ...saysYes, id: 'T4' }] },
      {
        tickets: [
          ...[saysYes, { ...saysYes, id: 'T2' }],
          { ...saysNo, id: 'T3', address: 'new', cells: ['T3', 'rewritten'] },
          { ...saysNo, id: 'T5' },
        ],
      },
    );
    expect(report.tickets).toEqual({
      common: 1,
      onlyFirst: 1,
      onlySecond: 1,
      undecided: 1,
      rewritten: 1,
    });
    expect(report.warnings.join()).toContain('1 with the same id and other contents');
  });

  it('without a ticket or a theme in common are not compared', async () => {
    const other = { ...saysYes, id: 'T9' };
    await expect(compareSides({ tickets: [saysYes] }, { tickets: [other] })).rejects.toThrow(
      /no decided ticket in common/,
    );
    const settings = { themes: [{ id: 'x', name: 'x', definition: 'x', excludes: [] }] };
    await expect(
      compareSides({ tickets: [saysYes] }, { tickets: [saysYes], settings }),
    ).rejects.toThrow(/no theme in common/);
  });
});
