import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../../src/domain/decision/outcome.ts';
import type { TicketFilter, TicketOrder } from '../../../../../src/web/api/filter.ts';
import { countCharts } from '../../../../../src/web/server/runs/charts.ts';
import { ResultLists } from '../../../../../src/web/server/runs/rows/result-lists.ts';
import type { Services } from '../../../../../src/web/server/services.ts';
import type { Findings } from '../../../../../src/web/server/tickets/findings.ts';
import { tempLedger } from '../../../../support/court.ts';
import { type WrittenTicket, writeRunRows } from '../../../../support/written-run.ts';

// More than 32, so that their bits take two words.
const themes = Array.from({ length: 35 }, (_, index) => `theme_${index}`);
const someThemes = fc.subarray([0, 1, 31, 32, 34].map((place) => `theme_${place}`));
// On the edges of the bars too.
const share = fc.oneof(
  fc.constantFrom(0, 0.15, 0.3, 0.35, 0.6, 0.7, 1),
  fc.integer({ min: 0, max: 1000 }).map((part) => part / 1000),
);
const words = [
  '',
  'Straße',
  'STRASSE',
  'ÉCLAIR',
  'éclair',
  'المطار',
  '🧳 bag',
  '<script>',
  '100%_',
];

/** What failed has neither confidence nor sentiment, whatever its decision says. */
const ticket = fc
  .record({
    id: fc.constantFrom('T9', 'T10', 'T10-2', 'x', 'Ä1'),
    text: fc.constantFrom(...words).map((word) => `a ${word} b`),
    date: fc.constantFrom('2026-01-05', '2026-02-28 10:00', ''),
    isDecided: fc.boolean(),
    status: fc.constantFrom('decided' as const, 'review' as const, 'failed' as const),
    themes: someThemes,
    failed: someThemes,
    confidence: fc.option(share),
    sentiment: fc.option(share),
    gold: fc.option(someThemes),
  })
  .map((one) => (one.status === 'failed' ? { ...one, confidence: null, sentiment: null } : one));
type Made = typeof ticket extends fc.Arbitrary<infer Value> ? Value : never;

const whole = fc.record({
  theme: someThemes,
  failed: someThemes,
  unthemed: fc.constant('yes' as const),
  status: fc.subarray(['decided', 'review', 'failed']),
  least: share,
  surest: share,
  calmest: share,
  angriest: share,
  since: fc.constantFrom('2026-01-05', '2026-01-06'),
  until: fc.constantFrom('2026-02-27', '2026-02-28'),
  text: fc.constantFrom(...words, 't1', 'a '),
  missed: fc.subarray(['theme_0', 'theme_32']),
  extra: fc.subarray(['theme_1', 'theme_34']),
  gold: fc.constantFrom(
    'wrong' as const,
    'right' as const,
    'labelled' as const,
    'unlabelled' as const,
  ),
});
/** A few parts at a time: all together let nothing through. */
const filter: fc.Arbitrary<TicketFilter> = fc
  .tuple(whole, fc.shuffledSubarray(Object.keys(fc.sample(whole, 1)[0] ?? {}), { maxLength: 3 }))
  .map(([parts, names]) =>
    Object.fromEntries(Object.entries(parts).filter(([name]) => names.includes(name))),
  );
const order: fc.Arbitrary<TicketOrder> = fc.record({
  sort: fc.constantFrom('row', 'id', 'status', 'confidence', 'sentiment', 'themes'),
  order: fc.constantFrom('up', 'down'),
});

const isUnthemed = ({ status, themes }: Made) => status !== 'failed' && themes.length === 0;

function meets(made: Made, asked: TicketFilter): boolean {
  const inside = (value: number | null, from?: number, to?: number) =>
    (from === undefined && to === undefined) ||
    (value !== null &&
      value >= (from ?? 0) &&
      (value < (to ?? 1) || ((to ?? 1) === 1 && value === 1)));
  const same =
    made.gold !== null && [...made.gold].sort().join() === [...made.themes].sort().join();
  const day = made.date.slice(0, 10);
  return (
    made.isDecided &&
    (asked.theme ?? []).every((id) => made.themes.includes(id)) &&
    (asked.failed ?? []).every((id) => made.failed.includes(id)) &&
    (asked.unthemed === undefined || isUnthemed(made)) &&
    (!asked.status?.length || asked.status.includes(made.status)) &&
    (asked.missed ?? []).every(
      (id) => made.gold?.includes(id) && !made.themes.includes(id) && !made.failed.includes(id),
    ) &&
    (asked.extra ?? []).every(
      (id) =>
        made.gold?.includes(id) === false && made.themes.includes(id) && !made.failed.includes(id),
    ) &&
    inside(made.confidence, asked.least, asked.surest) &&
    inside(made.sentiment, asked.calmest, asked.angriest) &&
    (asked.since === undefined || (day !== '' && day >= asked.since)) &&
    (asked.until === undefined || (day !== '' && day <= asked.until)) &&
    [made.id, made.text].some((text) =>
      text.toLowerCase().includes((asked.text ?? '').toLowerCase()),
    ) &&
    {
      labelled: made.gold !== null,
      unlabelled: made.gold === null,
      right: made.gold !== null && made.status !== 'failed' && same,
      wrong: made.gold !== null && made.status !== 'failed' && !same,
      any: true,
    }[asked.gold ?? 'any']
  );
}

