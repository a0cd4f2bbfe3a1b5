import { engineOf } from '../src/ledger/ledger-place.ts';
import type { BatchOptions } from '../src/runs/batch-options.ts';
import { closeRun, interruptRun, openOut, type RunReport } from '../src/runs/close-run.ts';
import { type PreparedRun, prepareRun } from '../src/runs/prepare-run.ts';
import { takeIn } from '../src/runs/store-tickets.ts';
import { followRun } from '../src/trace/follow-traces.ts';
import { hearTickets, openTickets } from '../src/tribunal/hear-tickets.ts';

/** How long a run waits at its end for the tools that it tells of its tickets. */
const longestWaitMs = 5000;

/** Hears a whole file, many tickets at once, or has the workers of a shared ledger hear it. */
export async function batch(options: BatchOptions): Promise<RunReport> {
  if (engineOf(options.ledger) === 'sqlite') return hearFile('batch', options);
  return (await import('../src/runs/workers/submit-file.ts')).submitFile(options);
}

/** Brings the tickets of a run to their decisions; `hearTickets`, or what a workflow makes of it. */
export type Drive = typeof hearTickets<PreparedRun>;

/** Hears a file and writes its results: the steps that all workflows over a file share. */
export async function hearFile(
  workflow: string,
  options: BatchOptions,
  drive: Drive = hearTickets,
): Promise<RunReport> {
  const started = performance.now();

  // 1. Everything that can be wrong is found out before anything is paid for.
  const run = await prepareRun(workflow, options);
  const { out, writer } = await openOut(run, options).catch(async (error: unknown) => {
    await run.ledger.close();
    throw error;
  });
  const unknownCalls = await run.begin();
  const follower = await followRun(run.ledger, run.id, options.exporters ?? []);
  try {
    // 2. The tickets are heard; each decision is durable before it counts.
    options.onStart({ ...run, progress: () => run.progress(run.known.rows) }, unknownCalls);
    const mostOpen =
      workflow === 'sequential'
        ? 1
        : openTickets(run.settings.docket, run.themes.length, options.concurrency.most);
    const { isAll, ...end } = await drive(run, takeIn(run), {
      inFlight: () => Math.min(mostOpen, run.router?.mostOpen ?? mostOpen),
      stop: options.stop,
      maxFailed: options.maxFailed,
      confirm: options.confirm,
      onDecision(ticket, decision) {
        follower.add(ticket.row);
        return options.onDecision(ticket, decision);
      },
    });

    // 3. The results are written from the ledger, unless the run was cut short.
    return await closeRun(run, {
      out,
      writer,
      started,
      end,
      status: isAll ? 'finished' : 'interrupted',
    });
  } catch (error) {
    // Where the ledger itself is what failed, the run is taken up all the same next time.
    await interruptRun(run.ledger, run.id, error).catch(() => {});
    throw error;
  } finally {
    await writer.discard();
    const unsent = await follower.end(
      AbortSignal.any([options.abort, AbortSignal.timeout(longestWaitMs)]),
    );
    if (unsent.length > 0) options.onUnsent?.(run.id, unsent);
    await run.ledger.close();
  }
}
