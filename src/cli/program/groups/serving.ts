import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf } from '../options.ts';

/** The page, for those who would rather look than type. */
export function addServing(program: TribunalCommand, end: End): void {
  program
    .command('serve')
    .helpGroup(purposes.look)
    .description('open the web page: judge files, see results, review tickets')
    .option('--port <number>', 'where it listens; 0 for any', '4747')
    .option('--host <address>', 'reachable from other machines too, with a token', '127.0.0.1')
    .option('--demo', 'judge data/tickets.csv first, unless that was done before')
    .addOptions(optionsOf('themes'))
    .addOptions(optionsOf('ledger'))
    .action(async (options, command) => {
      const isNamed = command.getOptionValueSource('themes') !== 'config';
      await end((await import('../../commands/look/serve.ts')).serve(options, isNamed));
    });
  program
    .command('job', { hidden: true })
    .description('what the page starts')
    .addOptions(optionsOf('ledger'))
    .action(async (options) => end((await import('../../commands/look/job.ts')).runJob(options)));
  program
    .command('read-upload', { hidden: true })
    .description('what the page reads files with')
    .action(async () => end((await import('../../commands/look/read-upload.ts')).runReadUpload()));
}
