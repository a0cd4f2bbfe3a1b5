import { Option } from 'commander';
import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf, repeated, runEndpointOptions } from '../options.ts';

/** What finds out afterwards why a decision is as it is: `replay`, `rejudge`, `diagnose`. */
export function addBlame(program: TribunalCommand, end: End): void {
  program
    .command('replay <ticket>')
    .helpGroup(purposes.look)
    .description('decide a ticket again with a verdict or a rule changed')
    .addOptions(optionsOf('ledger'))
    .option('--run <run>', 'the run (default: the newest with that ticket)')
    .addOption(repeated('--flip <theme=to>', 'to yes, no, failed or not_routed; may be repeated'))
    .addOption(
      repeated(
        '--rule <name=value>',
        'confidence_floor, exclusion_lead, review_below, exclusions=off, aggregator=off; may be repeated',
      ),
    )
    .option('--json', 'as JSON')
    .action(async (ticket, options) =>
      end((await import('../../commands/look/replay.ts')).runReplay(ticket, options)),
    );

  program
    .command('rejudge [ticket]')
    .helpGroup(purposes.trust)
    .description('ask the judge of one theme again, to see how stable its verdict is')
    .addOptions(optionsOf('ledger', 'maxCalls', 'maxCost', 'price', 'fresh', 'dryRun'))
    .option('--row <number>', 'the ticket by its row in the file, in place of its id')
    .requiredOption('--theme <theme>', 'whose judge is asked')
    .option('--times <number>', 'how often', '5')
    .option('--run <run>', 'the run (default: the newest with that ticket)')
    .addOptions(runEndpointOptions())
    .option('--json', 'as JSON')
    .action(async (ticket, options) =>
      end((await import('../../commands/trust/rejudge.ts')).runRejudge(ticket, options)),
    );

  program
    .command('diagnose [run]')
    .helpGroup(purposes.trust)
    .description('what went wrong in a run, and which agent caused it')
    .addOptions(optionsOf('ledger', 'maxCalls', 'maxCost', 'price', 'dryRun'))
    .option('--gold <file>', 'labels: an id column, and a column of themes with | between')
    .addOption(
      repeated(
        '--fail-on <limit>',
        'exit code 1 beyond it, as in "false_yes>2%" or "drift>0"; may be repeated',
      ),
    )
    .option(
      '--probe <tickets>',
      'ask the judges again about the most suspicious tickets, without the sentence that may be an order; what it costs is said first',
    )
    .option('--base-url <url>', "of the probe, as for batch (default: the run's)")
    .addOption(
      new Option('--api <api>', 'of the probe, as for batch').choices(['chat', 'responses']),
    )
    .option('--themes <place>', "of the probe, as for batch (default: the run's)")
    .option('--timeout <seconds>', 'how long one call of the probe may take (default: 120)')
    .option(
      '--self-test',
      'put known faults into runs, and see how many it traces to the right agent',
    )
    .option('--json', 'as JSON, with every finding')
    .action(async (run, options) =>
      end((await import('../../commands/trust/diagnose.ts')).diagnoseRun(run, options)),
    );
}
