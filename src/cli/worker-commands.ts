import type { Command } from 'commander';
import { type End, ledgerOption, themesPlace } from './options.ts';

/** `worker`: one of many on a shared ledger. */
export function addWorker(program: Command, end: End): void {
  program
    .command('worker')
    .description('hear what others submit to a ledger on PostgreSQL')
    .addOption(ledgerOption())
    .addOption(themesPlace())
    .option('--concurrency <number>', 'calls that are out at once: a number, or auto', 'auto')
    .option('--drain', 'end when nothing is left to be heard')
    .action(async (options) => end((await import('./worker.ts')).runWorker(options)));
}
