import type { Decision } from '../../../domain/decision/decision.ts';
import { describeSame } from '../../../domain/decision/same-answers.ts';
import { sayReason } from '../../../domain/decision/say-failure.ts';
import type { TriageReport } from '../../../domain/decision/triage-report.ts';
import { exitCode } from '../../../domain/exit-code.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Ticket } from '../../../domain/ticket.ts';
import { isEmbedded } from '../../../model/endpoint.ts';
import type { RunReport } from '../../../runs/close-run.ts';
import type { ReadOptions } from '../../../runs/run-options.ts';
import { shortRun } from '../../../settings/read-run.ts';
import { plannedCalls } from '../../../tribunal/estimate/share-out.ts';
import { describeCost, describeReuse, describeTokens } from '../books.ts';
import { nextCommand } from '../next-command.ts';
import { paint, paintStatus, printable, say, shownPlace } from '../print.ts';
import { describeStanding, notReached, type Standing } from '../standing.ts';
import { table } from '../table.ts';
import { screenWidth } from '../wrap.ts';
import { describeTriage } from './draw-triage.ts';
import { sayStop, sayUseless } from './say-stop.ts';

/** Decisions shown on the screen; all of them are in the results. */
const mostShown = 15;

/** Keeps the first decisions, by row, for the table at the end. */
export class FirstDecisions {
  #rows: { ticket: Ticket; decision: Decision }[] = [];

  add(ticket: Ticket, decision: Decision): void {
    if (this.#rows.length >= mostShown && ticket.row > (this.#rows.at(-1)?.ticket.row ?? 0)) return;
    this.#rows.push({ ticket, decision });
    this.#rows.sort((a, b) => a.ticket.row - b.ticket.row);
    this.#rows.length = Math.min(this.#rows.length, mostShown);
  }

  get size(): number {
    return this.#rows.length;
  }

  /** One that is worth a look. */
  get example(): string[] {
    const [first] = this.#rows;
    const open = this.#rows.find(({ decision }) => decision.status !== 'decided') ?? first;
    return open === undefined ? [] : [open.ticket.id];
  }

  table(): string {
    return table(
      [
        { title: 'ticket' },
        { title: 'status', paint: paintStatus },
        { title: 'themes', paint: paint.cyan },
        { title: 'confidence', align: 'right' },
        { title: 'text', fills: true, paint: paint.dim },
      ],
      this.#rows.map(({ ticket, decision }) => [
        ticket.id,
        decision.status,
        decision.themes.join(' '),
        decision.confidence === null ? '' : decision.confidence.toFixed(2),
        ticket.text,
      ]),
    );
  }
}

/** What a report tells of how a run was heard. */
type Reported = Pick<ReadOptions, 'ledger'> &
  Partial<Pick<ReadOptions, 'endpoint' | 'learned' | 'aggregate' | 'votes' | 'panel'>>;

/** Prints what a run came to, for people or as JSON. Returns the exit code. */
export function finish(
  report: RunReport,
  first: FirstDecisions | undefined,
  options: Reported,
  json: boolean | undefined,
): number {
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else printReport(report, first, options);
  if (report.status === 'interrupted')
    return sayStop(report, report.calls, `${describeStanding(standingOf(report))}; that is kept`);
  if (report.useless !== null) sayUseless(report.useless);
  if (report.stoppedBecause !== null) {
    say(report.stoppedBecause);
    return exitCode.limit;
  }
  return report.counts.failed > 0 ? exitCode.someFailed : 0;
}

