import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { calibrationKey } from '../../src/settings/apply-calibration.ts';
import { loadThemes } from '../../src/themes/load-themes.ts';
import type { PlanOptions } from '../../src/tribunal/estimate/share-out.ts';
import { plan } from '../../workflows/plan.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';

const folder = tempFolder();

function themesOf(count: number, more: object = {}): string {
  const file = path.join(folder, `themes-${count}-${Object.keys(more).join('')}.json`);
  const themes = Array.from({ length: count }, (_, index) => ({
    name: `Theme ${index + 1}`,
    definition: 'The ticket says so.',
    ...(index === 0 ? more : {}),
  }));
  writeFileSync(file, JSON.stringify(themes));
  return file;
}

function textsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `ticket number ${index + 1}`);
}

const served = { model: 'm', baseURL: 'https://models.example.com/v1', api: 'chat' } as const;

function planOf(
  texts: string[],
  themes: number | string,
  options: Partial<PlanOptions> = {},
): ReturnType<typeof plan> {
  return plan({
    file: ticketsFile(folder, texts),
    columns: { id: 'id', text: 'text' },
    themes: typeof themes === 'number' ? themesOf(themes) : themes,
    endpoint: served,
    route: 'triage',
    aggregate: 'conflicts',
    docket: 8,
    concurrency: { start: 8, most: 64 },
    ...options,
  });
}

async function docketOf(docket: number, ...args: Parameters<typeof planOf>) {
  const { dockets } = await planOf(...args);
  const found = dockets.find((one) => one.docket === docket);
  if (found === undefined) throw new Error(`no docket of ${docket}`);
  return found;
}