async function listsOf(made: readonly Made[]) {
  const { ledger } = await tempLedger();
  const tickets = made.map(
    ({ isDecided, failed, ...rest }, index): WrittenTicket => ({
      id: rest.id,
      text: rest.text,
      date: rest.date,
      address: `address ${index}`,
      ...(isDecided && {
        decision: {
          status: rest.status,
          themes: rest.themes,
          ...(rest.status !== 'failed' && {
            confidence: rest.confidence,
            sentiment: rest.sentiment,
          }),
          outcomes: failed.map(
            (theme): Outcome => ({ kind: 'failed', theme, cause: 'timeout', detail: '' }),
          ),
        },
      }),
    }),
  );
  await writeRunRows(ledger, 'r', themes, tickets);
  for (const [index, { gold }] of made.entries())
    if (gold !== null)
      await ledger.gold.add({
        run: 'r',
        row: index + 1,
        address: `address ${index}`,
        themes: gold.join('|'),
        author: 'a person',
        reason: '',
      });
  const findings = { rowsOfGroup: async () => new Set([1, 3]) } as unknown as Findings;
  return new ResultLists({ ledger } as unknown as Services, findings);
}

describe('the list of a run’s results', () => {
  it('has the rows that a plain look at each ticket lets through, sorted, with their neighbours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(ticket, { maxLength: 25 }),
        fc.array(fc.tuple(filter, order), { minLength: 1, maxLength: 4 }),
        async (made, queries) => {
          const lists = await listsOf(made);
          for (const [asked, by] of queries) {
            const { places } = await lists.list('r', asked, by);
            const rows = [...places].map((place) => place + 1);
            const wanted = made.flatMap((one, index) => (meets(one, asked) ? [index + 1] : []));
            expect([...rows].sort((a, b) => a - b)).toEqual(wanted);
            expectSorted(rows, made, by);
            for (const [index, row] of rows.entries())
              expect(await lists.neighbours('r', row, asked, by)).toEqual({
                previous: rows[index - 1] ?? null,
                next: rows[index + 1] ?? null,
                position: index + 1,
                total: rows.length,
              });
            const { view, misses } = await lists.filter('r', asked);
            expectCounted(countCharts(view, misses), made, asked);
          }
        },
      ),
      { numRuns: 30, endOnFailure: true },
    );
  }, 120_000);

  it('has the rows of a group of findings', async () => {
    const made = fc.sample(ticket, 4).map((one) => ({ ...one, isDecided: true }));
    const lists = await listsOf(made);
    const { places } = await lists.list('r', { group: 'any' }, { sort: 'row', order: 'down' });
    expect([...places]).toEqual([2, 0]);
  });
});

/** Equal tickets stay in the file's order, those without a value stand last. */
function expectSorted(
  rows: number[],
  made: readonly Made[],
  { sort, order: way }: TicketOrder,
): void {
  const keyOf = (row: number): number | string | null => {
    const one = made[row - 1];
    if (one === undefined) return null;
    if (sort === 'row') return row;
    if (sort === 'id') return ['T9', 'T10', 'T10-2', 'x', 'Ä1'].indexOf(one.id);
    if (sort === 'status') return ['decided', 'review', 'failed'].indexOf(one.status);
    if (sort !== 'themes') return one[sort];
    const places = one.themes.map((id) => themes.indexOf(id)).sort((a, b) => a - b);
    return places.length === 0
      ? null
      : themes.map((_, place) => (places.includes(place) ? 0 : 1)).join('');
  };
  const wanted = [...rows].sort((a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)];
    if (one === other) return a - b;
    if (one === null || other === null) return one === null ? 1 : -1;
    return (one < other ? -1 : 1) * (way === 'up' ? 1 : -1);
  });
  expect(rows).toEqual(wanted);
}

/** Each chart is counted without its own part of the filter. */
function expectCounted(
  charts: ReturnType<typeof countCharts>,
  made: readonly Made[],
  asked: TicketFilter,
): void {
  const count = (change: TicketFilter, also: (one: Made) => boolean = () => true) =>
    made.filter((one) => meets(one, { ...asked, ...change }) && also(one)).length;
  expect(charts.total).toBe(count({}));
  expect(charts.all).toBe(made.filter(({ isDecided }) => isDecided).length);
  expect(charts.unthemed).toBe(count({}, isUnthemed));
  for (const { id, tickets, failed } of charts.themes) {
    expect(tickets).toBe(count({}, (one) => one.themes.includes(id)));
    expect(failed).toBe(count({}, (one) => one.failed.includes(id)));
  }
  for (const [status, tickets] of Object.entries(charts.statuses))
    expect(tickets).toBe(count({ status: [] }, (one) => one.status === status));
  const free = { least: undefined, surest: undefined };
  expect(charts.confidence.missing).toBe(count(free, (one) => one.confidence === null));
  for (const [bin, tickets] of charts.confidence.bins.entries())
    expect(tickets).toBe(
      count({ least: Math.round(bin * 5) / 100, surest: Math.round((bin + 1) * 5) / 100 }),
    );
  for (const [spot, place] of charts.paired.entries())
    for (const [other, tickets] of (charts.pairs[spot] ?? []).entries())
      expect(tickets).toBe(
        count({}, (one) =>
          [place, charts.paired[other] ?? 0].every((at) => one.themes.includes(themes[at] ?? '')),
        ),
      );
}
