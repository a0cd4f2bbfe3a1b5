import { plural } from '../../../domain/text/plural.ts';
import { withoutPassword } from '../../../domain/text/without-password.ts';
import { UnequalCopy } from '../../../ledger/copying/copy-ledger.ts';
import { copyLedger } from '../../../runs/upkeep/copy-ledger.ts';
import { complain, say } from '../../drawing/print.ts';
import { table } from '../../drawing/table.ts';

export async function runCopy(
  from: string,
  to: string,
  { json }: { json?: boolean },
): Promise<number> {
  try {
    const copied = await copyLedger({ from, to }, (name, rows) => {
      if (rows > 0) say(`${name}: ${plural(rows, 'row')}`);
    });
    const report = { from: withoutPassword(from), to: withoutPassword(to), tables: copied };
    process.stdout.write(`${json ? JSON.stringify(report, null, 2) : draw(copied)}\n`);
    if (!json) say(`Copied ${report.from} to ${report.to}; both hold the same`);
    return 0;
  } catch (error) {
    if (!(error instanceof UnequalCopy)) throw error;
    complain(error.message);
    return 1;
  }
}

function draw(copied: Awaited<ReturnType<typeof copyLedger>>): string {
  return table(
    [{ title: 'table' }, { title: 'rows', align: 'right' }, { title: 'sha256' }],
    copied.map(({ table: name, rows, hash }) => [
      name,
      rows.toLocaleString('en'),
      hash.slice(0, 16),
    ]),
  );
}
