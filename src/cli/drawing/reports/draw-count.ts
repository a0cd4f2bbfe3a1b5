import type { CountReport } from '../../../../workflows/count.ts';
import { plural } from '../../../domain/text/plural.ts';
import { type CountedChange, falseAlarms } from '../../../evaluation/counts/counted-changes.ts';
import type { ThemeCount } from '../../../evaluation/counts/counted-themes.ts';
import type { LabelAgreement } from '../../../evaluation/counts/people-labels.ts';
import { shortRun } from '../../../settings/read-run.ts';
import { nextCommand } from '../next-command.ts';
import { paint, printable } from '../print.ts';
import { table } from '../table.ts';
import { screenWidth } from '../wrap.ts';

/** Changes that are shown: `--json` has all. */
const mostChanges = 10;

/** A count as a person reads it: themes, groups, what changed, and what to bear in mind. */
export function drawCount(report: CountReport): string {
  return [
    ...drawHead(report),
    '',
    drawThemes(report),
    ...report.groups.flatMap(({ group, tickets, themes }) => [
      '',
      paint.bold(`${printable(group) || '(none)'}: ${plural(tickets, 'ticket')}`),
      drawRows(themes, report.margin, tickets),
    ]),
    ...drawChanges(report),
    ...report.notes.map((note) => paint.yellow(printable(sentence(note)))),
    ...drawAdvice(report),
  ].join('\n');
}

function drawHead({ run, tickets, labels }: CountReport): string[] {
  const { decided, review, failed } = tickets;
  const lines = [
    `${paint.bold(`Run ${run}`)}: ${decided} decided, ${review} for review, ${failed} failed`,
  ];
  if (labels.agreement !== null) lines.push(describeAgreement(labels.agreement));
  return lines;
}

function describeAgreement({ people, tickets, alpha, disputed }: LabelAgreement): string {
  const worst = disputed
    .slice(0, 3)
    .map(({ theme, tickets }) => `${theme} on ${tickets}`)
    .join(', ');
  return printable(
    `${people} people labelled the same ${plural(tickets, 'ticket')}; they agree with Krippendorff's alpha ${alpha?.toFixed(2) ?? 'not known'} (1 is perfect, 0 is chance)${worst === '' ? '' : `, and disagree most about ${worst}`}`,
  );
}

function drawThemes({ themes, margin, tickets }: CountReport): string {
  return drawRows(themes, margin, tickets.all);
}

function drawRows(themes: readonly ThemeCount[], margin: number, tickets: number): string {
  const hasLabels = themes.some(({ share }) => share !== null);
  const isNarrow = screenWidth() < 80;
  const rows = themes
    .toSorted((one, other) => (other.share ?? other.raw ?? 0) - (one.share ?? one.raw ?? 0))
    .map(({ id, raw, share, low, high, labels, needed, failed }) => [
      id,
      percent(raw),
      ...(hasLabels
        ? [
            percent(share),
            rangeOf({ low, high, labels }, tickets),
            String(labels),
            needed === null ? '-' : String(needed),
          ]
        : []),
      failed === 0 ? '' : `${failed} not judged`,
    ]);
  return table(
    [
      { title: 'theme', whole: true, paint: paint.cyan },
      { title: isNarrow ? 'model' : 'model says', align: 'right' },
      ...(hasLabels
        ? ([
            { title: isNarrow ? 'corrected' : 'corrected by labels', align: 'right' },
            { title: '95 % interval', align: 'right' },
            { title: 'labels', align: 'right', spare: 1 },
            { title: `labels for ±${Math.round(100 * margin)} points`, align: 'right', spare: 2 },
          ] as const)
        : []),
      { title: '' },
    ],
    rows,
  );
}

/** Where every ticket has a label nothing is estimated. */
function rangeOf(
  { low, high, labels }: Pick<ThemeCount, 'low' | 'high' | 'labels'>,
  tickets: number,
): string {
  if (labels > 0 && labels >= tickets) return 'all labelled';
  return low === null || high === null ? '-' : `${percent(low)} to ${percent(high)}`;
}

/** Whether changes are from the months before, or from another run. */
export function isOverTime({ by, against }: CountReport): boolean {
  return by === 'month' || against !== null;
}

function drawChanges(report: CountReport): string[] {
  const { changes } = report;
  if (changes.length === 0) return [];
  const proved = changes.filter(({ isProved }) => isProved);
  const head =
    proved.length === 0
      ? `No change is proved among ${changes.length} comparisons.`
      : `${proved.length} of ${changes.length} comparisons differ by more than chance (one report in ${1 / falseAlarms} says so wrongly):`;
  return [
    '',
    paint.bold(head),
    ...proved
      .slice(0, mostChanges)
      .map((change) => `  ${describeChange(change, isOverTime(report))}`),
    ...(proved.length > mostChanges ? [`  ${proved.length - mostChanges} more are in --json`] : []),
    ...(proved.some(({ isCorrected }) => !isCorrected)
      ? [
          paint.yellow(
            'These compare what the model says: a change in its own mistakes would look the same. Labels in each group correct that.',
          ),
        ]
      : []),
  ];
}

/** As in: waiting_time rose from 12.0 % to 17.0 % in 2026-10 (+2.0 to +8.0 points). */
export function describeChange(change: CountedChange, isChange: boolean): string {
  const { theme, group, from, to, difference, low, high } = change;
  const limits = `(${signed(low)} to ${signed(high)} points)`;
  const shares = `${percent(from)} to ${percent(to)}`;
  return printable(
    isChange
      ? `${theme} ${difference > 0 ? 'rose' : 'fell'} from ${shares} in ${group} ${limits}`
      : `${theme}: ${percent(to)} in ${group || '(none)'}, ${percent(from)} elsewhere ${limits}`,
  );
}

function drawAdvice({ themes, labels, run }: CountReport): string[] {
  if (themes.some(({ share }) => share !== null)) return [];
  const draw = nextCommand(['sample', shortRun(run), '--labels', '100']);
  return [
    '',
    labels.used === 0
      ? `No labels: how far the model's counts are from the truth is not known. Draw 100 tickets to label with: ${draw}`
      : `Draw more tickets to label with: ${draw}`,
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(100 * share).toFixed(1)} %`;
}

function signed(share: number): string {
  return `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)}`;
}
