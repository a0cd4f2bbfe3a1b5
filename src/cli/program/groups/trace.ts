import { Option } from 'commander';
import { purposes, type TribunalCommand } from '../command.ts';
import { type End, optionsOf } from '../options.ts';

const formats = ['jsonl', 'otlp', 'openinference'];

/** `trace`, and what takes traces in and out. */
export function addTrace(program: TribunalCommand, end: End): void {
  const trace = program
    .command('trace [ticket]')
    .helpGroup(purposes.look)
    .description('the story of one ticket, or a list of tickets')
    .addOptions(optionsOf('ledger'))
    .option('--run <run>', 'the run (default: the newest with that ticket)')
    .option('--theme <theme>', 'only this theme: its judge, or tickets that have it')
    .option('--raw', 'the exact request and response of each call')
    .option('--status <status>', 'decided, review or failed')
    .option('--mode <mode>', 'that went wrong, as in false_yes (see diagnose)')
    .option('--agent <agent>', 'only what this agent caused, as in judge:policy')
    .option('--missing', 'some judge gave no verdict')
    .option('--below <confidence>', 'with less confidence than this')
    .option('--slower <time>', 'took longer, as in 2s')
    .option('--contains <words>', 'its text or context has these words')
    .option('--against-gold', 'decided otherwise than labelled')
    .option('--gold <file>', 'labels, where the ledger has none')
    .option('--limit <number>', 'tickets listed (default: 50)')
    .option('--next', 'the next ticket that passes, in the place of the one named')
    .option('--previous', 'the one before')
    .option('--json', 'as JSON, with all spans');
  trace.action(async (ticket, options) =>
    end((await import('../../commands/look/trace/trace.ts')).trace(ticket, options)),
  );
  trace
    .command('export [run]')
    .description(
      'write a run (default: last) for other tools, as one of these formats:\n' +
        '  --format jsonl          all that the ledger has of it, for trace import\n' +
        '  --format otlp           one request: curl --data-binary @FILE -H "content-type: application/x-protobuf" URL/v1/traces\n' +
        '  --format openinference  JSON lines, a span each',
    )
    .option('--run <run>', 'the run, as for trace')
    .addOptions(optionsOf('ledger'))
    .addOption(new Option('--format <format>', 'what is written').choices(formats).default('jsonl'))
    .option('--out <file>', 'where to')
    .option('--force', 'replace a file that exists')
    .action(async (named, options) => {
      // A format in the place of the run is meant as one.
      const isFormat = formats.includes(named);
      const run = isFormat ? options.run : (named ?? options.run);
      const format = isFormat ? named : options.format;
      await end(
        (await import('../../commands/look/trace/trace-files.ts')).exportTrace(run, {
          ...options,
          format,
        }),
      );
    });
  trace
    .command('import <file>')
    .description('read a run that trace export wrote as jsonl into the ledger')
    .addOptions(optionsOf('ledger'))
    .action(async (file, options) =>
      end((await import('../../commands/look/trace/trace-files.ts')).importTrace(file, options)),
    );
  trace
    .command('send [run]')
    .description('send a run to the tools that the environment names, LangSmith or OTLP')
    .addOptions(optionsOf('ledger'))
    .addOption(new Option('--to <tool>', 'only there').choices(['langsmith', 'otlp']))
    .addOptions(optionsOf('langsmithSample'))
    .action(async (run, options) =>
      end((await import('../../commands/look/trace/trace-files.ts')).sendTrace(run, options)),
    );
}