function printReport(
  report: RunReport,
  first: FirstDecisions | undefined,
  options: Reported,
): void {
  const { counts } = report;
  const { ledger, endpoint, learned } = options;
  const out = (text: string) => process.stdout.write(`${text}\n`);
  const { books, calls, docket, triage } = report;
  const left = notReached(standingOf(report));
  const reached = counts.tickets - left;
  if (reached > 0) {
    // Those that an earlier command decided are not shown again.
    const hidden = first === undefined || first.size === 0 ? 0 : reached - first.size;
    if (first !== undefined && first.size > 0) out(`\n${first.table()}`);
    if (hidden > 0) out(paint.dim(`… and ${hidden} more`));
    out(`\n${themeTable(report)}\n`);
  }
  out(
    `${reached === counts.tickets ? '' : `${reached} of `}${plural(counts.tickets, 'ticket')} in ${report.seconds.toFixed(1)} s: ${paint.green(`${counts.decided} decided`)}, ${paint.yellow(`${counts.review} for review`)}, ${counts.failed === 0 ? '0 failed' : paint.red(`${counts.failed} failed`)}${left === 0 ? '' : `, ${left} not reached`}; ${calls.calls > 0 && isEmbedded(endpoint?.model ?? '') ? 'no server was called, nothing was paid' : plural(calls.calls, 'model call')}`,
  );
  if (triage !== null)
    for (const line of [...describeTriage(triage), besidePlain(report, triage, options)])
      out(`Triage   ${line}`);
  if (books.reused > 0) out(describeReuse(books.reused, docket, endpoint?.model));
  if (calls.tokensIn > 0) {
    const cost =
      books.unpriced > 0 ? 'at a price that is not known here' : describeCost(books.cost);
    out(`Tokens: ${describeTokens(calls)}; ${cost}`);
  }
  for (const same of report.sameAnswers)
    out(paint.yellow(`Warning  ${printable(describeSame(same))}`));
  for (const [reason, count] of Object.entries(counts.failures))
    out(paint.red(`  failed: ${count} x ${printable(sayReason(reason))}`));
  for (const file of report.files) {
    out(`Results  ${shownPlace(file.path)}`);
    if (file.neutralised > 0)
      out(
        paint.yellow(
          `  ${plural(file.neutralised, 'cell that a spreadsheet would run as a formula begins', 'cells that a spreadsheet would run as formulas begin')} with an apostrophe now; --raw-cells leaves them, and .jsonl has all as it came`,
        ),
      );
    if (file.controls > 0)
      out(
        paint.dim(
          `  ${plural(file.controls, 'cell has', 'cells have')} control characters, which are shown as signs (␛) or line breaks; .jsonl has them as they came`,
        ),
      );
    if (file.shortened > 0)
      out(
        paint.yellow(
          `  ${plural(file.shortened, 'cell was', 'cells were')} longer than a sheet allows, and cut`,
        ),
      );
  }
  const run = shortRun(report.run);
  out(`Ledger   ${shownPlace(ledger)}  (${nextCommand(['runs', 'show', run])})`);
  out(`Traces   ${nextCommand(['trace', '--run', run], first?.example)}`);
  if (endpoint?.model === 'embedded' && !learned)
    out(
      `Model    embedded: it compares a ticket's words with those of the themes, and misses what is said in other words. Better answers: a model on a server (--model NAME --base-url URL), or your labels (${nextCommand(['learn', 'FILE', '--gold-column', 'COLUMN'])}, then --learned)`,
    );
}

function standingOf({ counts, isWhole }: RunReport): Standing {
  return { ...counts, isWhole };
}

/** What the triage agent would have taken: whoever learns pays for the questions that teach. */
function besidePlain(
  { calls, counts, docket }: RunReport,
  { themes }: TriageReport,
  { aggregate = 'conflicts', votes, panel }: Reported,
): string {
  const polled = { votes, panel, aggregate, docket };
  const judges = themes.map(() => ({}));
  const plain = plannedCalls(
    { ...polled, route: 'triage', triage: undefined },
    judges,
    counts.tickets,
  );
  return `${calls.calls} model calls; without --triage learned, plain triage is estimated at ${plain}`;
}

/** Shares are of the tickets that were judged. */
function themeTable(report: RunReport): string {
  const { counts } = report;
  const most = Math.max(1, ...Object.values(counts.themes));
  const decided = Math.max(1, counts.decided + counts.review);
  const rows = Object.entries(counts.themes)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 20)
    .map(([theme, count]) => [
      theme,
      String(count),
      `${((100 * count) / decided).toFixed(0)} %`,
      '█'.repeat(Math.round(((screenWidth() < 80 ? 12 : 30) * count) / most)),
    ]);
  return table(
    [
      { title: 'theme' },
      { title: 'tickets', align: 'right' },
      { title: notReached(standingOf(report)) > 0 ? 'of those judged' : 'share', align: 'right' },
      { title: '', paint: paint.cyan },
    ],
    rows,
  );
}
