import { readNumber } from '../../../domain/read-values.ts';
import { plural } from '../../../domain/text/plural.ts';
import { sample } from '../../../evaluation/counts/sample.ts';
import { shortRun } from '../../../settings/read-run.ts';
import { notLabelled } from '../../../tickets/read-gold.ts';
import { nextCommand } from '../../drawing/next-command.ts';
import { say } from '../../drawing/print.ts';
import { withLedger } from '../with-ledger.ts';
import { writeTable } from '../write-file.ts';

interface SampleFlags {
  labels: string;
  seed: string;
  out?: string;
  force?: boolean;
  json?: boolean;
  ledger: string;
}

/** Draws tickets to be labelled, and says where. */
export async function runSample(run: string | undefined, flags: SampleFlags): Promise<number> {
  const labels = readNumber('--labels', flags.labels, 2, 10_000);
  const seed = readNumber('--seed', flags.seed, 0, 1e9);
  return withLedger(flags.ledger, async (ledger) => {
    const report = await sample(ledger, { run, labels, seed });
    const { sampled } = report;
    if (flags.out !== undefined)
      await writeTable(flags.out, !!flags.force, [
        ['id', 'text', 'themes'],
        ...sampled.map(({ id, text }) => [id, text, notLabelled]),
      ]);
    if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else
      process.stdout.write(
        `${sampled.length} of ${plural(report.tickets, 'ticket')} of run ${report.run} are drawn for labelling.\n`,
      );
    const count = ['count', shortRun(report.run)];
    say(
      flags.out === undefined
        ? `Label them in the page, under Review; then: ${nextCommand(count)}`
        : `Replace each ? in ${flags.out} by theme ids with | between, or by nothing where no theme applies; then: ${nextCommand([...count, '--gold', flags.out])}`,
    );
    return 0;
  });
}
