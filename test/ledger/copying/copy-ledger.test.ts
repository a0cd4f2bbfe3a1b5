import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { tableKeys } from '../../../src/ledger/copying/table-keys.ts';
import { type Engine, engineOf } from '../../../src/ledger/ledger-place.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { copyLedger } from '../../../src/runs/upkeep/copy-ledger.ts';
import { askLedger } from '../../support/engines.ts';
import { tempFolder } from '../../support/files.ts';
import { createDatabase, ledgerTemplate, postgresPassword } from '../../support/postgres.ts';
import { runCli } from '../../support/run-cli.ts';

const ways: [Engine, Engine][] = [
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
  ['sqlite', 'sqlite'],
  ['postgres', 'postgres'],
];
const served = inject('postgres');
const here = ways.filter((way) => served !== undefined || !way.includes('postgres'));

async function place(engine: Engine, template?: string): Promise<string> {
  return engine === 'postgres'
    ? createDatabase(served ?? '', template)
    : path.join(tempFolder(), 'ledger.db');
}

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((given) => given.toWellFormed());
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const time = fc.maxSafeNat();

/** Some rows for every table that is copied, with texts and numbers of all kinds. */
const rows = fc.array(
  fc.record({ text, other: text, number, time, maybe: fc.option(text), cost: fc.option(number) }),
  { minLength: 1, maxLength: 12 },
);

async function fill(
  location: string,
  given: typeof rows extends fc.Arbitrary<infer T> ? T : never,
) {
  const ledger = await openLedger(location);
  for (const [index, { text, other, number, time, maybe, cost }] of given.entries()) {
    const id = `${index} ${text}`;
    const docket = { id, run: other, agent: text, size: 1, answered: index, parent: maybe };
    const tokens = { tokens_in: time, tokens_cached: 0, tokens_out: index };
    await ledger.runs.start({
      id,
      key: text,
      workflow: 'batch',
      file: other,
      model: text,
      base_url: '',
      status: 'running',
      started_at: time,
      ended_at: null,
      settings: text,
      summary: maybe,
      process: null,
      rows: index,
    });
    await ledger.write({
      tickets: [{ run: other, row: index, id: text, address: id, cells: text, defect: maybe }],
      dockets: [
        {
          ...docket,
          ...tokens,
          started_at: time,
          milliseconds: number,
          cause: maybe,
          detail: maybe,
          calls: index,
        },
      ],
      unanswered: [{ run: other, row: index, docket: text }],
      answers: [{ address: id, agent: text, docket: other, body: text }],
      decisions: [
        {
          run: other,
          row: index,
          status: 'decided',
          themes: text,
          confidence: number,
          body: text,
          reused: 0,
          sentiment: cost,
          failed: other,
        },
      ],
      spans: [
        {
          id,
          docket: text,
          parent: maybe,
          kind: 'agent',
          name: other,
          started_at: time,
          milliseconds: number,
          error: maybe,
        },
      ],
      span_bodies: [{ span: id, body: other }],
      gold: [1, 2].map((at) => ({
        run: other,
        row: index,
        address: text,
        themes: '',
        author: other,
        at,
        reason: text,
        undone_at: at === 1 ? time : null,
      })),
      footings: [{ endpoint: id, body: text }],
      calls: [
        {
          id,
          run: other,
          docket: text,
          endpoint: other,
          process: maybe,
          state: 'settled',
          sent_at: time,
          settled_at: null,
          queued: number,
          waited: 0,
          cause: maybe,
          ...tokens,
          tokens: time,
          cost,
        },
      ],
      replays: [{ id, run: other, row: index, kind: 'replay', at: time, body: text }],
      routings: [{ run: other, row: index, body: text }],
      sampled: [{ run: other, row: index, chance: cost ?? 0.5 }],
      calibrations: [{ key: id, docket: index, threshold: cost, at: time, body: other }],
    });
    await ledger.allotments.fill(id, 'calls', number, true);
    await ledger.jobs.add({
      id,
      run: maybe,
      file: text,
      request: text,
      mark: maybe,
      rows: null,
      wanted: 'done',
      error: maybe,
      at: time,
    });
    await ledger.learned.add({
      address: id,
      version: text,
      themes: other,
      sources: text,
      place: '',
      command: text,
      at: time,
      body: other,
    });
  }
  await ledger.close();
}

const quiet = () => {};

