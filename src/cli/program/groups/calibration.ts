import { purposes, type TribunalCommand } from '../command.ts';
import { type End, filesOf, optionsBut } from '../options.ts';

/** What finds out how a model is best used, before it is: `calibrate`. */
export function addCalibration(program: TribunalCommand, end: End): void {
  program
    .command('calibrate [files...]')
    .helpGroup(purposes.trust)
    .description(
      'find the best tickets per call (docket), themes per call and a threshold for review',
    )
    .option('--sample <number>', 'tickets that are judged several times (default: 128)')
    .option('--tolerance <share>', 'flips that a docket may cause beyond the usual', '2%')
    .option('--gold <file>', 'labels, as for diagnose: finds the threshold for review')
    .option('--theme-thresholds', 'with --gold: also the confidence that a yes to each theme needs')
    .option('--risk <share>', 'decisions that may be wrong, of those not left to people', '5%')
    .addOptions(
      optionsBut(
        ...(['docket', 'out', 'wide', 'rawCells', 'force', 'fresh', 'audit'] as const),
        ...(['votes', 'panel', 'langsmith', 'langsmithSample', 'sample', 'seed'] as const),
        'detach',
      ),
    )
    .action(async (files, options, command) =>
      end(
        (await import('../../commands/trust/calibrate.ts')).runCalibrate(
          filesOf(files, options, command),
          options,
        ),
      ),
    );
}
