import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf, repeated } from '../options.ts';

/** `worker`: one of many on a shared ledger. */
export function addWorker(program: TribunalCommand, end: End): void {
  program
    .command('worker')
    .helpGroup(purposes.keep)
    .description('judge files that others submit to a ledger on PostgreSQL')
    .addOptions(optionsOf('ledger'))
    .addOptions(optionsOf('themes'))
    .addOption(
      repeated(
        '--allow-server <url>',
        "also judge runs whose model is there, with this machine's key; may be repeated (default: OPENAI_BASE_URL, else OpenAI)",
      ),
    )
    .addOptions(optionsOf('header', 'apiKeyHeader', 'concurrency'))
    .option('--drain', 'end when nothing is left to be judged')
    .action(async (options) =>
      end((await import('../../commands/keep/worker.ts')).runWorker(options)),
    );
}
