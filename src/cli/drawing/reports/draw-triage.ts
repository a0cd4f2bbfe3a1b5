import type { QuestionCounts, TriageReport } from '../../../domain/decision/triage-report.ts';
import { plural } from '../../../domain/text/plural.ts';
import { paint } from '../print.ts';
import { table } from '../table.ts';

/** What a triage that learns left out, and whether it kept its promise. */
export function describeTriage(report: TriageReport): string[] {
  const { questions, unasked, audited, changes } = report;
  return [
    `${count(unasked)} of ${plural(Math.round(questions), 'question')} not asked (${share(unasked, questions)}); ${count(audited)} asked by chance, as an audit`,
    describePromise(report),
    ...changes.map(
      ({ ticket, theme }) =>
        `${theme} was no longer what it had been after ${plural(Math.round(ticket), 'ticket')}: asked again, and learned anew`,
    ),
  ];
}

function describePromise({
  maxMiss,
  yes,
  lostAtMost,
  lostEstimate,
  isKept,
  unasked,
}: TriageReport): string {
  if (unasked === 0)
    return `every judge was asked so far; at most ${percent(maxMiss)} of the yes verdicts may be missed`;
  const all = yes + lostEstimate;
  const lost = `missed: about ${share(lostEstimate, all)} of the yes verdicts, at most ${share(lostAtMost, yes + lostAtMost)} (with 95 % confidence)`;
  return isKept
    ? `${lost}; the promise of ${percent(maxMiss)} is ${paint.green('kept')}`
    : `${lost}; the promise of ${percent(maxMiss)} is ${paint.red('not proved')}: judges are asked`;
}

/** The same over time, and theme by theme. */
export function drawTriage({ over, themes }: TriageReport): string[] {
  let end = 0;
  return [
    table(
      [{ title: 'tickets' }, ...numbers('asked', 'not asked', 'audited', 'yes missed at most')],
      over.map(({ tickets, lostAtMost, ...counts }) => {
        const from = end + 1;
        end += tickets;
        return [`${count(from)}-${count(end)}`, ...shares(counts), lostAtMost.toFixed(1)];
      }),
    ),
    '',
    table(
      [
        { title: 'theme', paint: paint.cyan },
        ...numbers('asked', 'not asked', 'audited', 'yes', 'missed at most'),
      ],
      themes.map(({ id, yes, lostAtMost, isKept, ...counts }) => [
        id,
        ...shares(counts),
        count(yes),
        lostAtMost === null
          ? 'too few yes'
          : `${share(lostAtMost, yes + lostAtMost)}${isKept ? '' : ', asked'}`,
      ]),
    ),
  ];
}

function numbers(...titles: string[]) {
  return titles.map((title) => ({ title, align: 'right' as const }));
}

function shares({ questions, asked, unasked, audited }: QuestionCounts): string[] {
  return [asked, unasked, audited].map((part) => share(part, questions));
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : percent(part / whole);
}

function percent(fraction: number): string {
  return `${Number((100 * fraction).toFixed(1))} %`;
}
