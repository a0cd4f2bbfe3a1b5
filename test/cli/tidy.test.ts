import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { enterRun } from '../support/decided-run.ts';
import { whenTestEnds } from '../support/endings.ts';
import { askLedger } from '../support/engines.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const texts = ['I waited on hold for an hour.', 'The agent was rude.', 'The app crashes.'];
const day = 24 * 3600 * 1000;

/** An old run, and one that took over its answers. */
async function setUp() {
  const folder = tempFolder();
  const location = path.join(folder, 'ledger.db');
  const cli = (...words: string[]) => runCli([...words, '--ledger', location]);
  const list = async () => JSON.parse((await cli('runs', 'list', '--json')).stdout);
  await cli('batch', ticketsFile(folder, texts));
  await cli('batch', ticketsFile(folder, texts.slice(0, 2), 'some.csv'));
  const [newer, older] = await list();
  const ledger = await openLedger(location);
  whenTestEnds(() => ledger.close());
  await ledger.runs.update(older.id, { ended_at: Date.now() - 40 * day });
  return { folder, location, cli, list, ledger, older: older.id, newer: newer.id };
}

describe('runs delete', () => {
  it('deletes a run with its own results, and leaves what others rest on', async () => {
    const { cli, list, older, newer, folder } = await setUp();
    const before = (await cli('trace', 'T1', '--run', newer, '--json')).stdout;
    const diagnosis = (await cli('diagnose', newer, '--json')).stdout;
    const { code, stdout } = await cli('runs', 'delete', older, '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Deleted run ${older} \\(3 tickets, about .* kB\\)`));
    expect((await list()).map(({ id }: { id: string }) => id)).toEqual([newer]);
    expect(readdirSync(path.join(folder, 'results'))).toEqual([`${newer}.csv`]);
    expect((await cli('trace', 'T1', '--run', newer, '--json')).stdout).toBe(before);
    expect((await cli('diagnose', newer, '--json')).stdout).toBe(diagnosis);
    expect((await cli('trace', 'T3', '--run', older)).code).toBe(2);
  });

  it('deletes nothing that nobody agreed to', async () => {
    const { cli, list, older } = await setUp();
    const { code, stderr } = await cli('runs', 'delete', older);
    expect(code).toBe(2);
    expect(stderr.trim()).toMatch(
      /^tribunal: Delete run .*\? Nobody can be asked here: add --yes$/,
    );
    expect(await list()).toHaveLength(2);
  });

  it('refuses a run that is at work, and keeps the answers that it may be about to use', async () => {
    const { cli, list, older, ledger } = await setUp();
    await ledger.write({
      processes: [{ id: 'p', host: 'another', pid: 1, machine: null, beat_at: Date.now() }],
    });
    await enterRun(ledger, 'busy', [], { run: { status: 'running', process: 'p' } });
    const refused = await cli('runs', 'delete', 'busy', older, '--yes');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('run busy is at work; wait for it, or stop it first');
    expect(await list()).toHaveLength(3);
    const { stderr, code } = await cli('runs', 'delete', older, '--yes');
    expect(code).toBe(0);
    expect(stderr).toContain('Run busy is at work and may use their answers');
    const calls = await ledger.records.countCalls(older);
    expect(calls.dockets).toBeGreaterThan(0);
    await ledger.runs.update('busy', { status: 'interrupted' });
    await cli('ledger', 'prune', '--older-than', '30d', '--yes');
  });

  it('names the nearest run where there is none of that name', async () => {
    const { cli, older } = await setUp();
    const { code, stderr } = await cli('runs', 'delete', `${older}x`, '--yes');
    expect(code).toBe(2);
    expect(stderr).toContain(older);
  });
});

describe('ledger prune', () => {
  it('deletes what ended so long ago, after saying what that is', async () => {
    const { cli, list, older, newer } = await setUp();
    const dry = await cli('ledger', 'prune', '--older-than', '30d', '--dry-run');
    expect(dry.stdout).toContain(older);
    expect(dry.stdout).not.toContain(newer);
    expect(await list()).toHaveLength(2);
    const { stdout } = await cli('ledger', 'prune', '--older-than', '4w', '--yes', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ runs: [older], space: { kind: 'to the disk' } });
    expect(await list()).toHaveLength(1);
    const again = await cli('ledger', 'prune', '--older-than', '30d');
    expect(again).toMatchObject({ code: 0, stdout: 'Deleted no run\n' });
  });

  it('deletes only what was said in calls, where only that is asked for', async () => {
    const { cli, older } = await setUp();
    const scores = async () => {
      const { id, bytes, ...others } = JSON.parse(
        (await cli('runs', 'show', older, '--json')).stdout,
      );
      return { bytes, others };
    };
    const before = await scores();
    const { code } = await cli('ledger', 'prune', '--older-than', '30d', '--bodies-only', '--yes');
    expect(code).toBe(0);
    const after = await scores();
    expect(after.others).toEqual(before.others);
    expect(after.bytes).toBeLessThan(before.bytes);
    const { stdout } = await cli('trace', 'T3', '--run', older);
    expect(stdout).toMatch(/decision decided/);
    expect((await cli('replay', 'T3', '--run', older)).code).toBe(0);
  });

  it.each([0, 2])('gives space back to the disk where auto_vacuum was %i', async (mode) => {
    const { ledger, location, cli } = await setUp();
    await askLedger(location, `pragma auto_vacuum = ${mode}`, 'vacuum');
    const cells = Array.from({ length: 400 }, () => 'x'.repeat(2000));
    await enterRun(
      ledger,
      'large',
      cells.map((cell, index) => ({ id: `L${index}`, cells: [`L${index}`, cell] })),
    );
    await ledger.close();
    const size = () =>
      [location, `${location}-wal`].reduce(
        (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
        0,
      );
    const before = size();
    const { stderr } = await cli('runs', 'delete', 'large', '--yes');
    expect(stderr).toMatch(/is .* (kB|MB) smaller now/);
    expect(size()).toBeLessThan(before - 700_000);
    const [after] = await askLedger(location, 'pragma auto_vacuum');
    expect(after).toMatchObject({ auto_vacuum: 2 });
  });

  it.each(['30', '30 days', '-3d', 'd'])('refuses --older-than "%s" in one line', async (text) => {
    const { code, stderr } = await runCli(['ledger', 'prune', '--older-than', text]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `tribunal: --older-than takes a time, as in 30d, 12w or 24h, got "${text}"\n`,
    });
  });
});

