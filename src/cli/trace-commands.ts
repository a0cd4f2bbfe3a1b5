import { Option } from 'commander';
import { purposes, type TribunalCommand } from './command.ts';
import { type End, langsmithSample, ledgerOption } from './options.ts';

/** `trace`, and what takes traces in and out. */
export function addTrace(program: TribunalCommand, end: End): void {
  const trace = program
    .command('trace [ticket]')
    .helpGroup(purposes.look)
    .description('the story of one ticket, or a list of tickets')
    .addOption(ledgerOption())
    .option('--run <run>', 'the run; the newest, with that ticket, where left out')
    .option('--theme <theme>', 'only this theme: its judge, or tickets that have it')
    .option('--raw', 'the exact request and response of each call')
    .option('--status <status>', 'decided, review or failed')
    .option('--mode <mode>', 'that went wrong, as in false_yes (see diagnose)')
    .option('--agent <agent>', 'something is blamed on it, as in judge:policy')
    .option('--missing', 'some judge gave no verdict')
    .option('--below <confidence>', 'less sure than this')
    .option('--slower <time>', 'took longer, as in 2s')
    .option('--contains <words>', 'its text or context has these words')
    .option('--against-gold', 'decided otherwise than labelled')
    .option('--gold <file>', 'labels, where the ledger has none')
    .option('--limit <number>', 'tickets listed, 50 where left out')
    .option('--next', 'the next ticket that passes, in the place of the one named')
    .option('--previous', 'the one before')
    .option('--json', 'as JSON, with all spans');
  trace.action(async (ticket, options) => end((await import('./trace.ts')).trace(ticket, options)));
  trace
    .command('export [run]')
    .description(
      'write a run for other tools; the newest run where left out\n' +
        '  jsonl          all that the ledger has of it, for trace import\n' +
        '  otlp           one request: curl --data-binary @FILE -H "content-type: application/x-protobuf" URL/v1/traces\n' +
        '  openinference  JSON lines, a span each',
    )
    .addOption(ledgerOption())
    .addOption(
      new Option('--format <format>').choices(['jsonl', 'otlp', 'openinference']).default('jsonl'),
    )
    .option('--out <file>', 'where to')
    .option('--force', 'replace a file that exists')
    .action(async (run, options) =>
      end((await import('./trace-files.ts')).exportTrace(run, options)),
    );
  trace
    .command('import <file>')
    .description('take a run that trace export wrote as jsonl into the ledger')
    .addOption(ledgerOption())
    .action(async (file, options) =>
      end((await import('./trace-files.ts')).importTrace(file, options)),
    );
  trace
    .command('send [run]')
    .description('send a run to the tools that the environment names, LangSmith or OTLP')
    .addOption(ledgerOption())
    .addOption(new Option('--to <tool>', 'only there').choices(['langsmith', 'otlp']))
    .addOption(langsmithSample())
    .action(async (run, options) =>
      end((await import('./trace-files.ts')).sendTrace(run, options)),
    );
}
