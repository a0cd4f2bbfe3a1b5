import { nameRow } from '../../../ledger/health/check-rows.ts';
import type { Health } from '../../../ledger/health/health.ts';
import { type CheckReport, checkLedger } from '../../../runs/upkeep/check-ledger.ts';
import { say } from '../../drawing/print.ts';
import { table } from '../../drawing/table.ts';
import { withLedger } from '../with-ledger.ts';

/** Damaged rows that are named on the screen; all of them are in the JSON. */
const mostNamed = 30;

export async function runCheck(flags: {
  ledger: string;
  repair?: boolean;
  json?: boolean;
}): Promise<number> {
  return withLedger(flags.ledger, async (ledger) => {
    const report = await checkLedger(ledger, flags.repair === true);
    process.stdout.write(`${flags.json ? JSON.stringify(report, null, 2) : draw(report)}\n`);
    if (report.repaired?.copy)
      say(`The ledger as it was before the repair: ${report.repaired.copy}`);
    if (report.isOpen)
      say(`Others on this machine may read ${ledger.location}; chmod 600 keeps it to you`);
    if (flags.repair !== true && !(report.isWhole && Object.keys(report.orphans).length === 0))
      say('--repair mends what can be mended');
    return report.isWhole ? 0 : 1;
  });
}

function draw({ repaired, isWhole, ...now }: CheckReport): string {
  const checked = `${now.rows.toLocaleString('en-US')} rows checked`;
  const lines = repaired === null ? [] : ['Before the repair:', ...describe(repaired.before), ''];
  if (isWhole)
    return [
      ...lines,
      `The ledger is whole: ${checked}`,
      ...describe(now).map((line) => `left over: ${line}`),
    ].join('\n');
  return [
    ...lines,
    `The ledger is damaged: ${checked}`,
    ...describe(now),
    ...(repaired === null
      ? []
      : ["This can't be mended: delete the runs concerned, or use a copy of earlier"]),
  ].join('\n');
}

function describe({ pages, damaged, orphans }: Health): string[] {
  const hidden = damaged.length - mostNamed;
  return [
    ...pages,
    ...Object.entries(orphans).map(([name, count]) => `${count} ${name}`),
    ...(damaged.length === 0
      ? []
      : [
          table(
            [{ title: 'table' }, { title: 'row' }, { title: 'what is wrong', fills: true }],
            damaged.slice(0, mostNamed).map((row) => [row.table, nameRow(row.key), row.what]),
          ),
        ]),
    ...(hidden > 0 ? [`and ${hidden} more rows (--json names them all)`] : []),
  ];
}
