import { explainStop } from '../../../model/faults/explain-stop.ts';
import type { BatchOptions } from '../../../runs/batch-options.ts';
import type { ReadOptions } from '../../../runs/run-options.ts';
import { say } from '../../drawing/print.ts';
import { Progress } from '../../drawing/progress.ts';
import type { FirstDecisions } from '../../drawing/reports/report.ts';
import { sayStart } from '../../drawing/reports/say-start.ts';
import { listenForStop } from '../signals.ts';
import { type ExporterFlags, openExporters, sayUnsent } from '../trace-exporters.ts';

/** Has a workflow judge a file, with its start and progress on stderr. */
export async function hearShown<Report>(
  workflow: (options: BatchOptions) => Promise<Report>,
  options: ReadOptions,
  flags: ExporterFlags,
  first?: FirstDecisions,
): Promise<Report> {
  const exporters = await openExporters(flags, process.env);
  const stopping = listenForStop();
  const progress = new Progress();
  try {
    const report = await workflow({
      ...options,
      exporters,
      onUnsent: (run, unsent) => sayUnsent(run, unsent, flags),
      stop: stopping.stop,
      abort: stopping.abort,
      say,
      onStart(prepared, unknownCalls) {
        progress.watch(prepared.progress);
        sayStart(prepared, unknownCalls, options);
      },
      onDecision(ticket, decision) {
        progress.add(decision);
        first?.add(ticket, decision);
      },
    });
    progress.end();
    return report;
  } catch (error) {
    throw await explainStop(error, options.endpoint);
  } finally {
    progress.stop();
    stopping.release();
  }
}
