import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf, yesOption } from '../options.ts';

export function addLedger(program: TribunalCommand, end: End): void {
  const ledger = program
    .command('ledger')
    .helpGroup(purposes.keep)
    .description('the record of all runs, as a whole');
  ledger
    .command('copy <from> <to>')
    .description('copy a whole ledger into an empty one: each a PATH, or postgres://user@host/name')
    .option('--json', 'as JSON')
    .action(async (from, to, options) =>
      end((await import('../../commands/keep/ledger.ts')).runCopy(from, to, options)),
    );
  ledger
    .command('check')
    .description('say whether the ledger is whole, and which rows are damaged')
    .option('--repair', 'mend what can be mended, and keep a copy of the ledger as it was')
    .addOptions(optionsOf('ledger'))
    .option('--json', 'as JSON')
    .action(async (options) =>
      end((await import('../../commands/keep/check-ledger.ts')).runCheck(options)),
    );
  ledger
    .command('prune')
    .description('delete old runs, and give their space back to the disk')
    .requiredOption('--older-than <time>', 'runs that ended so long ago, as in 30d, 12w or 24h')
    .option('--bodies-only', 'delete only what was said in their calls, word for word')
    .option('--dry-run', 'only say what would be deleted')
    .addOption(yesOption())
    .addOptions(optionsOf('ledger'))
    .option('--json', 'as JSON')
    .action(async (options) =>
      end((await import('../../commands/keep/tidy.ts')).pruneLedger(options)),
    );
}
