import { sequential } from '../../../../workflows/sequential.ts';
import type { Decision } from '../../../domain/decision/decision.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import type { Ticket } from '../../../domain/ticket.ts';
import { explainStop } from '../../../model/faults/explain-stop.ts';
import { paint, paintStatus, printable, say } from '../../drawing/print.ts';
import { finish } from '../../drawing/reports/report.ts';
import { sayStart } from '../../drawing/reports/say-start.ts';
import { type RunFlags, readRunOptions } from '../../program/run-options.ts';
import { listenForStop } from '../signals.ts';
import { openExporters, sayUnsent } from '../trace-exporters.ts';
import { printPlan } from './plan.ts';
import { type Steps, stepThrough } from './step-through.ts';

export async function runSequential(
  files: readonly string[],
  flags: RunFlags & { step?: boolean },
): Promise<number> {
  const options = readRunOptions(files, flags);
  if (flags.dryRun) return printPlan({ ...options, docket: 1, isDocketAuto: false }, flags);
  if (flags.step && files.includes('-'))
    throw new UserMistake(
      '--step reads your answers where - reads the tickets: save the tickets to a file first',
    );
  const exporters = await openExporters(flags, process.env);
  const stopping = listenForStop();
  const quit = new AbortController();
  let steps: Steps | undefined;
  const show = (ticket: Ticket, decision: Decision) => {
    if (!flags.json) process.stdout.write(`${describe(ticket, decision)}\n`);
  };
  try {
    const report = await sequential({
      ...options,
      exporters,
      onUnsent: (run, unsent) => sayUnsent(run, unsent, flags),
      stop: AbortSignal.any([stopping.stop, quit.signal]),
      abort: stopping.abort,
      say,
      onStart(prepared, unknownCalls) {
        sayStart(prepared, unknownCalls, options);
        if (flags.step) steps = stepThrough(prepared, show, stopping.stop);
      },
      onDecision: flags.step ? () => {} : show,
      async confirm(ticket, decision) {
        const isConfirmed = (await steps?.confirm(ticket, decision)) ?? true;
        if (!isConfirmed) quit.abort();
        return isConfirmed;
      },
    });
    return finish(report, undefined, options, flags.json);
  } catch (error) {
    throw await explainStop(error, options.endpoint);
  } finally {
    steps?.close();
    stopping.release();
  }
}

function describe(
  ticket: Ticket,
  { status, themes, confidence, outcomes, justification }: Decision,
) {
  const named = themes.map((theme) => {
    const outcome = outcomes.find((one) => one.theme === theme);
    return outcome?.kind === 'verdict' ? `${theme} (${outcome.confidence.toFixed(2)})` : theme;
  });
  return [
    `${paint.bold(printable(ticket.id))} ${paintStatus(status)} ${named.length === 0 ? paint.dim('no theme') : paint.cyan(named.join(', '))}${confidence === null ? '' : paint.dim(`  confidence ${confidence.toFixed(2)}`)}`,
    `  ${printable(ticket.text).slice(0, 300)}`,
    paint.dim(`  ${printable(justification)}`),
  ].join('\n');
}