describe.each(here)('a copy from %s to %s', (one, other) => {
  it('holds the same, and so does the copy back', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const from = await place(one, ledgerTemplate);
        const [to, back] = [await place(other), await place(one)];
        await fill(from, given);
        const there = await copyLedger({ from, to }, quiet);
        for (const { table, rows } of there)
          expect({ table, rows }).toEqual({
            table,
            rows: given.length * (table === 'gold' ? 2 : 1),
          });
        expect(there.map(({ table }) => table)).toHaveLength(Object.keys(tableKeys).length - 4);
        expect(await copyLedger({ from: to, to: back }, quiet)).toEqual(there);
      }),
      { numRuns: 3 },
    );
  });

  it('is larger than one part, and is read again in full', async () => {
    const from = await place(one, ledgerTemplate);
    const to = await place(other);
    const ledger = await openLedger(from);
    const answers = Array.from({ length: 1501 }, (_, index) => ({
      address: `${index}`,
      agent: 'triage',
      docket: 'd',
      body: 'x'.repeat(100),
    }));
    await ledger.write({ answers });
    await ledger.close();
    const copied = await copyLedger({ from, to }, quiet);
    expect(copied.find(({ table }) => table === 'answers')?.rows).toBe(1501);
  });

  it('is taken back where the other side does not hold what was written', async () => {
    const from = await place(one, ledgerTemplate);
    const to = await place(other);
    await fill(from, fc.sample(rows, { numRuns: 1, seed: 3 })[0] ?? []);
    await (await openLedger(to)).close();
    await askLedger(
      to,
      ...(engineOf(to) === 'sqlite'
        ? [
            "create trigger spoil after insert on spans begin update spans set name = 'spoiled'; end",
          ]
        : [
            "create function spoil() returns trigger language plpgsql as $$ begin new.name = 'spoiled'; return new; end $$",
            'create trigger spoil before insert on spans for each row execute function spoil()',
          ]),
    );
    const { code, stderr, stdout } = await runCli(['ledger', 'copy', from, to]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/spans differs: \d+ rows .* nothing was copied/);
    const [left] = await askLedger(to, 'select count(*) as count from runs');
    expect(left?.count).toBe(0);
  });
});

describe('a row that somebody made by hand', () => {
  it.each([
    [
      "'x', null, x'ff00', null, 'running', null, 1, 'f', null",
      here,
      /jobs with id x .*request holds bytes/,
    ],
    [
      "'x', null, '{}', 'many', 'running', null, 'never', 'f', null",
      [['sqlite', 'postgres']] as const,
      /a row of jobs is damaged/,
    ],
  ])('is named and copied nowhere: %s', async (values, there, line) => {
    for (const [, engine] of there.filter(
      ([from, to]) => from === 'sqlite' && (to === 'sqlite' || served !== undefined),
    )) {
      const [from, to] = [await place('sqlite', ledgerTemplate), await place(engine)];
      const columns = 'id, run, request, rows, wanted, error, at, file, mark';
      await (await openLedger(from)).close();
      await askLedger(from, `insert into jobs (${columns}) values (${values})`);
      const copied = copyLedger({ from, to }, quiet);
      await expect(copied).rejects.toMatchObject({
        name: 'UserMistake',
        message: expect.stringMatching(line),
      });
    }
  });
});

describe('tribunal ledger copy', () => {
  it('prints what was copied, in words and as JSON, without the password', async () => {
    const from = await place('sqlite');
    await fill(from, fc.sample(rows, { numRuns: 1, seed: 4 })[0] ?? []);
    for (const more of [[], ['--json']]) {
      const to = await place(served === undefined ? 'sqlite' : 'postgres');
      const { code, stdout, stderr } = await runCli(['ledger', 'copy', from, to, ...more]);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stdout).toMatch(/decisions/);
      expect(stdout + stderr).not.toContain(postgresPassword);
      if (more.length > 0) expect(JSON.parse(stdout).tables).toHaveLength(18);
    }
  });

  it('refuses what is not there and makes nothing, and what holds runs already', async () => {
    const [none, one, two] = [await place('sqlite'), await place('sqlite'), await place('sqlite')];
    const refused = async (from: string, to: string) => {
      const { code, stderr } = await runCli(['ledger', 'copy', from, to]);
      expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
      return stderr;
    };
    expect(await refused(none, one)).toMatch(/no ledger at/);
    expect(await refused(none, one)).toMatch(/no ledger at/);
    for (const ledger of [one, two])
      await fill(ledger, fc.sample(rows, { numRuns: 1, seed: 5 })[0] ?? []);
    expect(await refused(one, two)).toMatch(/holds runs already/);
    expect(await refused(one, one)).toMatch(/same ledger/);
  });

  it('refuses a ledger in which a living process hears a run', async () => {
    const from = await place('sqlite');
    const ledger = await openLedger(from);
    await askLedger(
      from,
      `insert into processes (id, host, pid, beat_at) values ('p', 'elsewhere', 1, ${Date.now()})`,
    );
    await ledger.runs.start({
      id: 'r',
      key: '',
      workflow: 'batch',
      file: '',
      model: '',
      base_url: '',
      status: 'running',
      started_at: 1,
      ended_at: null,
      settings: '{}',
      summary: null,
      process: 'p',
      rows: null,
    });
    await ledger.close();
    const { code, stderr } = await runCli(['ledger', 'copy', from, await place('sqlite')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/run r is at work/);
  });
});
