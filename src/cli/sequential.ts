import { createInterface, type Interface } from 'node:readline/promises';
import pc from 'picocolors';
import { sequential } from '../../workflows/sequential.ts';
import { ticketAddress } from '../domain/address.ts';
import type { Decision } from '../domain/decision.ts';
import { nearest } from '../domain/mistake.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { explainStop } from './explain-stop.ts';
import { paintStatus, printable, say } from './print.ts';
import { FirstDecisions, printReport } from './report.ts';
import { type RunFlags, readRunOptions } from './run-options.ts';
import { listenForStop } from './signals.ts';

export async function runSequential(
  file: string,
  flags: RunFlags & { step?: boolean },
): Promise<void> {
  const options = readRunOptions(file, flags);
  const stopping = listenForStop();
  const quit = new AbortController();
  const first = new FirstDecisions();
  const questions = flags.step
    ? createInterface({ input: process.stdin, output: process.stderr })
    : undefined;
  let run: { id: string; ledger: Ledger; themes: string[] } | undefined;
  try {
    const report = await sequential({
      ...options,
      stop: AbortSignal.any([stopping.stop, quit.signal]),
      abort: stopping.abort,
      onStart({ id, ledger, themes, resumed, file: { notes } }) {
        for (const note of notes) say(note);
        say(`Run ${id}${resumed ? ' goes on' : ''}`);
        run = { id, ledger, themes: themes.map((theme) => theme.id) };
      },
      async onDecision(ticket, decision) {
        first.add(ticket, decision);
        if (!flags.json) process.stdout.write(`${describe(ticket, decision)}\n`);
        if (questions === undefined || run === undefined) return;
        const themes = await askPerson(questions, run.themes, decision.themes);
        if (themes === 'quit') quit.abort();
        else
          await run.ledger.write({
            gold: [
              {
                run: run.id,
                row: ticket.row,
                address: ticketAddress(ticket),
                themes: themes.join('|'),
                author: process.env.USER ?? 'somebody',
                at: Date.now(),
              },
            ],
          });
      },
    });
    if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    process.exitCode = printReport(report, first, options.ledger);
  } catch (error) {
    throw await explainStop(error, options.endpoint);
  } finally {
    questions?.close();
    stopping.release();
  }
}

function describe(ticket: Ticket, decision: Decision): string {
  const themes =
    decision.themes.length === 0 ? pc.dim('no theme') : pc.cyan(decision.themes.join(', '));
  return [
    `${pc.bold(printable(ticket.id))} ${paintStatus(decision.status)} ${themes}`,
    `  ${printable(ticket.text).slice(0, 300)}`,
    pc.dim(`  ${printable(decision.justification)}`),
  ].join('\n');
}

/** What a person says of a decision: the right themes, or that it is enough for today. */
async function askPerson(
  questions: Interface,
  known: readonly string[],
  decided: readonly string[],
): Promise<string[] | 'quit'> {
  for (;;) {
    const answer = (
      await questions.question('  Enter accepts, q quits, or type the right themes (- for none): ')
    ).trim();
    if (answer === '') return [...decided];
    if (answer === 'q') return 'quit';
    if (answer === '-') return [];
    const themes = answer.split(/[\s,|]+/);
    const unknown = themes.find((theme) => !known.includes(theme));
    if (unknown === undefined) return themes;
    const near = nearest(unknown, known);
    say(
      `  ${unknown} is no theme; ${near === undefined ? `the themes are ${known.join(', ')}` : `did you mean ${near}?`}`,
    );
  }
}
