import { purposes, type TribunalCommand } from './command.ts';
import { type End, runOptions } from './options.ts';

/** What only a run that writes results has. */
const notHere = new Set([
  ...['docket', 'out', 'wide', 'rawCells', 'force', 'fresh', 'audit', 'votes', 'panel'],
  ...['langsmith', 'langsmithSample', 'sample', 'seed'],
]);

/** What finds out how a model is best used, before it is: `calibrate`. */
export function addCalibration(program: TribunalCommand, end: End): void {
  const calibrate = program
    .command('calibrate <files...>')
    .helpGroup(purposes.trust)
    .description('find the best tickets per call (docket) and a threshold for review')
    .option('--sample <number>', 'tickets that are judged again and again (default: 128)')
    .option('--tolerance <share>', 'flips that a docket may cause beyond the usual', '2%')
    .option('--gold <file>', 'labels, as for diagnose: finds the threshold for review')
    .option('--risk <share>', 'decisions that may be wrong, of those not left to people', '5%');
  for (const option of runOptions())
    if (!notHere.has(option.attributeName())) calibrate.addOption(option);
  calibrate.action(async (files, options) =>
    end((await import('../commands/calibrate.ts')).runCalibrate(files, options)),
  );
}
