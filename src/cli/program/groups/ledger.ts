import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf, yesOption } from '../options.ts';

export function addLedger(program: TribunalCommand, end: End): void {
  const ledger = program
    .command('ledger')
    .helpGroup(purposes.keep)
    .description('copy, check or tidy the record of all runs');
  ledger
    .command('copy <from> <to>')
    .description('copy a whole ledger into an empty one: each a PATH, or postgres://user@host/name')
    .option('--json', 'as JSON')
    .action(async (from, to, options) =>
      end((await import('../../commands/keep/ledger.ts')).runCopy(from, to, options)),
    );
  ledger
    .command('check')
    .description('check that the ledger is whole, and name damaged rows')
    .option('--repair', 'repair what can be repaired, and keep a copy of the ledger as it was')
    .addOptions(optionsOf('ledger'))
    .option('--json', 'as JSON')
    .action(async (options) =>
      end((await import('../../commands/keep/check-ledger.ts')).runCheck(options)),
    );
  ledger
    .command('prune')
    .description('delete old runs, and give their space back to the disk')
    .requiredOption(
      '--older-than <time>',
      'runs that ended longer ago than this, as in 30d, 12w or 24h',
    )
    .option('--bodies-only', 'delete only what was said in their calls, word for word')
    .option('--dry-run', 'delete nothing: only list what would be deleted')
    .addOption(yesOption())
    .addOptions(optionsOf('ledger'))
    .option('--json', 'as JSON')
    .action(async (options) =>
      end((await import('../../commands/keep/tidy.ts')).pruneLedger(options)),
    );
}
