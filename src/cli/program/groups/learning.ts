import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf } from '../options.ts';

/** What teaches the embedded model: `learn`. */
export function addLearning(program: TribunalCommand, end: End): void {
  program
    .command('learn [files...]')
    .helpGroup(purposes.trust)
    .description("teach the embedded model from labels, or from a strong model's verdicts")
    .option('--gold-column <column>', "the labels' column, with | between")
    .option('--gold <file>', 'labels in a file of their own: an id column, and one of themes')
    .option(
      '--from <run>',
      'learn from the verdicts of that run, and from the corrections of people',
    )
    .option('--show', 'only show what was learned last: from what, how well, by which words')
    .addOptions(optionsOf('id', 'text', 'context', 'limit', 'sample', 'seed', 'themes'))
    .addOptions(optionsOf('ledger', 'json'))
    .action(async (files, options) =>
      end((await import('../../commands/trust/learn.ts')).runLearn(files, options)),
    );
}
