import path from 'node:path';
import type { EvaluationReport } from '../../../../workflows/evaluate.ts';
import { countCauses } from '../../../domain/decision/say-failure.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Calibration } from '../../../evaluation/calibration.ts';
import type { Interval } from '../../../evaluation/statistics/bootstrap.ts';
import { html, Markup } from '../../../web/server/report/markup.ts';
import { describeCosts, describeLabels, measured } from './draw-evaluation.ts';

const style = new Markup(`
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
  table { border-collapse: collapse; margin: 1rem 0; width: 100% }
  th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #ddd; vertical-align: top }
  td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
  .warning { background: #fff4d6; padding: .25rem .75rem }
  .text { color: #666; overflow-wrap: anywhere }
  svg { max-width: 22rem }
`);

/** An evaluation as one file that needs nothing else: no script, and nothing from elsewhere. */
export function evaluationPage(report: EvaluationReport): string {
  const { run, file, model, tickets, completion, failures, decidedOnly } = report;
  const causes = countCauses(Object.entries(failures.causes));
  const total = (name: string, pick: (scores: typeof decidedOnly) => string) =>
    html`<tr><th>${name}</th><td>${pick(report)}</td><td>${pick(decidedOnly)}</td></tr>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Evaluation of run ${run}</title>
<style>${style}</style>
</head>
<body>
<h1>Run ${run}</h1>
<p>${model} on ${path.basename(file)}, against ${report.gold.file ?? 'the labels in the ledger'}</p>
<p>Completion <strong>${(100 * completion).toFixed(1)} %</strong> of ${plural(tickets.labelled, 'labelled ticket')}:
${tickets.decided} decided, ${tickets.review} for review, ${tickets.failed} failed, ${tickets.undecided} not yet decided.
${failures.tickets === 0 ? '' : `Failed judges, counted as neither yes nor no: ${plural(failures.tickets, 'ticket')} (${causes}).`}
${capitalise(describeCosts(report))}.</p>
${[...describeLabels(report.gold), ...report.warnings].map((warning) => html`<p class="warning">${warning}</p>`)}
<table>
<tr><th></th><th>all scored tickets</th><th>decided ones only</th></tr>
${total('macro-F1', ({ macro }) => measured(macro.f1, macro.intervals.f1))}
${total('micro-F1', ({ micro }) => measured(micro.f1, micro.intervals.f1))}
${total('exact match', ({ exactMatch, exactMatchInterval }) => measured(exactMatch, exactMatchInterval))}
</table>
<h2>Themes</h2>
${themeTable(report)}
<h2>Confidence</h2>
${report.calibration.verdicts.ece === null ? 'There are no verdicts.' : reliability(report.calibration.verdicts, report.calibration.verdicts.ece)}
<h2>Disagreements</h2>
<p>${plural(report.wrong, 'ticket is', 'tickets are')} not as labelled${report.wrong > report.disagreements.length ? `; the worst ${report.disagreements.length}` : ''}.</p>
${disagreementTable(report)}
</body>
</html>
`.text;
}

function themeTable({ themes }: EvaluationReport): Markup {
  const cell = (value: number | null, interval: Interval | null) =>
    html`<td>${measured(value, interval)}</td>`;
  return html`<table>
<tr><th>theme</th><th>precision</th><th>recall</th><th>F1</th><th class="number">support</th><th class="number">failed</th></tr>
${themes.map(
  ({ id, precision, recall, f1, intervals, support, failed }) =>
    html`<tr><td>${id}</td>${cell(precision, intervals.precision)}${cell(recall, intervals.recall)}${cell(f1, intervals.f1)}<td class="number">${support}</td><td class="number">${failed}</td></tr>
`,
)}</table>`;
}

/** The share of right verdicts over their confidence: on the diagonal, confidence can be believed. */
function reliability({ bins, count }: Calibration, error: number): Markup {
  const filled = bins.filter((bin) => bin.count > 0);
  const most = Math.max(...filled.map((bin) => bin.count));
  return html`<p>${plural(count, 'verdict')}; their confidence is off by ${(100 * error).toFixed(1)} % on average.
A dot on the line is a confidence that can be believed; below it, the judges were too confident.</p>
<svg viewBox="-12 -6 120 120" role="img" aria-label="Share of right verdicts by confidence">
<rect width="100" height="100" fill="none" stroke="#bbb" stroke-width=".5"/>
<line x1="0" y1="100" x2="100" y2="0" stroke="#bbb" stroke-width=".5"/>
${filled.map(
  (bin) =>
    html`<circle cx="${(100 * (bin.confidence ?? 0)).toFixed(1)}" cy="${(100 - 100 * (bin.accuracy ?? 0)).toFixed(1)}" r="${(1 + 3 * Math.sqrt(bin.count / most)).toFixed(1)}" fill="#2563a8"><title>${bin.count} verdicts</title></circle>
`,
)}<text x="50" y="108" font-size="5" text-anchor="middle">confidence</text>
<text x="-4" y="50" font-size="5" text-anchor="middle" transform="rotate(-90 -4 50)">right</text>
</svg>`;
}

function disagreementTable({ disagreements }: EvaluationReport): Markup {
  return html`<table>
<tr><th>ticket</th><th>status</th><th>extra</th><th>missed</th><th class="number">confidence</th><th>text</th></tr>
${disagreements.map(
  ({ ticket, status, extra, missed, confidence, text }) =>
    html`<tr><td>${ticket}</td><td>${status}</td><td>${extra.join(', ')}</td><td>${missed.join(', ')}</td><td class="number">${confidence?.toFixed(2) ?? ''}</td><td class="text">${text}</td></tr>
`,
)}</table>`;
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
