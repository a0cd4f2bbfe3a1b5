import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { RunRow } from '../../src/ledger/schema.ts';
import { tempLedger } from '../support/court.ts';
import { askLedger, onEveryEngine } from '../support/engines.ts';

function run(id: string, change: Partial<RunRow> = {}): RunRow {
  return {
    id,
    key: 'key',
    workflow: 'batch',
    file: 'tickets.csv',
    model: 'embedded',
    base_url: '',
    status: 'running',
    started_at: 1,
    ended_at: null,
    settings: '{}',
    summary: null,
    process: null,
    rows: null,
    triage: null,
    name: null,
    note: null,
    ...change,
  };
}

function decision(row: number, status: string, themes = '') {
  return {
    run: 'a',
    row,
    status,
    themes,
    confidence: 0.5,
    body: `{"row":${row}}`,
    reused: 0,
    sentiment: null,
    failed: '',
  };
}

onEveryEngine((engine) => {
  describe('ledger', () => {
    it('has its rows after it was closed and opened again', async () => {
      const { ledger, location } = await engine.open();
      await ledger.runs.start(run('a'));
      await ledger.write({ decisions: [decision(1, 'decided')] });
      const again = await openLedger(location);
      expect(await again.records.countDecisions('a')).toEqual({ decided: 1, review: 0, failed: 0 });
      await again.close();
    });

    it('keeps thousands of rows of one write together', async () => {
      const { ledger } = await engine.open();
      const rows = Array.from({ length: 5000 }, (_, index) => decision(index + 1, 'review'));
      await ledger.write({ decisions: rows });
      expect(await ledger.records.countDecisions('a')).toEqual({
        decided: 0,
        review: 5000,
        failed: 0,
      });
    });

    it('counts of the calls to an endpoint those whose times can be true', async () => {
      const { ledger } = await engine.open();
      const hour = 3_600_000;
      const sent = [-25 * hour, -hour, 0, hour / 2, 2 * hour, 400 * 24 * hour];
      await ledger.write({
        calls: sent.map((ms, index) => ({
          id: `${index}`,
          run: 'a',
          docket: 'd',
          endpoint: 'server',
          process: 'p',
          state: 'settled' as const,
          sent_at: Date.now() + ms,
          settled_at: null,
          queued: 0,
          waited: 0,
          cause: null,
          cost: null,
          tokens: 7,
          tokens_in: 0,
          tokens_cached: 0,
          tokens_out: 0,
        })),
      });
      const { records } = ledger;
      expect(await records.countCallsSince('server', Date.now() - 24 * hour)).toBe(3);
      expect(await records.callsSince('server', Date.now() - 60_000)).toHaveLength(2);
    });

    it('counts calls of a clock that was ahead against a day, once it is right again', async () => {
      const { ledger, location } = await engine.open();
      const { records } = ledger;
      const hour = 3_600_000;
      const sent = [-25 * hour, -hour, 2 * hour, 400 * 24 * hour];
      await ledger.write({
        calls: sent.map((ms, index) => ({
          id: `${index}`,
          run: 'a',
          docket: 'd',
          endpoint: 'server',
          process: 'p',
          state: 'settled' as const,
          sent_at: Date.now() + ms,
          queued: 0,
          settled_at: Date.now() + ms + 7,
          waited: 0,
          cause: null,
          cost: null,
          tokens: 7,
          tokens_in: 0,
          tokens_cached: 0,
          tokens_out: 0,
        })),
      });
      expect(await records.countCallsOfDay('server')).toBe(3);
      // A minute's limit is not filled by what may have been sent long ago.
      expect(await records.callsSince('server', Date.now() - 60_000)).toEqual([]);
      const took = await askLedger(
        location,
        'select distinct settled_at - sent_at as ms from calls',
      );
      expect(took.map(({ ms }) => Number(ms))).toEqual([7]);
      await askLedger(location, `update calls set sent_at = sent_at - ${24 * hour}`);
      expect(await records.countCallsOfDay('server')).toBe(0);
    });

    it('is asked about more answers and claims at once than one statement can name', async () => {
      const { ledger } = await engine.open();
      const addresses = Array.from({ length: 40_000 }, (_, index) => `address ${index}`);
      const answer = { address: 'address 39999', agent: 'triage', docket: 'd', body: '{}' };
      await ledger.write({ answers: [answer] });
      expect([...(await ledger.answers(addresses)).keys()]).toEqual(['address 39999']);
      const { claims } = await ledger.enter();
      expect(await claims.claim(addresses)).toEqual(new Set());
    });

    it('lets a newer decision of the same row stand', async () => {
      const { ledger } = await engine.open();
      await ledger.write({ decisions: [decision(1, 'failed')] });
      await ledger.write({ decisions: [decision(1, 'decided')] });
      expect(await ledger.records.countDecisions('a')).toEqual({
        decided: 1,
        review: 0,
        failed: 0,
      });
    });

    it('gives answers by address, or only those of one run', async () => {
      const { ledger } = await engine.open();
      const docket = {
        agent: 'triage',
        size: 1,
        answered: 1,
        parent: null,
        started_at: 1,
        milliseconds: 1,
      };
      const cost = {
        cause: null,
        detail: null,
        calls: 1,
        tokens_in: 1,
        tokens_cached: 0,
        tokens_out: 1,
      };
      await ledger.write({
        dockets: [{ id: 'd', run: 'a', ...docket, ...cost }],
        answers: [{ address: 'x', agent: 'triage', docket: 'd', body: '{}' }],
      });
      expect([...(await ledger.answers(['x', 'y'])).keys()]).toEqual(['x']);
      expect([...(await ledger.answers(['x'], 'a')).keys()]).toEqual(['x']);
      expect((await ledger.answers(['x'], 'b')).size).toBe(0);
    });

    it('walks a run in the order of its file, page after page, decided or not', async () => {
      const { ledger } = await engine.open();
      const ticket = (row: number) => ({
        run: 'a',
        row,
        id: `T${row}`,
        address: '',
        cells: '[]',
        defect: null,
      });
      await ledger.write({
        tickets: Array.from({ length: 2500 }, (_, index) => ticket(2500 - index)),
      });
      await ledger.write({ decisions: [decision(2, 'decided')] });
      const rows: [number, boolean][] = [];
      for await (const { row, decision: body } of ledger.records.results('a'))
        rows.push([row, body !== null]);
      expect(rows).toHaveLength(2500);
      expect(rows.every(([row], index) => row === index + 1)).toBe(true);
      expect(rows.filter(([, decided]) => decided)).toEqual([[2, true]]);
    });

    it('knows the newest run of a key', async () => {
      const { ledger } = await engine.open();
      await ledger.runs.start(run('a', { started_at: 1 }));
      expect((await ledger.runs.newest('key'))?.id).toBe('a');
      await ledger.runs.start(run('b', { started_at: 2, status: 'finished' }));
      expect((await ledger.runs.newest('key'))?.id).toBe('b');
      expect(await ledger.runs.newest('other')).toBeUndefined();
    });

    it('tells a write that failed to its writer, and goes on', async () => {
      const { ledger } = await engine.open();
      const broken = { ...decision(1, 'decided'), status: null as unknown as string };
      await expect(ledger.write({ decisions: [broken] })).rejects.toThrow(/not.null/i);
      await ledger.write({ decisions: [decision(2, 'decided')] });
      expect((await ledger.records.countDecisions('a')).decided).toBe(1);
    });

    it('holds every row that it said was durable when its process is killed', async () => {
      const file = await engine.place();
      const child = spawn(process.execPath, ['dist/tests/write-until-killed.js', file], {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let acknowledged = 0;
      child.stdout.on('data', (chunk) => {
        acknowledged = Number(String(chunk).trim().split('\n').at(-1));
        if (acknowledged > 300) child.kill('SIGKILL');
      });
      await new Promise((resolve) => child.on('close', resolve));
      const ledger = await openLedger(file);
      const { decided } = await ledger.records.countDecisions('a');
      await ledger.close();
      expect(acknowledged).toBeGreaterThan(300);
      expect(decided).toBeGreaterThanOrEqual(acknowledged);
      if (engine.name === 'sqlite')
        expect(new Database(file).pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    });
  });
});

describe('a SQLite ledger', () => {
  it('refuses a file that is no ledger, and one of a newer version, with what to do', async () => {
    const { ledger, folder } = await tempLedger();
    const text = path.join(folder, 'text.db');
    writeFileSync(text, 'this is no database, but a text that is long enough to be looked at');
    await expect(openLedger(text)).rejects.toThrow(/name another with --ledger/);
    const newer = path.join(folder, 'ledger.db');
    await ledger.close();
    new Database(newer).exec("insert into kysely_migration values ('999_future', '2030')");
    await expect(openLedger(newer)).rejects.toThrow(/newer version/);
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that it may not write', async () => {
    const { folder } = await tempLedger();
    mkdirSync(path.join(folder, 'shut'));
    chmodSync(path.join(folder, 'shut'), 0o500);
    await expect(openLedger(path.join(folder, 'shut', 'ledger.db'))).rejects.toThrow(/--ledger/);
  });
});
