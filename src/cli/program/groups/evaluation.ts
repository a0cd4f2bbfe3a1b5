import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsBut, repeated } from '../options.ts';

/** What says how good a run is: `evaluate`. */
export function addEvaluation(program: TribunalCommand, end: End): void {
  program
    .command('evaluate [target...]')
    .helpGroup(purposes.trust)
    .description('score a run, or a file that is judged first, against labels')
    .option('--gold <file>', 'labels: an id column, and a column of themes with | between')
    .option('--gold-column <column>', "the labels' column, of the gold file or the file itself")
    .option(
      '--annotators <people>',
      'instead of scores: may the model stand in for these people? Files of labels, or columns of --gold, with commas between',
    )
    .option('--epsilon <share>', 'what a person may be better by, with --annotators', '10%')
    .option('--html <file>', 'a page with all of it, to pass on')
    .addOption(
      repeated(
        '--fail-under <name=number>',
        'exit code 1 below it, as in macro_f1=0.8; also micro_f1, exact_match, completion, and a theme for its F1; may be repeated',
      ),
    )
    .addOptions(optionsBut('files', 'detach'))
    .action(async (targets, options) =>
      end((await import('../../commands/trust/evaluate.ts')).runEvaluation(targets, options)),
    );
}
