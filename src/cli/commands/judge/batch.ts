import { batch } from '../../../../workflows/batch.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { engineOf } from '../../../ledger/ledger-place.ts';
import type { ReadOptions } from '../../../runs/run-options.ts';
import { shortRun } from '../../../settings/read-run.ts';
import { nextCommand } from '../../drawing/next-command.ts';
import { say } from '../../drawing/print.ts';
import { FirstDecisions, finish } from '../../drawing/reports/report.ts';
import { type RunFlags, readRunOptions } from '../../program/run-options.ts';
import { listenForStop } from '../signals.ts';
import { hearShown } from './hear-shown.ts';
import { printPlan } from './plan.ts';

export async function runBatch(files: readonly string[], flags: RunFlags): Promise<number> {
  const options = readRunOptions(files, flags);
  if (flags.dryRun) return printPlan(options, flags);
  if (flags.detach) return detach(options, flags);
  const first = new FirstDecisions();
  const report = await hearShown(batch, options, flags, first);
  return finish(report, first, options, flags.json);
}

/** Leaves a file to the workers of a shared ledger. */
async function detach(options: ReadOptions, flags: RunFlags): Promise<number> {
  if (engineOf(options.ledger) !== 'postgres')
    throw new UserMistake(
      '--detach leaves a run to workers, which share a ledger on PostgreSQL: name it with --ledger postgres://user@host/name',
    );
  const stopping = listenForStop();
  try {
    const { leaveFile } = await import('../../../runs/workers/submit-file.ts');
    const run = await leaveFile({
      ...options,
      stop: stopping.stop,
      abort: stopping.abort,
      say,
      onStart({ notes }) {
        for (const note of notes) say(note);
      },
      onDecision() {},
    });
    if (flags.json) process.stdout.write(`${JSON.stringify({ run })}\n`);
    else
      process.stdout.write(
        [
          `Run ${run} is with the workers`,
          `How far it is   ${nextCommand(['runs', 'show', shortRun(run)])}`,
          `Results         ${nextCommand(['runs', 'export', shortRun(run), '--out', 'results.csv'])}`,
          '',
        ].join('\n'),
      );
    return stopping.stop.aborted ? 130 : 0;
  } finally {
    stopping.release();
  }
}
