import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf, runEndpointOptions } from '../options.ts';

/** What makes answers better by labels: `learn` teaches the embedded model, `sharpen` writes a theme anew. */
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

  program
    .command('sharpen [run]')
    .helpGroup(purposes.trust)
    .description("suggest better words for a theme, from its judge's labelled mistakes in a run")
    .requiredOption('--theme <theme>', 'whose words are to be better')
    .option('--gold <file>', "labels, as for diagnose (default: the ledger's)")
    .option('--out <file>', 'write the theme with its new words to this file, .ts or .json')
    .addOptions(optionsOf('force', 'ledger', 'maxCalls', 'maxCost', 'price', 'dryRun'))
    .addOptions(runEndpointOptions())
    .option('--json', 'as JSON')
    .action(async (run, options) =>
      end((await import('../../commands/trust/sharpen.ts')).runSharpen(run, options)),
    );
}
