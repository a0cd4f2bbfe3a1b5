import { type ComparisonReport, compareRuns } from '../../../../workflows/compare-runs.ts';
import { plural } from '../../../domain/text/plural.ts';
import { paint, printable } from '../../drawing/print.ts';
import { describeLabels } from '../../drawing/reports/draw-evaluation.ts';
import { table } from '../../drawing/table.ts';
import { withLedger } from '../with-ledger.ts';

/** Changed tickets shown; `--json` has them all. */
const mostShown = 15;

export async function compare(
  first: string,
  second: string,
  options: { ledger: string; gold?: string; json?: boolean },
): Promise<number> {
  return withLedger(options.ledger, async (ledger) => {
    const report = await compareRuns(ledger, { first, second, gold: options.gold });
    process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : draw(report)}\n`);
    return 0;
  });
}

function draw(report: ComparisonReport): string {
  return [
    `${paint.bold(`Runs ${report.first.run} and ${report.second.run}`)}: ${plural(report.tickets.common, 'ticket')} in common, ${report.changed} decided otherwise`,
    ...drawDifferences(report),
    ...report.warnings.map((warning) => paint.yellow(printable(warning))),
    ...drawGold(report),
    '',
    drawAgreement(report),
    ...drawChanges(report),
  ].join('\n');
}

function drawDifferences({ differences }: ComparisonReport): string[] {
  const { settings, edited, onlyFirst, onlySecond } = differences;
  const lines = settings.map(
    ({ setting, first, second }) => `${setting} ${textOf(first)} -> ${textOf(second)}`,
  );
  const named = [
    ['themes edited', edited],
    ['themes of the first only', onlyFirst],
    ['themes of the second only', onlySecond],
  ] as const;
  for (const [name, themes] of named)
    if (themes.length > 0) lines.push(`${name}: ${themes.join(', ')}`);
  return lines.length === 0 ? ['the same settings'] : lines.map((line) => `  ${printable(line)}`);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value || 'none' : JSON.stringify(value);
}

function drawGold({ gold }: ComparisonReport): string[] {
  if (gold === null) return ['no labels: which is better is open (--gold FILE)'];
  const { macroF1, microF1, exactMatch, mcnemar, better } = gold;
  return [
    ...describeLabels(gold).map(paint.yellow),
    '',
    table(
      [
        { title: `of ${gold.labelled} labelled` },
        { title: 'first', align: 'right' },
        { title: 'second', align: 'right' },
        { title: 'difference' },
      ],
      Object.entries({ 'macro-F1': macroF1, 'micro-F1': microF1, 'exact match': exactMatch }).map(
        ([name, { first, second, difference, interval }]) => [
          name,
          first?.toFixed(3) ?? '-',
          second?.toFixed(3) ?? '-',
          difference === null
            ? '-'
            : `${signed(difference)}${interval === null ? '' : ` (${signed(interval.low)} to ${signed(interval.high)})`}`,
        ],
      ),
    ),
    `${plural(mcnemar.better, 'ticket')} became right and ${mcnemar.worse} wrong: McNemar's p = ${mcnemar.p.toPrecision(2)}`,
    better === null
      ? paint.yellow('Neither is better beyond chance: the interval of macro-F1 holds 0')
      : paint.green(`The ${better} is better: the interval of macro-F1 does not hold 0`),
  ];
}

function drawAgreement({ themes }: ComparisonReport): string {
  return table(
    [
      { title: 'theme', paint: paint.cyan },
      { title: 'kappa', align: 'right' },
      { title: 'agree', align: 'right' },
      { title: 'both yes', align: 'right' },
      { title: 'first only', align: 'right' },
      { title: 'second only', align: 'right' },
      { title: 'failed', align: 'right' },
    ],
    themes.map(({ id, kappa, agreement, bothYes, onlyFirst, onlySecond, failed }) => [
      id,
      kappa?.toFixed(3) ?? '-',
      agreement === null ? '-' : `${(100 * agreement).toFixed(1)} %`,
      ...[bothYes, onlyFirst, onlySecond, failed].map(String),
    ]),
  );
}

function drawChanges({ changed, changes, reasons }: ComparisonReport): string[] {
  if (changed === 0) return [];
  const byReason = Object.entries(reasons).sort(([, one], [, other]) => other - one);
  return [
    '',
    `Behind the ${changed} changed tickets: ${byReason.map(([reason, count]) => `${reason} (${count})`).join(', ')}`,
    table(
      [
        { title: 'ticket' },
        { title: 'theme', paint: paint.cyan },
        { title: 'first' },
        { title: 'second' },
        { title: '' },
        { title: 'why', fills: true },
      ],
      changes
        .slice(0, mostShown)
        .flatMap(({ ticket, change, changes: own }) =>
          own.map(({ theme, first, second, reasons: why }) => [
            ticket,
            theme,
            first,
            second,
            change ?? '',
            why.join(', '),
          ]),
        ),
    ),
    ...(changed > mostShown ? [paint.dim(`and ${changed - mostShown} more: --json`)] : []),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
}
