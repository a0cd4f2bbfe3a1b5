import { purposes, type TribunalCommand } from './command.ts';
import { type End, ledgerOption, runOptions } from './options.ts';

const columns = new Set(['themes', 'id', 'text', 'context', 'limit', 'sample', 'seed']);

/** What teaches the embedded model: `learn`. */
export function addLearning(program: TribunalCommand, end: End): void {
  const learn = program
    .command('learn [files...]')
    .helpGroup(purposes.trust)
    .description('teach the embedded model by labels or a strong model')
    .option('--gold-column <column>', "the labels' column, with | between")
    .option('--gold <file>', 'labels in a file of their own: an id column, and one of themes')
    .option(
      '--from <run>',
      'learn from the verdicts of that run, and from the corrections of people',
    )
    .option('--show', 'only say what was learned last: from what, how well, by which words');
  for (const option of runOptions())
    if (columns.has(option.attributeName())) learn.addOption(option);
  learn
    .addOption(ledgerOption())
    .option('--json', 'as JSON')
    .action(async (files, options) =>
      end((await import('../commands/learn.ts')).runLearn(files, options)),
    );
}
