import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rows } from '../../../src/ledger/group-commit.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import type { RunRow } from '../../../src/ledger/schema.ts';
import { askLedger, onEveryEngine } from '../../support/engines.ts';

const tables = [
  ...['tickets', 'decisions', 'routings', 'answers', 'dockets', 'unanswered'],
  ...['spans', 'span_bodies', 'calls', 'replays'],
] as const;
const anAnswer = fc.nat(11);

/** Runs whose decisions rest on answers that any of them paid for: the last one that asked again has it. */
const someRuns = fc.array(
  fc.record({
    paid: fc.uniqueArray(anAnswer, { maxLength: 6 }),
    decisions: fc.array(fc.array(anAnswer, { maxLength: 4 }), { maxLength: 4 }),
    isDeleted: fc.boolean(),
    isSplit: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);
type SomeRuns = typeof someRuns extends fc.Arbitrary<infer T> ? T : never;

async function write(ledger: Ledger, runs: SomeRuns): Promise<void> {
  for (const [index, { paid, decisions, isSplit }] of runs.entries()) {
    const run = `run ${index}`;
    await ledger.runs.start({
      id: run,
      key: run,
      workflow: 'batch',
      file: 'file',
      model: 'mock',
      base_url: '',
      status: 'finished',
      started_at: index,
      ended_at: index,
      settings: '{}',
      summary: null,
      process: null,
      rows: decisions.length,
    });
    const ids = [...paid.map((answer) => `${run} docket ${answer}`), `${run} fault`];
    const rows: Rows = {
      dockets: ids.map((id, at) => ({
        id,
        run,
        agent: 'triage',
        size: 1,
        answered: 1,
        cause: null,
        detail: null,
        parent: isSplit && at > 0 ? (ids[0] ?? null) : null,
        started_at: 1,
        milliseconds: 1,
        calls: 1,
        tokens_in: 1,
        tokens_cached: 0,
        tokens_out: 1,
      })),
      spans: ids.map((id) => ({
        id: `span of ${id}`,
        docket: id,
        parent: null,
        kind: 'generation',
        name: 'n',
        started_at: 1,
        milliseconds: 1,
        error: null,
      })),
      span_bodies: ids.map((id) => ({ span: `span of ${id}`, body: '{"said":"this"}' })),
      calls: ids.map((id) => ({
        id: `call of ${id}`,
        run,
        docket: id,
        endpoint: 'e',
        process: null,
        state: 'settled',
        sent_at: 1,
        settled_at: 2,
        queued: 0,
        waited: 0,
        cause: null,
        tokens: 1,
        tokens_in: 1,
        tokens_cached: 0,
        tokens_out: 0,
        cost: null,
      })),
      answers: paid.map((answer) => ({
        address: `answer ${answer}`,
        agent: 'triage',
        docket: `${run} docket ${answer}`,
        body: '{}',
      })),
      tickets: decisions.map((_, at) => ({
        run,
        row: at + 1,
        id: `T${at}`,
        address: `t${at}`,
        cells: '["a"]',
        defect: null,
      })),
      decisions: decisions.map((sources, at) => ({
        run,
        row: at + 1,
        status: 'decided',
        themes: '',
        confidence: 1,
        reused: 0,
        sentiment: null,
        failed: '',
        body: JSON.stringify({
          sources: Object.fromEntries(
            sources.map((answer, n) => [`agent ${n}`, `answer ${answer}`]),
          ),
        }),
      })),
      unanswered: decisions.map((_, at) => ({ run, row: at + 1, docket: `${run} fault` })),
      routings: decisions.map((_, at) => ({ run, row: at + 1, body: '{}' })),
      replays: [{ id: `replay of ${run}`, run, row: 1, kind: 'replay', at: 1, body: '{}' }],
      gold: [
        {
          run,
          row: 1,
          address: 't0',
          themes: '',
          author: 'me',
          at: index,
          reason: '',
          undone_at: null,
        },
      ],
    };
    await ledger.write(rows);
  }
}

function idsOf(runs: SomeRuns) {
  const ids = runs.map((_, index) => `run ${index}`);
  const deleted = ids.filter((_, index) => runs[index]?.isDeleted);
  return { ids, deleted, kept: ids.filter((id) => !deleted.includes(id)) };
}

async function copyOf(ledger: Ledger, run: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of ledger.copyRun(run)) rows.push(row);
  return rows;
}

async function drop(ledger: Ledger, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    expect(await ledger.runs.delete((await ledger.runs.find(id)) as RunRow)).toBe(true);
  await ledger.space.sweep();
}

onEveryEngine((engine) => {
  async function withLedger(work: (ledger: Ledger, location: string) => Promise<void>) {
    const location = await engine.emptyLedger();
    const ledger = await openLedger(location);
    try {
      await work(ledger, location);
    } finally {
      await ledger.close();
    }
  }
  const countAll = async (location: string) => {
    const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
    const [row] = await askLedger(location, `select ${counts.join(', ')}`);
    return Object.values(row ?? {}).map(Number);
  };
  const numRuns = engine.name === 'sqlite' ? 20 : 8;

  describe('the sweep of deleted runs', () => {
    it('leaves every other run all that it consists of, and of the deleted ones nothing else', () =>
      withLedger(async (ledger, location) => {
        await fc.assert(
          fc.asyncProperty(someRuns, async (runs) => {
            await askLedger(location, 'delete from gold');
            await write(ledger, runs);
            const { kept, deleted } = idsOf(runs);
            const before = await Promise.all(kept.map((run) => copyOf(ledger, run)));
            await drop(ledger, deleted);
            expect(await Promise.all(kept.map((run) => copyOf(ledger, run)))).toEqual(before);
            const [left] = await askLedger(
              location,
              `select run from tickets where ${deleted.map((id) => `run = '${id}' or `).join('')} false`,
            );
            expect(left).toBeUndefined();
            // With the last run goes the last answer.
            await drop(ledger, kept);
            expect(await countAll(location)).toEqual(tables.map(() => 0));
            const [labels] = await askLedger(location, 'select count(*) as labels from gold');
            expect(Number(labels?.labels)).toBe(runs.length);
          }),
          { numRuns },
        );
      }));

    it('takes only what was said, where only that is asked for', () =>
      withLedger(async (ledger, location) => {
        await fc.assert(
          fc.asyncProperty(someRuns, async (runs) => {
            await write(ledger, runs);
            const { kept, deleted: old, ids } = idsOf(runs);
            const before = await Promise.all(kept.map((run) => copyOf(ledger, run)));
            const counts = await countAll(location);
            await ledger.space.sweepBodies(old);
            expect(await Promise.all(kept.map((run) => copyOf(ledger, run)))).toEqual(before);
            const bodies = tables.indexOf('span_bodies');
            expect((await countAll(location)).toSpliced(bodies, 1)).toEqual(
              counts.toSpliced(bodies, 1),
            );
            await ledger.space.sweepBodies(ids);
            expect((await countAll(location))[bodies]).toBe(0);
            await drop(ledger, ids);
          }),
          { numRuns: Math.ceil(numRuns / 3) },
        );
      }));

    it('keeps the calls of the last day, which a limit a day counts', async () => {
      await withLedger(async (ledger) => {
        await write(ledger, [{ paid: [1], decisions: [[1]], isDeleted: true, isSplit: false }]);
        const call = {
          id: 'new',
          run: 'run 0',
          docket: 'run 0 fault',
          endpoint: 'e',
          process: null,
          state: 'settled' as const,
          sent_at: Date.now(),
          settled_at: null,
          queued: 0,
          waited: 0,
          cause: null,
          tokens: 1,
          tokens_in: 1,
          tokens_cached: 0,
          tokens_out: 0,
        };
        await ledger.write({ calls: [call] });
        await drop(ledger, ['run 0']);
        expect(await ledger.records.countCallsSince('e', 0)).toBe(1);
      });
    });

    it('deletes no run that somebody took up meanwhile', async () => {
      await withLedger(async (ledger) => {
        await write(ledger, [{ paid: [], decisions: [[]], isDeleted: true, isSplit: false }]);
        const run = (await ledger.runs.find('run 0')) as RunRow;
        await ledger.runs.update('run 0', { status: 'running', process: 'another' });
        expect(await ledger.runs.delete(run)).toBe(false);
        expect(await ledger.runs.find('run 0')).toBeDefined();
      });
    });

    it('says about how much a run takes', async () => {
      await withLedger(async (ledger) => {
        const body = JSON.stringify({ said: 'x'.repeat(10_000) });
        await write(ledger, [
          { paid: [1], decisions: [[1], [1]], isDeleted: false, isSplit: false },
        ]);
        await ledger.write({ span_bodies: [{ span: 'more', body }] });
        const small = await ledger.space.of('run 0');
        expect(small).toBeGreaterThan(500);
        expect(small).toBeLessThan(5000);
        expect(await ledger.space.of('no such run')).toBe(0);
      });
    });
  });
});
