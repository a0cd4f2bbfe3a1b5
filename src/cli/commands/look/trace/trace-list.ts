import { type ListedCase, listCases } from '../../../../cases/list-cases.ts';
import { readNumber } from '../../../../domain/read-values.ts';
import { readRun, shortRun } from '../../../../settings/read-run.ts';
import { nextCommand } from '../../../drawing/next-command.ts';
import { paint, paintStatus, say } from '../../../drawing/print.ts';
import { table } from '../../../drawing/table.ts';
import { type FilterFlags, readFilter } from '../../../program/read-filter.ts';
import { withLedger } from '../../with-ledger.ts';

/** Tickets shown where nobody says how many. */
const usualLimit = 50;

export async function listTickets(
  options: FilterFlags & { ledger: string; run?: string; json?: boolean },
): Promise<number> {
  return withLedger(options.ledger, async (ledger) => {
    const run = await readRun(ledger, options.run);
    const { filter, words } = await readFilter(ledger, run.id, options);
    const limit = readNumber('--limit', options.limit ?? String(usualLimit), 1, 1_000_000);
    const shown: ListedCase[] = [];
    let more = false;
    for await (const listed of listCases(ledger, run, filter)) {
      if (shown.length === limit) {
        more = true;
        break;
      }
      shown.push(listed);
    }
    if (options.json) process.stdout.write(`${JSON.stringify(shown.map(asJson), null, 2)}\n`);
    else process.stdout.write(`${draw(shown)}\n`);
    if (more) say(`There are more: --limit ${limit * 10}`);
    const [first] = shown;
    if (first !== undefined)
      say(nextCommand(['trace', '--run', shortRun(run.id), ...words], [first.known.ticket.id]));
    return 0;
  });
}

function asJson({ known, findings, milliseconds }: ListedCase) {
  const { ticket, decision, gold } = known;
  const { status, themes, confidence } = decision;
  return {
    ticket: ticket.id,
    row: ticket.row,
    status,
    themes,
    confidence,
    milliseconds,
    findings,
    gold: gold ?? null,
  };
}

function draw(cases: readonly ListedCase[]): string {
  if (cases.length === 0) return paint.dim('no ticket passes');
  return table(
    [
      { title: 'ticket' },
      { title: 'status', paint: paintStatus },
      { title: 'themes' },
      { title: 'confidence', align: 'right' },
      { title: 'ms', align: 'right' },
      { title: 'cause', paint: paint.red },
      { title: 'text', fills: true },
    ],
    cases.map(({ known: { ticket, decision }, findings, milliseconds }) => [
      ticket.id,
      decision.status,
      decision.themes.join(' '),
      decision.confidence?.toFixed(2) ?? '',
      milliseconds.toFixed(0),
      findings
        .slice(0, 1)
        .map(({ agent, mode }) => `${agent} ${mode}`)
        .join(''),
      ticket.text,
    ]),
  );
}
