import path from 'node:path';
import { Decision } from '../../../domain/decision/decision.ts';
import type { TriageReport } from '../../../domain/decision/triage-report.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { ticketOf } from '../../../settings/stored-ticket.ts';
import { aboutShares, type RunSummaryReport, sayFindings, sayShare } from '../../api/summary.ts';
import { countCharts } from '../runs/charts.ts';
import { filterRows } from '../runs/rows/filter-rows.ts';
import { orderRows } from '../runs/rows/order-rows.ts';
import type { RunView } from '../runs/run-view.ts';
import { summarise } from '../runs/summary.ts';
import { countOverTime } from '../runs/time-chart.ts';
import type { Findings } from '../tickets/findings.ts';
import { cut } from '../tickets/ticket-lines.ts';
import { html, type Markup } from './markup.ts';
import { histogramBars, pairTable, themeBars, timeLine } from './report-charts.ts';
import { reportStyle } from './report-style.ts';
import { triageSection } from './report-triage.ts';

export const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'";

/** Rows of the table, and characters of a ticket's text in it. */
const mostRows = 2000;
const longestText = 1000;

export interface ReportOptions {
  /** Leaves out what customers wrote, and what quotes or retells it. */
  redact: boolean;
}

/** A run as one file that needs nothing else: no script, and nothing from elsewhere. */
export async function writeReport(
  ledger: Ledger,
  view: RunView,
  { redact }: ReportOptions,
): Promise<string> {
  const { run } = view;
  const misses = await filterRows(view, nobody, {});
  const charts = countCharts(view, misses);
  const summary = await summarise(ledger, view);
  const findings = sayFindings(summary);
  const time = await countOverTime(view, misses);
  const rows = [...orderRows(misses, undefined, 'up').subarray(0, mostRows)].map((at) => at + 1);
  const failures = await ledger.records.countFaults(run.id);
  const names = new Map(run.parsed.themes.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const { decided, review, failed } = charts.statuses;
  const unreached = Math.max(0, (run.rows ?? 0) - charts.all);
  const figures: [string, number][] = [
    ['tickets', charts.all],
    ['decided', decided],
    ['for review', review],
    ['failed', failed],
    ...(unreached > 0 ? ([['not reached', unreached]] as [string, number][]) : []),
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${reportPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${path.basename(run.file)} · Ticket Tribunal</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<h1>${path.basename(run.file)}</h1>
<p class="soft">Run ${run.id} by ${run.model}, ${new Date(Number(run.started_at)).toISOString().slice(0, 16).replace('T', ' ')} UTC, ${run.status}${redact ? '. What customers wrote is left out.' : ''}</p>
<dl>${figures.map(([name, count]) => html`<div><dt>${name}</dt><dd>${count.toLocaleString('en-GB')}</dd></div>`)}</dl>
${run.status === 'finished' ? '' : html`<p><strong>Not the whole file: ${charts.all.toLocaleString('en-GB')}${run.rows === null ? '' : ` of ${run.rows.toLocaleString('en-GB')}`} tickets so far.</strong></p>`}
</header>
<main>
<section><h2>Findings</h2>${findings.map((sentence) => html`<p>${sentence}</p>`)}
${shareTable(summary)}</section>
<div class="charts">
<section><h2>Themes</h2>${themeBars(charts, nameOf)}</section>
<section><h2>Confidence</h2>${histogramBars(charts.confidence, 'Confidence', ['0', '1'])}
<h2>Sentiment</h2>${histogramBars(charts.sentiment, 'Sentiment', ['0 calm', '1 very negative'])}</section>
<section><h2>Themes that come together</h2>${pairTable(charts, nameOf)}</section>
</div>
${time === null ? '' : html`<section><h2>Tickets a ${time.unit}</h2>${timeLine(time)}</section>`}
${run.triage === null ? '' : triageSection(JSON.parse(run.triage) as TriageReport, nameOf)}${failureTable(failures)}
<section><h2>Tickets</h2>
${charts.all > rows.length ? html`<p class="soft">The first ${rows.length.toLocaleString('en-GB')} of ${charts.all.toLocaleString('en-GB')}.</p>` : ''}
${await ticketTable(ledger, view, rows, nameOf, redact)}</section>
</main>
</body>
</html>
`.text;
}

/** The report shows the whole run: no group of findings is asked for. */
const nobody: Pick<Findings, 'rowsOfGroup'> = { rowsOfGroup: async () => new Set() };

function shareTable({ themes, notes }: RunSummaryReport): Markup {
  const mean = (value: number | null) => value?.toFixed(2) ?? '';
  return html`<div class="scroll"><table><thead><tr><th>theme</th><th class="number">tickets</th><th>share of tickets</th><th class="number">failed</th><th class="number">mean sentiment</th><th class="number">mean confidence</th></tr></thead><tbody>
${themes.map((theme) => html`<tr><td class="word">${theme.name}</td><td class="number">${theme.tickets.toLocaleString('en-GB')}</td><td>${sayShare(theme)}</td><td class="number">${theme.failed.toLocaleString('en-GB')}</td><td class="number">${mean(theme.sentiment)}</td><td class="number">${mean(theme.confidence)}</td></tr>`)}</tbody></table></div>
${[...notes, aboutShares(themes)].map((note) => html`<p class="soft">${note}</p>`)}`;
}

function failureTable(failures: { agent: string; cause: string; count: number }[]): Markup {
  if (failures.length === 0) return html``;
  return html`<section><h2>Failures</h2><p class="soft">Calls that brought no answer, or not all; many were made again.</p>
<table><thead><tr><th>agent</th><th>cause</th><th class="number">calls</th></tr></thead><tbody>
${failures.map(({ agent, cause, count }) => html`<tr><td>${agent}</td><td>${cause.replaceAll('_', ' ')}</td><td class="number">${count.toLocaleString('en-GB')}</td></tr>`)}</tbody></table></section>`;
}

async function ticketTable(
  ledger: Ledger,
  { run }: RunView,
  rows: readonly number[],
  nameOf: (id: string) => string,
  redact: boolean,
): Promise<Markup> {
  const lines: Markup[] = [];
  for (const row of await ledger.results.whole(run.id, rows)) {
    const { themes, confidence, sentiment, status, justification } = Decision.parse(
      JSON.parse(row.decision),
    );
    const said = redact
      ? ''
      : html`<td class="text">${cut(ticketOf(row, run.parsed).text, longestText)}</td><td class="text">${cut(justification, longestText)}</td>`;
    const known = (share: number | null) => (status === 'failed' ? '' : (share?.toFixed(2) ?? ''));
    lines.push(html`<tr><td class="number">${row.row}</td><td class="word">${cut(row.id, 200)}</td><td>${status}</td><td class="word">${status === 'failed' ? 'not judged' : themes.map(nameOf).join(', ')}</td><td class="number">${known(confidence)}</td><td class="number">${known(sentiment)}</td>${said}</tr>
`);
  }
  return html`<div class="scroll"><table><thead><tr><th class="number">row</th><th>id</th><th>status</th><th>themes</th><th class="number">confidence</th><th class="number">sentiment</th>${redact ? '' : html`<th>text</th><th>justification</th>`}</tr></thead><tbody>
${lines}</tbody></table></div>`;
}
