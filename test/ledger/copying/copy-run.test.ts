import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CopiedRow, copiedTables, rowShapes } from '../../../src/ledger/copying/row-shapes.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { askLedger, onEveryEngine } from '../../support/engines.ts';
import { runRow } from '../../support/run-row.ts';
import { soundSettings } from '../../support/sound-settings.ts';
import { noDecision } from '../../support/written-run.ts';

async function copyOf(ledger: Ledger, run: string): Promise<CopiedRow[]> {
  const rows: CopiedRow[] = [];
  for await (const row of ledger.copyRun(run)) rows.push(row);
  return rows;
}

async function* giveBack(rows: readonly CopiedRow[]) {
  for (const row of rows) yield { ...row, length: 1 };
}

const text = fc.string({ unit: 'grapheme' });
const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e15 });
const time = fc.nat({ max: 4e15 });
const count = fc.nat();
const cells = fc.array(text).map((made) => JSON.stringify(made));
const answer = text.map((said) => JSON.stringify({ sentiment: 0.5, routes: [], said }));

const noRouting = {
  probabilities: [],
  chances: [],
  asked: [],
  threshold: 0,
  pull: 0,
};

/** Rows of one run in all tables, some with answers of an earlier one. */
const written = fc.record({
  tickets: fc.array(fc.record({ id: text, cells, defect: fc.option(text) }), {
    minLength: 1,
    maxLength: 5,
  }),
  answers: fc.array(fc.record({ body: answer, isOlder: fc.boolean() }), { maxLength: 5 }),
  numbers: fc.tuple(number, time, count, fc.option(number)),
  texts: fc.tuple(text, text, fc.option(text)),
});

async function write(
  ledger: Ledger,
  given: typeof written extends fc.Arbitrary<infer T> ? T : never,
) {
  const [milliseconds, time, tokens, cost] = given.numbers;
  const [name, said, detail] = given.texts;
  await ledger.runs.start(runRow('old'));
  await ledger.runs.start(runRow('run', { settings: JSON.stringify({ ...soundSettings, said }) }));
  const dockets = ['old', 'run'].map((run) => ({
    id: `docket of ${run}`,
    run,
    agent: 'triage',
    size: 1,
    answered: 1,
    parent: null,
    started_at: time,
    milliseconds,
    cause: detail,
    detail,
    calls: 1,
    tokens_in: tokens,
    tokens_cached: 0,
    tokens_out: tokens,
  }));
  const sources = Object.fromEntries(
    given.answers.map((_, index) => [`agent ${index}`, `a${index}`]),
  );
  await ledger.write({
    tickets: given.tickets.map((ticket, index) => ({
      ...ticket,
      run: 'run',
      row: index + 1,
      address: `address ${index}`,
    })),
    decisions: given.tickets.slice(1).map((_, index) => ({
      run: 'run',
      row: index + 1,
      status: 'decided',
      themes: name,
      confidence: 0.5,
      body: JSON.stringify({ ...noDecision, themes: [name], said, sources }),
      reused: 0,
      sentiment: null,
      failed: name,
    })),
    dockets,
    answers: given.answers.map(({ body, isOlder }, index) => ({
      address: `a${index}`,
      agent: 'triage',
      body,
      docket: `docket of ${isOlder ? 'old' : 'run'}`,
    })),
    unanswered: [{ run: 'run', row: 1, docket: 'docket of run' }],
    spans: dockets.map(({ id, run }) => ({
      id: `span of ${run}`,
      docket: id,
      parent: null,
      kind: 'function',
      name,
      started_at: time,
      milliseconds,
      error: detail === null ? null : JSON.stringify({ message: detail }),
    })),
    span_bodies: dockets.map(({ run }) => ({
      span: `span of ${run}`,
      body: JSON.stringify({ said }),
    })),
    calls: [
      {
        id: 'call',
        run: 'run',
        docket: 'docket of run',
        endpoint: name,
        process: null,
        state: 'settled' as const,
        sent_at: time,
        settled_at: time,
        queued: milliseconds,
        waited: milliseconds,
        cause: detail,
        tokens,
        tokens_in: tokens,
        tokens_cached: 0,
        tokens_out: 0,
        cost,
      },
    ],
    gold: [1, 2].map((at) => ({
      run: 'old',
      row: 9,
      address: 'address 0',
      themes: name,
      author: said,
      at,
      reason: detail ?? '',
      undone_at: at === 1 ? time : null,
    })),
    routings: [{ run: 'run', row: 1, body: JSON.stringify(noRouting) }],
    replays: [{ id: 'replay', run: 'run', row: 1, kind: 'replay' as const, at: time, body: '{}' }],
  });
}

