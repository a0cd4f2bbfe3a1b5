import type { EvaluationReport, ShownDisagreement } from '../../../../workflows/evaluate.ts';
import type { ShownScores } from '../../../cases/show-scores.ts';
import { countCauses } from '../../../domain/decision/say-failure.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Calibration } from '../../../evaluation/calibration.ts';
import type { Interval } from '../../../evaluation/statistics/bootstrap.ts';
import { isEmbedded } from '../../../model/endpoint.ts';
import { shortRun } from '../../../settings/read-run.ts';
import { describeCost } from '../books.ts';
import { nextCommand } from '../next-command.ts';
import { percent } from '../numbers.ts';
import { paint, printable } from '../print.ts';
import { table } from '../table.ts';
import { screenWidth } from '../wrap.ts';

/** Disagreements shown; `--json` has more. */
const mostShown = 10;

export function drawEvaluation(report: EvaluationReport): string {
  return [
    ...drawSummary(report),
    '',
    ...drawTotals(report),
    '',
    drawThemes(report),
    '',
    ...drawCalibration(report.calibration.verdicts),
    ...drawDisagreements(report),
  ].join('\n');
}

function drawSummary({ run, model, tickets, completion, failures, ...report }: EvaluationReport) {
  const { labelled, decided, review, failed, undecided } = tickets;
  const causes = countCauses(Object.entries(failures.causes));
  return [
    `${paint.bold(`Run ${run}`)} (${printable(model)}) against ${plural(labelled, 'labelled ticket')}`,
    `completion ${percent(completion)}: ${decided} decided, ${review} for review, ${failed} failed${undecided === 0 ? '' : `, ${undecided} not yet decided`}`,
    ...(failures.tickets === 0
      ? []
      : [
          `failed judges, counted as neither yes nor no: ${plural(failures.tickets, 'ticket')} (${causes})`,
        ]),
    describeCosts({ ...report, model }),
    ...(isEmbedded(model) ? [] : [describePaid(report.cost)]),
    ...describeLabels(report.gold).map(paint.yellow),
    ...report.warnings.map((warning) => paint.yellow(printable(warning))),
  ];
}

/** What is odd about the labels, a line each. */
export function describeLabels(gold: EvaluationReport['gold']): string[] {
  const unknown = Object.entries(gold.unknownThemes);
  return [
    ...(unknown.length === 0
      ? []
      : [
          `labels that are no theme of the run: ${unknown
            .slice(0, 8)
            .map(([name, count]) => `${printable(name)} (${count})`)
            .join(', ')}${unknown.length > 8 ? ` and ${unknown.length - 8} more` : ''}`,
        ]),
    ...(gold.unknownIds.length === 0
      ? []
      : [
          `${plural(gold.unknownIds.length, 'labelled id is no ticket', 'labelled ids are no tickets')} of the run: ${gold.unknownIds.slice(0, 5).map(printable).join(', ')}${gold.unknownIds.length > 5 ? ', …' : ''}`,
        ]),
    ...(gold.repeated === 0
      ? []
      : [`${plural(gold.repeated, 'label repeats', 'labels repeat')} an id; the first one counts`]),
  ];
}

export function describeCosts({
  model,
  per1000,
  cost,
}: Pick<EvaluationReport, 'model' | 'per1000' | 'cost'>): string {
  if (isEmbedded(model)) return 'the embedded model judged: no server was called, nothing was paid';
  const { calls, dollars, reused } = per1000;
  return [
    `the answers cost ${describeSum(cost.answers)} when they were paid`,
    `for 1,000 tickets: ${calls === null ? 'no calls known' : `${calls.toFixed(1)} calls`}, ${dollars === null ? 'price not known' : describeCost(dollars)}`,
    ...(reused === 0
      ? []
      : [`${plural(reused, 'answer was', 'answers were')} paid by earlier runs`]),
  ].join('; ');
}

function describePaid({ paid }: EvaluationReport['cost']): string {
  return `this command paid ${describeSum(paid)}`;
}

