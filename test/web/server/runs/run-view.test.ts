import { expect, it } from 'vitest';
import { breakDown } from '../../../../src/web/server/runs/breakdown.ts';
import type { RunView } from '../../../../src/web/server/runs/run-view.ts';
import { RunViews } from '../../../../src/web/server/runs/run-views.ts';
import { count } from '../../../../workflows/count.ts';
import { tempLedger } from '../../../support/court.ts';
import { noDecision, type WrittenTicket, writeRunRows } from '../../../support/written-run.ts';

const decided: WrittenTicket = { decision: { themes: ['a'] } };
const failed: WrittenTicket = { decision: { status: 'failed', confidence: null } };

async function viewed(tickets: WrittenTicket[]) {
  const { ledger } = await tempLedger();
  const running = { status: 'running', ended_at: null, process: 'one' } as const;
  await writeRunRows(ledger, 'r', ['a', 'b'], tickets, running);
  let now = 0;
  const views = new RunViews(ledger, () => now);
  const decide = (row: number, status: 'decided' | 'failed' = 'decided') =>
    ledger.write({
      decisions: [
        {
          run: 'r',
          row,
          status,
          themes: 'b',
          confidence: 0.5,
          sentiment: null,
          failed: '',
          body: JSON.stringify(noDecision),
          reused: 0,
        },
      ],
    });
  const later = async (): Promise<RunView> => {
    now += 2000;
    return views.of('r');
  };
  return { ledger, views, decide, later };
}

const statusesOf = ({ columns }: RunView) => [...columns.status.subarray(0, columns.length)];

it('a run that goes on shows what was decided since, out of order too', async () => {
  const { views, decide, later } = await viewed([decided, {}, decided, {}]);
  expect(statusesOf(await views.of('r'))).toEqual([1, 0, 1]);
  await decide(4);
  expect(statusesOf(await views.of('r'))).toEqual([1, 0, 1]);
  expect(statusesOf(await later())).toEqual([1, 0, 1, 1]);
  await decide(2);
  const view = await later();
  expect(statusesOf(view)).toEqual([1, 1, 1, 1]);
  expect(view.count).toBe(4);
  expect(view.columns.hasTheme(1, 1)).toBe(true);
});

it('tickets that failed before show what they came to when the run was taken up again', async () => {
  const { ledger, views, decide, later } = await viewed([failed, decided, {}]);
  expect(statusesOf(await views.of('r'))).toEqual([3, 1]);
  await ledger.runs.update('r', { process: 'another' });
  expect(statusesOf(await later())).toEqual([3, 1]);
  await decide(1);
  await decide(3, 'failed');
  expect(statusesOf(await later())).toEqual([1, 1, 3]);
});

it('a run that has ended is read once more, and then no more', async () => {
  const { ledger, views, decide, later } = await viewed([decided, decided]);
  await views.of('r');
  await decide(1, 'failed');
  await ledger.runs.update('r', { status: 'finished', ended_at: 9 });
  expect(statusesOf(await later())).toEqual([3, 1]);
  const { version } = await later();
  expect((await later()).version).toBe(version);
});

it('finds words in texts of any script, of every part of a large run', async () => {
  const { ledger } = await tempLedger();
  const tickets = Array.from({ length: 5000 }, (_, index) => ({
    ...decided,
    text: index % 1000 === 7 ? `Die STRASSE ${index} 🧳 ÉCLAIR` : 'nothing',
  }));
  await writeRunRows(ledger, 'r', ['a'], tickets);
  const { texts, columns } = await new RunViews(ledger).of('r');
  const search = async (words: string) =>
    [...(await texts.search(words, columns.length)).entries()].flatMap(([place, found]) =>
      found ? [place] : [],
    );
  await texts.prepare(columns.length, async () => {});
  expect(await search('🧳 e\u0301cl')).toEqual([7, 1007, 2007, 3007, 4007]);
  expect(await search('t4008')).toEqual([4007]);
  expect(await search('strasse 30')).toEqual([3007]);
  expect(await search('t12\u00fe')).toEqual([]);
});

it('tells by month and by a column what a count of the ledger tells', async () => {
  const { ledger } = await tempLedger();
  const tickets = Array.from({ length: 60 }, (_, index) => ({
    text: `text ${index % 3}`,
    date: index === 7 ? 'soon' : `2026-0${1 + (index % 2)}-11`,
    decision: { themes: index % 2 === 0 || index > 50 ? ['a'] : ['b'] },
  }));
  await writeRunRows(ledger, 'r', ['a', 'b'], tickets);
  const view = await new RunViews(ledger).of('r');
  for (const by of ['month', 'text']) {
    const asked = { run: 'r', gold: undefined, goldColumn: undefined, against: undefined };
    const { groups } = await count(ledger, { ...asked, by, margin: 0.05 });
    const told = await breakDown(ledger, view, by);
    expect(told.groups).toEqual(
      groups.map(({ group, tickets, themes }) => ({
        name: group === '' ? '(empty)' : group,
        tickets,
        shares: themes.map(({ raw }) => raw),
      })),
    );
  }
  await expect(breakDown(ledger, view, 'colour')).rejects.toThrow('has no column "colour"');
});
