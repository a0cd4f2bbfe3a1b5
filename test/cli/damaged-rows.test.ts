import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/runs/upkeep/read-ledger.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';

const folder = tempFolder();
const sound = path.join(folder, 'sound.db');
beforeAll(async () => {
  const tickets = ticketsFile(folder, ['I waited on hold for an hour.', 'The agent was rude.']);
  const out = path.join(folder, 'out.csv');
  expect((await runCli(['batch', tickets, '--out', out, '--ledger', sound])).code).toBe(0);
  queryLedger(sound, 'pragma wal_checkpoint(truncate)');
});

const damages = [
  ...['"x"', 'null', '[]', '{'].flatMap((value) => [
    `update runs set settings = '${value}'`,
    `update decisions set body = '${value}', crc = null`,
    `update tickets set cells = '${value === '[]' ? '[null]' : value}', crc = null`,
    `update answers set body = '${value}', crc = null where agent like 'judge:%'`,
  ]),
  ...['runs set started_at = 1e300', 'spans set started_at = 1e300', 'spans set error = 5'].map(
    (change) => `update ${change}`,
  ),
];
const commands = [
  ['runs', 'list'],
  ['runs', 'show'],
  ['runs', 'export', '--out', path.join(folder, 'again.csv'), '--force'],
  ['diagnose'],
  ['trace', 'T1'],
  ['count'],
  ...['openinference', 'jsonl', 'otlp-json'].map((format) => [
    ...['trace', 'export', '--format', format],
    ...['--out', path.join(folder, `trace.${format}`)],
  ]),
];

describe.each(damages)('after %s', (damage) => {
  it('no command prints a stack: one line names the row, where it matters', async () => {
    const ledger = path.join(tempFolder(), 'damaged.db');
    copyFileSync(sound, ledger);
    queryLedger(ledger, damage);
    const table = /update (\w+)/.exec(damage)?.[1];
    for (const command of commands) {
      const { code, stderr } = await runCli([...command, '--ledger', ledger]);
      expect([0, 1, 2], `${command.join(' ')}: ${stderr}`).toContain(code);
      if (stderr.includes('is damaged')) expect(stderr).toContain(`the row of ${table} with`);
    }
    expect((await runCli(['ledger', 'check', '--ledger', ledger])).code).toBe(1);
  });
});

describe('what was changed, though it can be read,', () => {
  function changed(change: string): string {
    const ledger = path.join(tempFolder(), 'changed.db');
    copyFileSync(sound, ledger);
    queryLedger(ledger, change);
    return ledger;
  }

  it.each([
    `decisions set body = replace(body, '"yes"', '"no"')`,
    `tickets set cells = replace(cells, 'hour', 'year')`,
  ])('is given out by no command and no script: %s', async (change) => {
    const ledger = changed(`update ${change}`);
    const table = change.split(' ')[0];
    const out = path.join(tempFolder(), 'again.csv');
    for (const command of [['runs', 'export', '--out', out], ['diagnose']]) {
      const { code, stderr } = await runCli([...command, '--ledger', ledger]);
      expect(code).toBe(2);
      expect(stderr).toContain(`the row of ${table} with run `);
    }
    expect(existsSync(out)).toBe(false);
    await using reader = await openLedger(ledger);
    const read = async () => {
      for await (const _ of reader.results());
    };
    await expect(read()).rejects.toThrow(new RegExp(`the row of ${table} with .* ledger check`));
  });

  it('shows in a check where its columns are other than its body', async () => {
    const ledger = changed("update decisions set status = 'failed' where row = 1");
    const { code, stdout } = await runCli(['ledger', 'check', '--ledger', ledger]);
    expect(code).toBe(1);
    expect(stdout).toContain('status: other than in its body');
  });

  it('keeps no other run from being listed', async () => {
    const ledger = changed("update runs set settings = '{'");
    const { code, stdout, stderr } = await runCli(['runs', 'list', '--json', '--ledger', ledger]);
    expect([code, stdout]).toEqual([2, '[]\n']);
    expect(stderr).toContain('the row of runs with id ');
  });
});
