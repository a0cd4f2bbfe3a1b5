import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { releasedLedger } from '../support/released-ledger.ts';
import { runCli } from '../support/run-cli.ts';

const nobody = 65_534;

/** Root may write everywhere: it becomes somebody who may not. */
function becomeNobody(): void {
  if (process.getuid?.() !== 0) return;
  process.seteuid?.(nobody);
  whenTestEnds(() => process.seteuid?.(0));
}

const digestOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => !name.endsWith('-shm'))
    .sort()
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(path.join(folder, name)))
          .digest('hex')}`,
    );

/** Shuts a ledger's folder, and reads it in every way. */
async function readShut(ledger: string, ticket: string) {
  const shut = path.dirname(ledger);
  rmSync(path.join(shut, 'results'), { recursive: true, force: true });
  const out = tempFolder();
  chmodSync(out, 0o777);
  for (const name of readdirSync(shut)) chmodSync(path.join(shut, name), 0o444);
  chmodSync(shut, 0o555);
  whenTestEnds(() => chmodSync(shut, 0o755));
  const before = digestOf(shut);
  becomeNobody();
  const cli = (...words: string[]) => runCli([...words, '--ledger', ledger]);
  for (const words of [
    ['runs', 'list'],
    ['runs', 'show'],
    ['runs', 'export', '--out', path.join(out, 'r.csv'), '--html', path.join(out, 'r.html')],
    ['trace', ticket],
    ['trace', 'export', '--out', path.join(out, 't.jsonl')],
    ['diagnose'],
  ]) {
    const { code, stderr } = await cli(...words);
    expect({ words, code, stderr }).toMatchObject({ code: 0 });
  }
  for (const words of [
    ['runs', 'rename', JSON.parse((await cli('runs', 'list', '--json')).stdout)[0].id, 'x'],
    ['replay', ticket],
  ]) {
    const { code, stderr } = await cli(...words);
    expect({ words, code }).toEqual({ words, code: 2 });
    expect(stderr).toContain(`the ledger ${ledger} can only be read`);
  }
  const input = path.join(out, 'more.csv');
  const refused = await cli('batch', input.replace('more.csv', 'r.csv'));
  expect(refused.code).toBe(2);
  expect(refused.stderr.trim().split('\n').at(-1)).toMatch(/^tribunal: .*ledger/);
  expect(digestOf(shut)).toEqual(before);
}

describe('a ledger that can only be read', () => {
  async function setUp() {
    const folder = tempFolder();
    const shut = path.join(folder, 'shut');
    mkdirSync(shut);
    chmodSync(folder, 0o755);
    const ledger = path.join(shut, 'ledger.db');
    await runCli(['batch', ticketsFile(folder, ['late', 'lost']), '--ledger', ledger]);
    return { shut, ledger };
  }

  it('is listed, shown, exported, traced and diagnosed, and stays as it is', async () => {
    const { ledger, shut } = await setUp();
    queryLedger(ledger, 'pragma wal_checkpoint(truncate)');
    for (const ending of ['-wal', '-shm']) rmSync(`${ledger}${ending}`, { force: true });
    expect(readdirSync(shut)).toContain('ledger.db');
    await readShut(ledger, 'T1');
  });

  it('is read with what stands beside its file, where it was not closed in order', async () => {
    const { ledger } = await setUp();
    queryLedger(ledger, "update runs set note = 'from the log'");
    await readShut(ledger, 'T1');
  });

  it('may be of an earlier version', async () => {
    const { ledger, folder } = releasedLedger('0.1.0');
    chmodSync(folder, 0o755);
    for (const ending of ['-wal', '-shm']) rmSync(`${ledger}${ending}`, { force: true });
    await readShut(ledger, 'T001');
  });
});
