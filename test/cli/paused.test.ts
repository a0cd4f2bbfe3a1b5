import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { askLedger } from '../support/engines.ts';
import { runCli } from '../support/run-cli.ts';
import {
  lateTexts,
  questionsAsked,
  repeatedIn,
  rowsOf,
  serveBatch,
} from '../support/served-batch.ts';
import { startCli, until } from '../support/workers.ts';

it('a command that was stopped while the same one finished pays for nothing again but what it had out', async () => {
  const batch = await serveBatch(lateTexts(300), { latencyMs: 20 });
  const command = [...batch.command, '--docket', '4', '--concurrency', '2'];
  const stopped = startCli([...command, '--out', path.join(batch.folder, 'stopped.csv')]);
  await until(() => batch.server.count() >= 20);
  await stopBetweenCommits(stopped.child, batch.ledger);
  const before = questionsAsked(batch.server).length;

  const out = path.join(batch.folder, 'other.csv');
  expect(await runCli([...command, '--out', out])).toMatchObject({ code: 0 });
  stopped.child.kill('SIGCONT');
  expect(await stopped.ended).toMatchObject({ code: 0 });

  const asked = questionsAsked(batch.server);
  expect(before).toBeLessThan(asked.length / 2);
  // Two dockets of four were out.
  expect(repeatedIn(asked).length).toBeLessThanOrEqual(8);
  expect(rowsOf(path.join(batch.folder, 'stopped.csv'))).toEqual(rowsOf(out));
});

/**
 * Stops the process where it isn't just writing, as nobody else could write until it went on; and has the
 * others hold it for dead, without the minutes that they would watch it for.
 */
async function stopBetweenCommits(child: ChildProcess, ledger: string): Promise<void> {
  for (;;) {
    child.kill('SIGSTOP');
    try {
      return void (await askLedger(ledger, 'delete from claims', 'delete from processes'));
    } catch (error) {
      if (!(error instanceof Error && /database is locked/.test(error.message))) throw error;
      child.kill('SIGCONT');
      await sleep(5);
    }
  }
}
