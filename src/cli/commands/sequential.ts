import { userInfo } from 'node:os';
import { sequential } from '../../../workflows/sequential.ts';
import { ticketAddress } from '../../domain/address.ts';
import type { Decision } from '../../domain/decision.ts';
import { UserMistake } from '../../domain/mistake.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { explainStop } from '../../model/explain-stop.ts';
import type { PreparedRun } from '../../runs/prepare-run.ts';
import { paint, paintStatus, printable, say } from '../drawing/print.ts';
import { finish } from '../drawing/report.ts';
import { sayStart } from '../drawing/say-start.ts';
import { type RunFlags, readRunOptions } from '../program/run-options.ts';
import { askPerson, type Person } from './ask-person.ts';
import { printPlan } from './plan.ts';
import { listenForStop } from './signals.ts';
import { openExporters, sayUnsent } from './trace-exporters.ts';

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
  let run: Pick<PreparedRun, 'id' | 'ledger'> | undefined;
  let person: Person | undefined;
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
        run = prepared;
        sayStart(prepared, unknownCalls, options);
        if (flags.step)
          person = askPerson(
            prepared.themes.map(({ id }) => id),
            stopping.stop,
          );
      },
      onDecision: flags.step ? () => {} : show,
      async confirm(ticket, decision) {
        if (person === undefined || run === undefined) return true;
        show(ticket, decision);
        const judgement = await person.ask(decision.themes);
        if (judgement === 'quit') {
          quit.abort();
          return false;
        }
        await keepGold(run, ticket, judgement.themes);
        return true;
      },
    });
    return finish(report, undefined, options, flags.json);
  } catch (error) {
    throw await explainStop(error, options.endpoint);
  } finally {
    person?.close();
    stopping.release();
  }
}

async function keepGold(
  run: Pick<PreparedRun, 'id' | 'ledger'>,
  ticket: Ticket,
  themes: readonly string[],
): Promise<void> {
  await run.ledger.gold.add({
    ...{ run: run.id, row: ticket.row, address: ticketAddress(ticket) },
    ...{ themes: themes.join('|'), author: userInfo().username, reason: '' },
  });
}

function describe(ticket: Ticket, decision: Decision): string {
  const themes =
    decision.themes.length === 0 ? paint.dim('no theme') : paint.cyan(decision.themes.join(', '));
  return [
    `${paint.bold(printable(ticket.id))} ${paintStatus(decision.status)} ${themes}`,
    `  ${printable(ticket.text).slice(0, 300)}`,
    paint.dim(`  ${printable(decision.justification)}`),
  ].join('\n');
}
