import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { clearTemporary, makeTemporaryFolder, temporaryName } from '../src/private-files.ts';
import { stageFile } from '../src/tickets/results/stage-file.ts';
import { whenTestEnds } from './support/endings.ts';
import { tempFolder, ticketsFile } from './support/files.ts';
import { runCli } from './support/run-cli.ts';

const modeOf = (file: string) => statSync(file).mode & 0o777;

/** Everything in a folder with its mode, as in `results/: 700`. */
function modesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).map((entry) => {
    const place = path.join(entry.parentPath, entry.name);
    return `${path.relative(folder, place)}${entry.isDirectory() ? '/' : ''}: ${modeOf(place).toString(8)}`;
  });
}

/** The number of a process that is no more. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid ?? 0;
}

describe('what customers wrote', () => {
  beforeEach(() => {
    const before = process.umask(0o022);
    whenTestEnds(() => process.umask(before));
  });

  it('is for the eyes of who runs the command, in the ledger, in results and in reports', async () => {
    const folder = tempFolder();
    const input = ticketsFile(tempFolder(), ['late', 'lost']);
    const ledger = ['--ledger', path.join(folder, 'new/deep/ledger.db')];
    const out = ['csv', 'jsonl', 'xlsx'].flatMap((ending) => [
      '--out',
      path.join(folder, `r.${ending}`),
    ]);
    await runCli(['batch', input, ...ledger, ...out]);
    await runCli(['batch', input, ...ledger, '--fresh']);
    await runCli(['runs', 'export', '--html', path.join(folder, 'r.html'), ...ledger]);
    await runCli(['trace', 'export', '--out', path.join(folder, 't.jsonl'), ...ledger]);
    const open = await openLedger(ledger[1] ?? '');
    await open.runs.all();
    const modes = modesIn(folder);
    await open.close();
    expect(modes.filter((one) => !/\/: 700$|[^/]: 600$/.test(one))).toEqual([]);
    for (const file of [
      'r.xlsx',
      'r.html',
      't.jsonl',
      'new/deep/ledger.db',
      'new/deep/ledger.db-wal',
    ])
      expect(modes).toContain(`${file}: 600`);
    expect(modes).toContain('new/deep/results/: 700');
  });

  it('leaves folders and files that are there already as a person made them', async () => {
    const folder = tempFolder();
    const shared = path.join(folder, 'shared');
    mkdirSync(shared, { mode: 0o755 });
    const results = path.join(shared, 'results.csv');
    writeFileSync(results, 'old');
    chmodSync(results, 0o644);
    const input = ticketsFile(folder, ['late']);
    const ledger = ['--ledger', path.join(shared, 'ledger.db')];
    await runCli(['batch', input, ...ledger, '--out', results, '--force']);
    expect(modeOf(shared)).toBe(0o755);
    expect(modeOf(results)).toBe(0o644);
    expect(modeOf(path.join(shared, 'ledger.db'))).toBe(0o600);
  });
});

describe('temporary files', () => {
  it('of processes that are no more are removed at the next start, and no others', async () => {
    const folder = tempFolder();
    const mine = temporaryName();
    const dead = mine.replace(`-${process.pid}-`, `-${deadProcess()}-`);
    const elsewhere = dead.replace(/^\.tribunal-.{8}/, '.tribunal-00000000');
    const others = [mine, elsewhere, '.tribunal-notes.tmp', '.results.csv.0123456789ab.tmp'];
    for (const name of [dead, ...others]) writeFileSync(path.join(folder, name), 'x');
    const deadFolder = dead.replace(/.{6}\.tmp$/, 'ffffff.tmp');
    mkdirSync(path.join(folder, deadFolder));
    writeFileSync(path.join(folder, deadFolder, 'stdin'), 'x');
    const staged = await stageFile(path.join(folder, 'out.csv'), false);
    await staged.discard();
    expect(readdirSync(folder).sort()).toEqual(others.sort());
  });

  it('have names of one length, whatever the length of the file that they become', async () => {
    const folder = tempFolder();
    const staged = await stageFile(path.join(folder, `${'ä'.repeat(120)}.csv`), false);
    await staged.finish();
    await staged.publish();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('are not looked for where there is no folder', async () => {
    await expect(clearTemporary('/nowhere/at/all')).resolves.toBeUndefined();
  });
});

it('temporary folders are private, and however many there are, one listener waits for the end', async () => {
  vi.stubEnv('TMPDIR', tempFolder());
  const first = await makeTemporaryFolder();
  const listeners = process.listenerCount('exit');
  for (let more = 0; more < 12; more++) await makeTemporaryFolder();
  expect(modeOf(first)).toBe(0o700);
  expect(process.listenerCount('exit')).toBe(listeners);
});
