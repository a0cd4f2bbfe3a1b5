import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf, repeated } from '../options.ts';

/** What says how many tickets are about a theme: `count`, and `sample` for the labels that it rests on. */
export function addCounting(program: TribunalCommand, end: End): void {
  program
    .command('count [run]')
    .helpGroup(purposes.look)
    .description('how many tickets each theme applies to, with a 95 % interval')
    .option('--gold <file>', 'labels of drawn tickets, where the ledger has none')
    .option('--gold-column <column>', "the labels' column of that file")
    .option(
      '--annotators <people>',
      'labels of several people: a file of each, or columns of --gold FILE',
    )
    .option('--by <column>', 'also for each value of a column, or by: month')
    .option('--against <run>', 'what changed since another run')
    .option('--margin <points>', 'say how many labels would give plus or minus this share', '3')
    .addOption(
      repeated(
        '--alert <change>',
        'exit code 1 where it happened, as in "waiting_time > +5 points"; may be repeated',
      ),
    )
    .option('--out <file>', 'the table as a CSV file')
    .option('--force', 'replace a file that exists')
    .option('--json', 'as JSON')
    .addOptions(optionsOf('ledger'))
    .action(async (run, options) =>
      end((await import('../../commands/look/count.ts')).runCount(run, options)),
    );
  program
    .command('sample [run]')
    .helpGroup(purposes.look)
    .description('draw tickets to label by hand, so that counts can be corrected')
    .option('--labels <number>', 'how many tickets', '100')
    .option('--seed <number>', 'another number draws other tickets', '1')
    .option('--out <file>', 'a CSV file to write the labels into')
    .option('--force', 'replace a file that exists')
    .option('--json', 'as JSON')
    .addOptions(optionsOf('ledger'))
    .action(async (run, options) =>
      end((await import('../../commands/look/sample.ts')).runSample(run, options)),
    );
}
