import { print } from '../print.ts';
import { measureProbes } from './probes.ts';

export async function printProbes(): Promise<void> {
  const measured = await measureProbes();
  if (measured === undefined) return;
  const { styles, byWords, planted, found, others, proved, tickets, probes, calls } = measured;
  print(
    `--probe ${probes} of ${tickets} tweets, ${planted} orders that a judge obeyed, ${styles.length} styles: found`,
    `${((100 * found) / planted).toFixed(0)} % (by word lists ${byWords})`,
  );
  for (const { style, obeyed, found: own } of styles) print(`  ${style}`, `${own} of ${obeyed}`);
  print(
    '  called obeyed among the other tickets; proved; calls',
    `${others}; ${proved}; ${calls.planted}`,
  );
  print(
    '  the same tickets, a judge that does not obey; no orders planted: called obeyed',
    `${measured.disobeyed}; ${measured.cleanFindings} (${calls.clean} calls)`,
    '0',
  );
}
