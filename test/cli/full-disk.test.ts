import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { queryLedger, readLeft } from '../support/query-ledger.ts';
import { type CliResult, runCli, spawnCli } from '../support/run-cli.ts';
import {
  lateTexts,
  questionsAsked,
  questionsByAddress,
  repeatedIn,
  rowsOf,
  serveBatch,
} from '../support/served-batch.ts';

/** A shell in which no file can grow beyond so many kilobytes: SQLite then really can't write. */
const underLimit = (kilobytes: number) => [
  ...['bash', '-c', `ulimit -f ${kilobytes} && exec "$@"`, 'bash'],
];
const canLimit = spawnSync('bash', ['-c', 'ulimit -f 100']).status === 0;

function complaintOf({ code, stdout, stderr }: CliResult): string {
  const lines = stderr.trim().split('\n');
  const complaints = lines.filter((line) => line.startsWith('tribunal: '));
  expect({ code, stdout, complaints }).toMatchObject({ code: 2, stdout: '' });
  expect(complaints).toEqual(lines.slice(-1));
  expect(stderr).not.toMatch(/^\s+at |warning/im);
  return complaints[0] ?? '';
}

describe.skipIf(!canLimit)('a disk that fills up (needs bash and ulimit)', () => {
  it('ends the run with what to do, and with room it goes on and pays for the rest', {
    timeout: 60_000,
  }, async () => {
    const { server, ledger, command, out, folder } = await serveBatch(lateTexts(40));
    const args = [...command, '--docket', '4', '--concurrency', '2', '--out', out];
    const full = await spawnCli(args, { under: underLimit(800) });
    expect(complaintOf(full)).toMatch(
      /the ledger can't be written any more \(.*\); all up to here is kept: make room, then run the same command again$/,
    );
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
    const calls = server.count();
    const { answers, sent, check } = readLeft(ledger);
    expect(check).toEqual([{ integrity_check: 'ok' }]);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.length).toBeLessThan(3 * 40);

    const { code, stderr } = await runCli(args);
    expect(code).toBe(0);
    expect(stderr).toContain('continues');
    expect(rowsOf(out).map(({ status }) => status)).toEqual(Array(40).fill('decided'));
    const questions = questionsByAddress(ledger);
    const kept = new Set(answers.map(({ address }) => questions.get(String(address))));
    expect(questionsAsked(server, calls).filter((question) => kept.has(question))).toEqual([]);
    expect(new Set(questionsAsked(server)).size).toBe(3 * 40);
    // Those that were out, and those that had been let go before the failure was known.
    expect(sent.length).toBeLessThanOrEqual(2 * 2);
    expect(repeatedIn(questionsAsked(server)).length).toBeLessThanOrEqual(4 * sent.length);
  });

  it('before the ledger is made costs nothing, and with room the same command does it', async () => {
    const { server, command } = await serveBatch(lateTexts(2));
    const full = await spawnCli(command, { under: underLimit(100) });
    expect(complaintOf(full)).toMatch(/can't use .*ledger\.db as a ledger/);
    expect(server.count()).toBe(0);
    expect((await runCli(command)).code).toBe(0);
  });
});

describe('a ledger that stops taking rows', () => {
  it.each(['sent', 'settled'])(
    'with a call that is %s is no fault of the server',
    {
      timeout: 10_000,
    },
    async (state) => {
      const { server, ledger, command } = await serveBatch(lateTexts(40));
      await (await openLedger(ledger)).close();
      // As where SQLite can't write: it rolls back by itself, and says so of every attempt.
      const when = `new.state = '${state}' and (select count(*) from calls) > 4`;
      queryLedger(
        ledger,
        `create trigger full before insert on calls when ${when}
        begin select raise(rollback, 'full'); end`,
      );
      const result = await runCli([...command, '--docket', '4', '--concurrency', '2']);
      expect(complaintOf(result)).toMatch(/make room, then run the same command again$/);
      expect(result.stderr).not.toContain('The server failed');
      expect(server.count()).toBeLessThan(10);
      queryLedger(ledger, 'drop trigger full');
      expect((await runCli(command)).code).toBe(0);
    },
  );
});

describe('a ledger that may not be written', () => {
  // Root may write everywhere: it lends the command to somebody who may not.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};

  async function setUp() {
    const { server, command, folder } = await serveBatch(lateTexts(2));
    const shut = path.join(folder, 'shut');
    const ledger = path.join(shut, 'ledger.db');
    mkdirSync(shut);
    chmodSync(folder, 0o777);
    const args = [...command, '--out', path.join(folder, 'out.csv'), '--ledger', ledger];
    return { server, shut, ledger, args };
  }

  it('is found out before the first call where there is none yet', async () => {
    const { server, shut, args } = await setUp();
    chmodSync(shut, 0o555);
    expect(complaintOf(await spawnCli(args, nobody))).toMatch(/can't use .*--ledger$/);
    expect(server.count()).toBe(0);
  });

  it('is found out before the first call where somebody else works with it', async () => {
    const { server, shut, ledger, args } = await setUp();
    await (await openLedger(ledger)).close();
    const others = new Database(ledger);
    others.exec('select * from runs');
    for (const name of readdirSync(shut)) chmodSync(path.join(shut, name), 0o444);
    chmodSync(shut, 0o555);
    const result = await spawnCli(args, nobody);
    others.close();
    expect(complaintOf(result)).toMatch(/ledger/);
    expect(server.count()).toBe(0);
  });
});