describe('runs rename', () => {
  it('names a run, by which all commands then find it', async () => {
    const { cli, list, older, newer, folder } = await setUp();
    await cli('runs', 'rename', older, 'June', '--note', 'first try');
    expect((await list())[1]).toMatchObject({ id: older, name: 'June', note: 'first try' });
    const shown = await cli('runs', 'show', 'June');
    expect(shown.stdout).toMatch(new RegExp(`run +${older}.*\\nname +June\\nnote +first try`));
    const out = path.join(folder, 'june.csv');
    for (const words of [
      ['runs', 'export', 'June', '--out', out],
      ['trace', 'T3', '--run', 'June'],
      ['diagnose', 'June'],
      ['runs', 'compare', 'June', newer],
    ])
      expect(await cli(...words)).toMatchObject({ code: 0 });
    expect((await cli('runs', 'list')).stdout).toContain('June');
  });

  it('takes a name away, and refuses one that another run has', async () => {
    const { cli, list, older, newer } = await setUp();
    await cli('runs', 'rename', older, 'June');
    const taken = await cli('runs', 'rename', newer, 'June');
    expect(taken.stderr).toContain(`run ${older} is called "June" already; choose another name`);
    expect((await cli('runs', 'rename', newer, older)).code).toBe(2);
    expect((await cli('runs', 'rename', newer)).code).toBe(2);
    await cli('runs', 'rename', 'June', '');
    expect((await list())[1].name).toBeNull();
  });
});