onEveryEngine((engine) => {
  async function withLedger<Result>(work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
    const ledger = await openLedger(await engine.emptyLedger());
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  }

  describe('the copy of a run', () => {
    it('put into an empty ledger is that run: its copy is the same', async () => {
      await fc.assert(
        fc.asyncProperty(written, async (given) => {
          const rows = await withLedger(async (ledger) => {
            await write(ledger, given);
            return copyOf(ledger, 'run');
          });
          for (const { table, row } of rows) rowShapes[table].parse(row);
          const again = await withLedger(async (ledger) => {
            expect(await ledger.takeCopy('run', giveBack(rows))).toBe(true);
            return copyOf(ledger, 'run');
          });
          expect(JSON.stringify(again)).toBe(JSON.stringify(rows));
        }),
        { numRuns: 10 },
      );
    });

    it('has every table in it, and what an earlier run paid for only where it is used', async () => {
      const [some] = fc.sample(written, { numRuns: 1, seed: 1 });
      if (some === undefined) throw new Error('no sample');
      const ticket = { id: 'T', cells: '[]', defect: null };
      const tickets = [ticket, ticket];
      const copy = (answers: typeof some.answers) =>
        withLedger(async (ledger) => {
          await write(ledger, { ...some, tickets, answers });
          return copyOf(ledger, 'run');
        });
      const rows = await copy([{ body: '{}', isOlder: true }]);
      expect(new Set(rows.map(({ table }) => table))).toEqual(new Set(copiedTables));
      const docketsOf = (copied: CopiedRow[]) =>
        copied.flatMap(({ table, row }) => (table === 'dockets' ? row.run : []));
      expect(docketsOf(rows)).toEqual(['old', 'run']);
      expect(docketsOf(await copy([{ body: '{}', isOlder: false }]))).toEqual(['run']);
    });

    it('knows every column of its tables', async () => {
      const { location } = await engine.open();
      for (const table of copiedTables) {
        const columns = await askLedger(
          location,
          engine.name === 'sqlite'
            ? `pragma table_info(${table})`
            : `select column_name as name from information_schema.columns where table_name = '${table}' and column_name <> 'rowid'`,
        );
        // Checksums are of a ledger's own rows: whoever takes the copy makes them.
        const names = columns.map(({ name }) => name).filter((name) => name !== 'crc');
        expect(Object.keys(rowShapes[table].shape).sort()).toEqual(names.sort());
      }
    });
  });

  describe('a copy that is taken into a ledger', () => {
    const answer = (body: string): CopiedRow => ({
      table: 'answers',
      row: { address: 'a', agent: 'triage', docket: 'd', body },
    });
    const run: CopiedRow = { table: 'runs', row: runRow('run') };

    it('leaves the answers and labels that are there as they are', async () => {
      const label = {
        run: 'run',
        row: 1,
        address: 'a',
        themes: '',
        author: 'me',
        at: 1,
        reason: '',
        undone_at: null,
      };
      await withLedger(async (ledger) => {
        await ledger.write({
          answers: [{ address: 'a', agent: 'triage', docket: 'mine', body: '"mine"' }],
          gold: [label],
        });
        await ledger.takeCopy(
          'run',
          giveBack([run, answer('"theirs"'), { table: 'gold', row: label }]),
        );
        expect((await ledger.answers(['a'])).get('a')?.body).toBe('"mine"');
        expect(await ledger.labels.of('a')).toHaveLength(1);
      });
    });

    it('is not taken twice', async () => {
      await withLedger(async (ledger) => {
        expect(await ledger.takeCopy('run', giveBack([run]))).toBe(true);
        expect(await ledger.takeCopy('run', giveBack([run, answer('1')]))).toBe(false);
        expect((await ledger.answers(['a'])).size).toBe(0);
      });
    });

    it('adds no dockets and calls to a run that the ledger knows better', async () => {
      const docket = {
        id: 'd',
        run: 'mine',
        agent: 'triage',
        size: 1,
        answered: 1,
        parent: null,
        started_at: 1,
        milliseconds: 1,
        cause: null,
        detail: null,
        calls: 7,
        tokens_in: 1,
        tokens_cached: 0,
        tokens_out: 0,
        carrier: null,
        share: 1,
      };
      await withLedger(async (ledger) => {
        await ledger.runs.start(runRow('mine'));
        const call = {
          id: 'c',
          run: 'mine',
          docket: 'd',
          endpoint: 'e',
          process: null,
          cause: null,
          state: 'settled' as const,
          sent_at: 1,
          settled_at: 1,
          queued: 0,
          waited: 0,
          tokens: 1,
          tokens_in: 1,
          tokens_cached: 0,
          tokens_out: 0,
          cost: 1,
        };
        const theirs: CopiedRow[] = [
          { table: 'dockets', row: docket },
          { table: 'calls', row: call },
        ];
        await ledger.takeCopy('run', giveBack([run, ...theirs]));
        expect(await ledger.records.countAgents('mine')).toEqual([]);
        expect((await ledger.records.countCalls('mine')).cost).toBe(0);
      });
    });

    it('leaves nothing behind where it breaks off', async () => {
      async function* broken() {
        yield* giveBack([run, ...Array.from({ length: 300 }, () => answer('1'))]);
        throw new Error('broken off');
      }
      await withLedger(async (ledger) => {
        await expect(ledger.takeCopy('run', broken())).rejects.toThrow('broken off');
        expect(await ledger.runs.find('run')).toBeUndefined();
        expect((await ledger.answers(['a'])).size).toBe(0);
      });
    });
  });
});
