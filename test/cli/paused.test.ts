import path from 'node:path';
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
  stopped.child.kill('SIGSTOP');
  const before = questionsAsked(batch.server).length;
  // The others hold it for dead, without the minutes that they would watch it for.
  await askLedger(batch.ledger, 'delete from claims', 'delete from processes');

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
