import type { DiagnosisReport } from '../../../../workflows/diagnose.ts';
import { describeMode } from '../../../diagnosis/finding.ts';
import type { Group } from '../../../diagnosis/groups.ts';
import { plural } from '../../../domain/text/plural.ts';
import { shortRun } from '../../../settings/read-run.ts';
import { nextCommand } from '../next-command.ts';
import { percent } from '../numbers.ts';
import { paint, printable } from '../print.ts';
import { adviseOn } from '../reports/advise.ts';
import { drawVotes } from '../reports/draw-votes.ts';
import { table } from '../table.ts';
import { drawCauses, drawDoubts, drawOverRouting, interval } from './draw-causes.ts';
import { drawProbe } from './draw-probe.ts';

/** Groups shown; `--json` has them all. */
const mostGroups = 20;

/** What went wrong in a run, for people. */
export function drawDiagnosis(report: DiagnosisReport): string {
  return [
    ...drawSummary(report),
    '',
    ...drawCauses(report),
    ...drawGroups(report),
    ...drawProbe(report),
    ...drawScores(report),
    ...drawOverRouting(report),
    ...drawPairs(report),
    ...drawDoubts(report),
    ...drawAudit(report),
    ...drawVotes(report.votes),
    '',
    ...adviseOn(report),
  ].join('\n');
}

function drawSummary({
  run,
  tickets,
  review,
  failed,
  labelled,
  wrong,
  gold,
}: DiagnosisReport): string[] {
  const lines = [
    `${paint.bold(`Run ${run}`)}: ${plural(tickets, 'ticket')}: ${tickets - review - failed} decided, ${review} for review, ${failed} failed${
      labelled === 0
        ? '; no labels, so only what the trace proves, and suspicions'
        : `, ${labelled} labelled, ${wrong} of them wrong (${percent(wrong / labelled)})`
    }`,
  ];
  const unknown = Object.entries(gold?.unknownThemes ?? {});
  if (unknown.length > 0)
    lines.push(
      paint.yellow(
        `labels that are no theme of the run: ${unknown
          .slice(0, 8)
          .map(([name, count]) => `${printable(name)} (${count})`)
          .join(', ')}${unknown.length > 8 ? ` and ${unknown.length - 8} more` : ''}`,
      ),
    );
  if (gold !== undefined && gold.unknownIds.length > 0)
    lines.push(
      paint.yellow(
        `${plural(gold.unknownIds.length, 'labelled id is no decided ticket', 'labelled ids are no decided tickets')} of the run: ${gold.unknownIds.slice(0, 5).map(printable).join(', ')}${gold.unknownIds.length > 5 ? ', …' : ''}`,
      ),
    );
  if (gold !== undefined && gold.repeated > 0)
    lines.push(
      paint.yellow(
        `${plural(gold.repeated, 'label repeats', 'labels repeat')} an id; the first one counts`,
      ),
    );
  return lines;
}

function drawGroups({ run, groups, labelled, tickets }: DiagnosisReport): string[] {
  const isPartly = labelled < tickets;
  if (groups.length === 0 && labelled === 0)
    return [
      paint.yellow(
        `No fault shows in the trace. Whether the decisions are right nothing can prove without labels: ${nextCommand(['diagnose', shortRun(run), '--gold', 'FILE'])}`,
      ),
    ];
  if (groups.length === 0) return [paint.green('Nothing went wrong with the labelled tickets.')];
  const left = groups.length - mostGroups;
  return [
    table(
      [
        { title: 'agent', paint: paint.cyan, whole: true },
        { title: 'what went wrong', whole: true },
        { title: 'tickets', align: 'right' },
        { title: 'of its questions', align: 'right', spare: 3 },
        { title: 'fixed later', align: 'right', spare: 4 },
        { title: 'others retried', align: 'right', spare: 5 },
        { title: 'proved', align: 'right', spare: 2 },
        { title: 'such as', fills: true, wholeInPipes: true, spare: 1 },
      ],
      groups
        .slice(0, mostGroups)
        .map((group) => [
          group.agent,
          group.mode,
          String(group.tickets),
          shareOf(group, isPartly),
          String(group.absorbed),
          group.mates === 0 ? '' : String(group.mates),
          String(group.proved),
          group.examples.join(' '),
        ]),
    ),
    ...(left > 0 ? [paint.dim(`and ${left} more: --json`)] : []),
    ...(labelled === 0
      ? [
          paint.yellow(
            `Which of the other decisions are wrong nobody could know without labels: ${nextCommand(['diagnose', shortRun(run), '--gold', 'FILE'])}`,
          ),
        ]
      : []),
    ...[...new Set(groups.slice(0, mostGroups).map(({ mode }) => mode))].map((mode) =>
      paint.dim(`  ${mode}: ${describeMode(mode)}`),
    ),
  ];
}

/** Where not all questions have a label the share says of which it is. */
function shareOf({ share, shareOf: of }: Group, isPartly: boolean): string {
  if (share === undefined) return '';
  return `${percent(share)}${isPartly && of === 'labelled' ? ' with a label' : ''}`;
}

function drawScores({ scores }: DiagnosisReport): string[] {
  return [
    '',
    table(
      [
        { title: 'agent', paint: paint.cyan, whole: true },
        { title: 'answers', align: 'right' },
        { title: 'failures', align: 'right', spare: 2 },
        { title: 'precision', align: 'right' },
        { title: 'recall', align: 'right' },
        { title: 'mean ms', align: 'right', spare: 3 },
        { title: 'cost', align: 'right', spare: 1 },
      ],
      scores.map((score) => [
        score.agent,
        String(score.answers),
        String(score.failures),
        interval(score.precision),
        interval(score.recall),
        score.milliseconds?.toFixed(0) ?? '',
        score.cost === null ? '' : `$${score.cost.toFixed(4)}`,
      ]),
    ),
  ];
}

function drawPairs({ confusions }: DiagnosisReport): string[] {
  if (confusions.length === 0) return [];
  return [
    '',
    'Themes taken for one another:',
    ...confusions
      .slice(0, 10)
      .map(
        ({ themes: [taken, missed], swapped, labelled }) =>
          `  ${paint.cyan(taken)} in the place of ${paint.cyan(missed)}: ${swapped} of its ${plural(labelled, 'ticket')}`,
      ),
  ];
}

function drawAudit({ audit }: DiagnosisReport): string[] {
  if (audit === undefined) return [];
  const { asked, yes, unrouted, missed, recall } = audit;
  return [
    '',
    `Audit: triage had not named ${plural(asked, 'theme')} that were asked about even so, and ${yes} of them got a yes: it misses ${interval(missed)} of ${unrouted}; it finds ${interval(recall)} of what applies`,
  ];
}