function describeSum({ calls, dollars }: { calls: number; dollars: number | null }): string {
  const price = dollars === null ? 'a price that is not known' : describeCost(dollars);
  return `${price} (${plural(Math.round(calls), 'model call')})`;
}

function drawTotals(report: EvaluationReport): string[] {
  const lines = (scores: Omit<ShownScores, 'themes'>) => [
    measured(scores.macro.f1, scores.macro.intervals.f1),
    measured(scores.micro.f1, scores.micro.intervals.f1),
    measured(scores.exactMatch, scores.exactMatchInterval),
  ];
  const all = lines(report);
  const decided = lines(report.decidedOnly);
  return [
    table(
      [{ title: '' }, { title: 'all scored tickets' }, { title: 'decided ones only' }],
      ['macro-F1', 'micro-F1', 'exact match'].map((name, index) => [
        name,
        all[index] ?? '',
        decided[index] ?? '',
      ]),
    ),
  ];
}

/** Where there is little room, only F1 has its interval, or nothing. */
function drawThemes({ themes }: EvaluationReport): string {
  const isNarrow = screenWidth() < 100;
  const isTiny = screenWidth() < 72;
  return table(
    [
      { title: 'theme', whole: true, paint: paint.cyan },
      { title: 'precision', align: 'right' },
      { title: 'recall', align: 'right' },
      { title: 'F1', align: 'right' },
      { title: 'support', align: 'right' },
      { title: 'failed', align: 'right', spare: 1 },
    ],
    themes.map(({ id, precision, recall, f1, intervals, support, failed }) => [
      id,
      measured(precision, isNarrow ? null : intervals.precision),
      measured(recall, isNarrow ? null : intervals.recall),
      measured(f1, isTiny ? null : intervals.f1),
      String(support),
      String(failed),
    ]),
  );
}

function drawCalibration({ bins, count, ece }: Calibration): string[] {
  if (ece === null) return [];
  return [
    `Confidence of ${plural(count, 'verdict')}: off by ${percent(ece)} on average (expected calibration error)`,
    table(
      [
        { title: 'confidence' },
        { title: 'verdicts', align: 'right' },
        { title: 'mean', align: 'right' },
        { title: 'right', align: 'right' },
        { title: '', paint: paint.cyan },
      ],
      bins
        .filter((bin) => bin.count > 0)
        .map(({ from, to, count, confidence, accuracy }) => [
          `${from.toFixed(1)}-${to.toFixed(1)}`,
          String(count),
          percent(confidence ?? 0),
          percent(accuracy ?? 0),
          '█'.repeat(Math.round(20 * (accuracy ?? 0))),
        ]),
    ),
  ];
}

function drawDisagreements({ run, wrong, disagreements }: EvaluationReport): string[] {
  const [worst] = disagreements;
  if (worst === undefined) return [];
  return [
    '',
    `${plural(wrong, 'ticket is', 'tickets are')} not as labelled; the worst:`,
    table(
      [
        { title: 'ticket' },
        { title: 'extra', paint: paint.red },
        { title: 'missed', paint: paint.yellow },
        { title: 'confidence', align: 'right' },
        { title: 'text', fills: true, paint: paint.dim },
      ],
      disagreements.slice(0, mostShown).map(cellsOf),
    ),
    `Next: ${nextCommand(['trace', '--run', shortRun(run)], [worst.ticket])}`,
  ];
}

function cellsOf({ ticket, extra, missed, confidence, text }: ShownDisagreement): string[] {
  return [ticket, extra.join(' '), missed.join(' '), confidence?.toFixed(2) ?? '', text];
}

/** A share as `0.456 (0.43-0.48)`. */
export function measured(value: number | null, interval: Interval | null): string {
  if (value === null) return '-';
  const range =
    interval === null ? '' : ` (${interval.low.toFixed(2)}-${interval.high.toFixed(2)})`;
  return `${value.toFixed(3)}${range}`;
}
