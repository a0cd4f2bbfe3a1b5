import type { Command } from 'commander';
import type { End } from './options.ts';

export function addLedger(program: Command, end: End): void {
  program
    .command('ledger')
    .description('what lasts, as a whole')
    .command('copy <from> <to>')
    .description('copy a whole ledger into an empty one: each a PATH, or postgres://user@host/name')
    .option('--json', 'as JSON')
    .action(async (from, to, options) =>
      end((await import('./ledger.ts')).runCopy(from, to, options)),
    );
}