describe('plan', () => {
  it('counts what can be judged, the same text once', async () => {
    const { count } = await planOf(['late', ' late ', 'lost', '', 'late'], 2);
    expect(count).toMatchObject({ rows: 5, tickets: 2, repeated: 2, defects: 1 });
  });

  it('shows the usual docket sizes, and the chosen one among them', async () => {
    const { dockets } = await planOf(['late'], 2, { docket: 5 });
    expect(dockets.map(({ docket }) => docket)).toEqual([1, 2, 4, 5, 8, 16, 32]);
  });

  it('warns where plain triage is estimated cheaper than one that learns', async () => {
    const triage = { maxMiss: 0.02 };
    const texts = textsOf(300);
    const many = await planOf(texts, 20, { triage });
    const [note] = many.notes;
    expect(note).toMatch(
      /^--triage learned is estimated at \d+ to \d+ model calls, plain triage at \d+; plain triage is cheaper/,
    );
    const [least = 0, most = 0, plain = 0] = (note?.match(/\d+/g) ?? []).map(Number);
    expect(plain).toBeLessThan(least);
    expect(most).toBe(many.dockets.find(({ docket }) => docket === 8)?.calls.all);
    expect((await planOf(texts, 20)).dockets.find(({ docket }) => docket === 8)?.calls.all).toBe(
      plain,
    );
    const few = await planOf(texts, 2, { triage });
    expect(few.notes[0]).not.toContain('cheaper');
    expect((await planOf(texts, 20)).notes.join()).not.toContain('learned');
  });

  it('goes by the docket that was calibrated for these themes, unless a size is named', async () => {
    const ledger = path.join(folder, 'calibrated.db');
    const books = await openLedger(ledger);
    const themes = await loadThemes(themesOf(2));
    await books.write({
      calibrations: [
        {
          key: calibrationKey(served, themes),
          docket: 4,
          threshold: null,
          at: Date.UTC(2026, 0, 2),
          body: '{}',
        },
      ],
    });
    await books.close();
    const planWith = (isDocketAuto: boolean) => planOf(['late'], 2, { ledger, isDocketAuto });
    expect(await planWith(true)).toMatchObject({
      chosen: { docket: 4 },
      notes: ['tickets per call (docket): 4, as calibrated on 2026-01-02'],
    });
    expect(await planWith(false)).toMatchObject({ chosen: { docket: 8 }, notes: [] });
  });

  it('compares the ways to ask, and says what the cheapest saves and how to find out whether it may be taken', async () => {
    const { ways, notes } = await planOf(textsOf(200), 9);
    expect(
      ways.map(({ route, stack, isChosen, isOpen }) => [route, stack, isChosen, isOpen]),
    ).toEqual([
      ['triage', 1, true, false],
      ['triage', 9, false, true],
      ['all', 1, false, false],
      ['all', 9, false, true],
    ]);
    const calls = Object.fromEntries(ways.map((way) => [`${way.route} ${way.stack}`, way.calls]));
    expect(calls['all 9']).toBeLessThan(calls['triage 1'] ?? 0);
    expect(notes).toEqual([
      expect.stringMatching(
        /^--route all --stack 9 would take \d+ model calls in place of \d+; .*: tribunal calibrate \S+ --model m --base-url https:\S+ --route all$/,
      ),
    ]);
  });

  it('takes the cheaper way where nobody names one, and several themes a call only once that is calibrated', async () => {
    const routed = { isRouteAuto: true, isStackAuto: true, isDocketAuto: true };
    const price = { kind: 'given', input: 1, cached: 1, output: 4 } as const;
    const open = await planOf(textsOf(200), 9, { ...routed, price });
    expect(open).toMatchObject({ route: 'triage', stack: 1 });
    const ledger = path.join(folder, 'stacks.db');
    const books = await openLedger(ledger);
    const stack = { route: 'all', docket: 16, stack: 9, alone: [] };
    await books.write({
      calibrations: [
        {
          key: calibrationKey(served, await loadThemes(themesOf(9))),
          docket: 16,
          threshold: null,
          at: Date.UTC(2026, 0, 2),
          body: JSON.stringify({ stack }),
        },
      ],
    });
    await books.close();
    // Fewer calls, and more tokens that come back: with a price that counts.
    expect(await planOf(textsOf(200), 9, { ...routed, price, ledger })).toMatchObject({
      route: 'triage',
    });
    const shown = await planOf(textsOf(200), 9, { ...routed, ledger });
    expect(shown).toMatchObject({
      route: 'all',
      stack: 9,
      chosen: { docket: 16, calls: { all: 15 } },
    });
    expect(shown.notes).toEqual([
      expect.stringMatching(/^tickets per call/),
      'themes per call: up to 9, as calibrated on 2026-01-02',
      'every judge is asked, which is the cheaper way here',
    ]);
    const chosen = shown.ways.find(({ isChosen }) => isChosen);
    expect(chosen).toMatchObject({ route: 'all', stack: 9, calls: 15 });
  });

  it('makes no ledger where there is none', async () => {
    const ledger = path.join(folder, 'none', 'ledger.db');
    expect((await planOf(['late'], 2, { ledger, isDocketAuto: true })).chosen.docket).toBe(8);
    expect(existsSync(path.dirname(ledger))).toBe(false);
  });

  // 20 tickets. Two themes: each judge sees all 20. Nine: 40 hearings among nine judges, 4.4 each.
  it.each([
    [8, 2, { triage: 3, judges: 6, aggregator: 1, all: 10 }],
    [1, 2, { triage: 20, judges: 40, aggregator: 2, all: 62 }],
    [32, 2, { triage: 1, judges: 2, aggregator: 1, all: 4 }],
    [8, 9, { triage: 3, judges: 9, aggregator: 1, all: 13 }],
    [4, 9, { triage: 5, judges: 18, aggregator: 1, all: 24 }],
    [1, 9, { triage: 20, judges: 40, aggregator: 2, all: 62 }],
    [1, 1, { triage: 20, judges: 20, aggregator: 2, all: 42 }],
  ])('counts the calls of dockets of %i for %i themes', async (docket, themes, calls) => {
    expect((await docketOf(docket, textsOf(20), themes)).calls).toEqual(calls);
  });

  it('counts the calls where every judge sees every ticket', async () => {
    const all = { route: 'all', aggregate: 'never' } as const;
    expect((await docketOf(8, textsOf(20), 9, all)).calls).toEqual({
      triage: 0,
      judges: 27,
      aggregator: 0,
      all: 27,
    });
    const always = { route: 'all', aggregate: 'always' } as const;
    expect((await docketOf(8, textsOf(20), 9, always)).calls.aggregator).toBe(3);
  });

  it('asks no judge without a ticket', async () => {
    // One ticket, nine themes: two judges are asked, not nine.
    expect((await docketOf(8, textsOf(1), 9)).calls).toMatchObject({ triage: 1, judges: 2 });
  });

  it('pays answers by the ticket and instructions by the docket', async () => {
    const { dockets } = await planOf(textsOf(32), 1, { route: 'all', aggregate: 'never' });
    expect(dockets.map(({ tokensOut }) => tokensOut)).toEqual(Array(6).fill(32 * 60));
    const [one, two, , , , all] = dockets.map(({ tokensIn }) => tokensIn);
    // 32, 16 and 1 calls: the instructions of 16 calls lie between the first two, of 31 between the ends.
    const instructions = ((one ?? 0) - (two ?? 0)) / 16;
    expect(instructions).toBeGreaterThan(200);
    expect(((one ?? 0) - (all ?? 0)) / 31).toBeCloseTo(instructions, 0);
    // {"id":"q00000","text":"ticket number 12"} and its line end: 42 characters, 41 for the first nine.
    expect((all ?? 0) - instructions).toBeCloseTo((23 * 42 + 9 * 41) / 4, -1);
  });

  it('lets the aggregator read what the judges wrote', async () => {
    const tokens = async (aggregate: 'never' | 'always') =>
      (await docketOf(32, textsOf(20), 9, { aggregate })).tokensIn;
    expect((await tokens('always')) - (await tokens('never'))).toBeGreaterThan(20 * 2 * 60);
  });

  describe('says when it is finished', () => {
    // 20 tickets, two themes, dockets of 8: 10 calls, 20 x 40 + 40 x 60 + 2 x 80 = 3,360 tokens out.
    const time = (docket: number, options: Partial<PlanOptions>) =>
      docketOf(docket, textsOf(20), 2, options);

    it('by the requests a minute', async () => {
      expect(await time(8, { limits: { rpm: 10 } })).toMatchObject({ seconds: 60, boundBy: 'rpm' });
      expect((await time(1, { limits: { rpm: 10 } })).seconds).toBe(372);
    });

    it('by the tokens a minute, in and out', async () => {
      const { tokensIn, tokensOut, seconds, boundBy } = await time(8, { limits: { tpm: 1000 } });
      expect(tokensOut).toBe(3360);
      expect(seconds).toBeCloseTo(((tokensIn + 3360) / 1000) * 60);
      expect(boundBy).toBe('tpm');
    });

    it('by the requests a day, in whole days, unless one day is enough', async () => {
      expect(await time(8, { limits: { rpd: 4 } })).toMatchObject({
        seconds: 3 * 86_400,
        boundBy: 'rpd',
      });
      expect((await time(8, { limits: { rpd: 10 } })).boundBy).toBe('latency');
    });

    it('by the calls themselves, shared among those that are out at once', async () => {
      // 10 x 2 s + 3,360 tokens / 50 a second = 87.2 s
      expect((await time(8, { concurrency: { start: 1, most: 1 } })).seconds).toBeCloseTo(87.2);
      expect((await time(8, { concurrency: { start: 2, most: 2 } })).seconds).toBeCloseTo(43.6);
    });

    it('by as many at once as it starts with, whatever it may come to', async () => {
      expect((await time(8, { concurrency: { start: 2, most: 64 } })).seconds).toBeCloseTo(43.6);
    });

    it('no sooner than a ticket passes from triage to the aggregator', async () => {
      // 2 + 8 x 40 / 50, then 2 + 8 x 60 / 50, then 2 + 2 x 80 / 50
      const concurrency = { start: 100, most: 100 };
      expect((await time(8, { concurrency })).seconds).toBeCloseTo(8.4 + 11.6 + 5.2);
    });

    it('by the slowest of these', async () => {
      const limits = { rpm: 10, tpm: 1_000_000, rpd: 1000 };
      expect(await time(8, { limits })).toMatchObject({ seconds: 60, boundBy: 'rpm' });
    });
  });

  describe('says what it costs', () => {
    it('with nothing for a price that is unknown', async () => {
      expect((await docketOf(8, textsOf(20), 2)).cost).toBeNull();
    });

    it('by the given price', async () => {
      const price = { kind: 'given', input: 1, cached: 1, output: 2 } as const;
      const { cost, tokensIn, tokensOut } = await docketOf(8, textsOf(20), 2, { price });
      expect(cost).toBeCloseTo((tokensIn + 2 * tokensOut) / 1e6, 5);
    });

    it("by each judge's own model, unknown where one of them is", async () => {
      const endpoint = { ...served, model: 'gpt-4o-mini' };
      const cost = async (themes: string) =>
        (await docketOf(8, textsOf(20), themes, { endpoint })).cost;
      const plain = (await cost(themesOf(2))) ?? 0;
      expect(plain).toBeGreaterThan(0);
      expect(await cost(themesOf(2, { judge: { model: 'gpt-4o' } }))).toBeGreaterThan(2 * plain);
      expect(await cost(themesOf(2, { judge: { model: 'who-knows' } }))).toBeNull();
    });
  });

  it('never takes more calls, tokens or dollars with larger dockets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('triage' as const, 'all' as const),
        fc.constantFrom('always' as const, 'conflicts' as const, 'never' as const),
        fc.integer({ min: 1, max: 64 }),
        async (tickets, themes, route, aggregate, docket) => {
          const { dockets } = await planOf(textsOf(tickets), themes, {
            route,
            aggregate,
            docket,
            limits: { rpm: 1 },
            concurrency: { start: 1000, most: 1000 },
            endpoint: { ...served, model: 'gpt-4o' },
          });
          for (const [index, larger] of dockets.entries()) {
            const smaller = dockets[index - 1] ?? larger;
            expect(larger.calls.all).toBeLessThanOrEqual(smaller.calls.all);
            expect(larger.tokensIn).toBeLessThanOrEqual(smaller.tokensIn);
            expect(larger.cost).toBeLessThanOrEqual(smaller.cost ?? 0);
            expect(larger.seconds).toBeLessThanOrEqual(Math.max(smaller.seconds, 600));
            expect(larger.tokensOut).toBe(smaller.tokensOut);
            expect(larger.calls.all).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
