import { type CountReport, count } from '../../../../workflows/count.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { readNumber } from '../../../domain/read-values.ts';
import { alarmsOf, readAlert } from '../../../evaluation/counts/counted-changes.ts';
import type { ThemeCount } from '../../../evaluation/counts/counted-themes.ts';
import { say } from '../../drawing/print.ts';
import { describeChange, drawCount, isOverTime } from '../../drawing/reports/draw-count.ts';
import { withLedger } from '../with-ledger.ts';
import { writeTable } from '../write-file.ts';

interface CountFlags {
  gold?: string;
  goldColumn?: string;
  annotators?: string;
  by?: string;
  against?: string;
  margin: string;
  alert: string[];
  out?: string;
  force?: boolean;
  json?: boolean;
  ledger: string;
}

/** Counts themes; exit code 1 where an alert goes off. */
export async function runCount(run: string | undefined, flags: CountFlags): Promise<number> {
  const alerts = flags.alert.map(readAlert);
  if (alerts.length > 0 && flags.by === undefined && flags.against === undefined)
    throw new UserMistake('--alert needs something to compare with: --by month, or --against RUN');
  const margin = readNumber('--margin', flags.margin, 1, 50) / 100;
  return withLedger(flags.ledger, async (ledger) => {
    const { gold, goldColumn, by, against } = flags;
    const annotators = flags.annotators?.split(',');
    const report = await count(ledger, { run, gold, goldColumn, annotators, by, against, margin });
    if (flags.out !== undefined) await writeTable(flags.out, !!flags.force, rowsOf(report));
    process.stdout.write(`${flags.json ? JSON.stringify(report, null, 2) : drawCount(report)}\n`);
    const themes = report.themes.map(({ id }) => id);
    const alarms = alarmsOf(alerts, report.changes, themes);
    for (const { alert, change } of alarms)
      say(`Alert "${alert.text}": ${describeChange(change, isOverTime(report))}`);
    return alarms.length > 0 ? 1 : 0;
  });
}

const columns = ['id', 'raw', 'share', 'low', 'high', 'labels', 'needed', 'failed'] as const;

function rowsOf(report: CountReport): (string | number | null)[][] {
  const row = (group: string, tickets: number, theme: ThemeCount) => [
    ...[group, tickets],
    ...columns.map((column) => theme[column]),
  ];
  const { decided, review, failed } = report.tickets;
  return [
    ['group', 'tickets', 'theme', ...columns.slice(1)],
    ...report.themes.map((theme) => row('', decided + review + failed, theme)),
    ...report.groups.flatMap(({ group, tickets, themes }) =>
      themes.map((theme) => row(group, tickets, theme)),
    ),
  ];
}
