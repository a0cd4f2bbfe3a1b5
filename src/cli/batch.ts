import { batch, type RunReport } from '../../workflows/batch.ts';
import type { RunFlags } from '../../workflows/run-flags.ts';
import { explainStop } from './explain-stop.ts';
import { printPlan } from './plan.ts';
import { say } from './print.ts';
import { Progress } from './progress.ts';
import { FirstDecisions, finish } from './report.ts';
import { readRunOptions } from './run-options.ts';
import { listenForStop } from './signals.ts';
import { tellRun } from './tell-run.ts';
import { openExporters, sayUnsent } from './trace-exporters.ts';

export async function runBatch(file: string, flags: RunFlags): Promise<number> {
  const options = readRunOptions(file, flags);
  if (flags.dryRun) return printPlan(options, flags);
  const first = new FirstDecisions();
  const report = await hear(options, flags, first);
  return finish(report, first, options.ledger, flags.json);
}

/** Hears a file with its progress on stderr. */
export async function hear(
  options: ReturnType<typeof readRunOptions>,
  flags: RunFlags,
  first?: FirstDecisions,
): Promise<RunReport> {
  const exporters = await openExporters(flags, process.env);
  const stopping = listenForStop();
  const progress = new Progress();
  try {
    const report = await batch({
      ...options,
      exporters,
      onUnsent: (run, unsent) => sayUnsent(run, unsent, flags),
      stop: stopping.stop,
      abort: stopping.abort,
      say,
      onStart({ id, resumed, notes, themes }, unknownCalls) {
        tellRun(id);
        for (const note of notes) say(note);
        if (unknownCalls > 0)
          say(`Outcome unknown: ${unknownCalls} calls may have been billed; they are asked again`);
        say(`Run ${id}${resumed ? ' goes on' : ''}: ${themes.length} themes, model ${flags.model}`);
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
    stopping.release();
  }
}
