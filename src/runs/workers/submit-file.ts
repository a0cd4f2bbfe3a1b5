import { followRun } from '../../trace/follow-traces.ts';
import type { BatchOptions } from '../batch-options.ts';
import { closeRun, openOut, type RunReport } from '../close-run.ts';
import { stopRun } from './end-run.ts';
import { follow } from './follow.ts';
import { submit } from './submit.ts';

/** How long a run waits at its end for the tools that it tells of its tickets. */
const longestWaitMs = 5000;

/** Has a whole file heard by the workers of a shared ledger, and writes its results. */
export async function submitFile(options: BatchOptions): Promise<RunReport> {
  const started = performance.now();

  // 1. Everything that can be wrong is found out before anything is submitted.
  const run = await submit(options);
  const { ledger } = run;
  const { out, writer } = await openOut(run, options).catch(async (error: unknown) => {
    await ledger.close();
    throw error;
  });
  try {
    // 2. The tickets go to the queue; workers hear the first while the last are read.
    options.onStart(run, 0);
    let failure: unknown;
    const filling = run.fill(options.stop).catch(async (error: unknown) => {
      failure = error;
      await stopRun(ledger, run.queue, run.id, {
        stoppedBecause: 'the file could not be read to its end',
      });
    });
    await run.entered;

    // 3. The run is followed until the last ticket is decided, wherever that is.
    const follower = await followRun(ledger, run.id, options.exporters ?? []);
    const { isFinished, end } = await follow(run, { ...options, follower });
    await filling;
    if (failure !== undefined) throw failure;
    const unsent = await follower.end(
      AbortSignal.any([options.abort, AbortSignal.timeout(longestWaitMs)]),
    );
    if (unsent.length > 0) options.onUnsent?.(run.id, unsent);

    // 4. The results are written from the ledger.
    const status = isFinished ? 'finished' : 'interrupted';
    return await closeRun(run, { out, writer, started, end, status, isEnded: true });
  } finally {
    await writer.discard();
    await ledger.close();
  }
}

/** Leaves a whole file to the workers of a shared ledger. Returns the run's name. */
export async function leaveFile(options: BatchOptions): Promise<string> {
  const run = await submit(options);
  try {
    options.onStart(run, 0);
    await run.fill(options.stop);
    if (options.stop.aborted) await stopRun(run.ledger, run.queue, run.id);
    return run.id;
  } finally {
    await run.ledger.close();
  }
}
