import { purposes, type TribunalCommand } from './command.ts';
import type { End } from './options.ts';

export function addLedger(program: TribunalCommand, end: End): void {
  program
    .command('ledger')
    .helpGroup(purposes.keep)
    .description('the record of all runs, as a whole')
    .command('copy <from> <to>')
    .description('copy a whole ledger into an empty one: each a PATH, or postgres://user@host/name')
    .option('--json', 'as JSON')
    .action(async (from, to, options) =>
      end((await import('./ledger.ts')).runCopy(from, to, options)),
    );
}
