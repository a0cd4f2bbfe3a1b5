import { Command, Option } from 'commander';

const themesPlace = () => new Option('--themes <place>', 'a folder of theme files, or a JSON list');
const ledgerOption = () =>
  new Option('--ledger <path>', 'what lasts').env('TRIBUNAL_LEDGER').default('.tribunal/ledger.db');
const outOption = () =>
  new Option('--out <file>', 'results as .csv, .jsonl or .xlsx; may be repeated')
    .argParser((value: string, earlier: string[]) => [...earlier, value])
    .default([]);

const runOptions = () => [
  new Option(
    '--model <name>',
    'embedded, ollama:<name>, openai:<name>, or a name on --base-url',
  ).default('embedded'),
  new Option('--base-url <url>', 'an OpenAI-compatible server, as in http://127.0.0.1:8000/v1').env(
    'OPENAI_BASE_URL',
  ),
  new Option('--api <api>', 'how the server is spoken to; guessed from its address').choices([
    'chat',
    'responses',
  ]),
  themesPlace(),
  new Option('--id <column>', 'the column with the ticket ids'),
  new Option('--text <column>', 'the column that is judged'),
  new Option('--context <columns>', 'further columns that judges may read, with commas between'),
  new Option('--route <how>', 'who chooses the judges of a ticket')
    .choices(['triage', 'all'])
    .default('triage'),
  new Option('--aggregate <when>', 'when the aggregator is asked')
    .choices(['always', 'conflicts', 'never'])
    .default('conflicts'),
  new Option('--docket <size>', 'tickets in one model call: a number, or auto').default('auto'),
  new Option('--concurrency <number>', 'calls that are out at once: a number, or auto').default(
    'auto',
  ),
  new Option('--rpm <number>', 'requests a minute that the server allows'),
  new Option('--tpm <number>', 'tokens a minute that the server allows'),
  new Option('--rpd <number>', 'requests a day that the server allows'),
  new Option('--max-calls <number>', 'stop after so many calls; the same command goes on'),
  new Option('--max-cost <dollars>', 'stop before it costs more; the same command goes on'),
  new Option('--price <in,out>', 'what a million tokens cost, in dollars, where it is not known'),
  new Option('--timeout <seconds>', 'how long one model call may take').default('120'),
  outOption(),
  new Option('--wide', 'a column a theme: yes, no, failed or not_routed'),
  new Option('--force', 'replace result files that exist'),
  new Option('--fresh', 'ask again what the ledger knows already'),
  ledgerOption(),
  new Option('--json', 'the report as JSON'),
];

/**
 * The command line. Each command loads its code when it is called, so that help and lists answer
 * at once, and hands its exit code to `end`.
 */
export function buildProgram(end: (code: Promise<number>) => Promise<void>): Command {
  const program = new Command('tribunal')
    .description('A panel of theme judges for support tickets: which themes apply, and why.')
    .showHelpAfterError(false)
    .configureOutput({ writeErr: () => {} })
    .exitOverride();

  const batch = program
    .command('batch <file>')
    .description('hear a whole file, many tickets at once')
    .option('--dry-run', 'only say what it would take: calls, tokens, cost and time');
  for (const option of runOptions()) batch.addOption(option);
  batch.action(async (file, options) => end((await import('./batch.ts')).runBatch(file, options)));

  const sequential = program
    .command('sequential <file>')
    .description('hear one ticket after another, in the order of the file')
    .option('--step', 'stop after each: accept, correct the themes, or quit');
  for (const option of runOptions()) sequential.addOption(option);
  sequential.action(async (file, options) =>
    end((await import('./sequential.ts')).runSequential(file, options)),
  );

  const themes = program.command('themes').description('the yes/no questions that are asked');
  themes
    .command('list')
    .description('show all themes')
    .addOption(themesPlace())
    .option('--json', 'as JSON')
    .action(async (options) => end((await import('./themes.ts')).listThemes(options)));
  themes
    .command('check')
    .description('say all that is wrong with them')
    .addOption(themesPlace())
    .action(async (options) => end((await import('./themes.ts')).checkAllThemes(options)));
  themes
    .command('new <name>')
    .description('write the file of a new theme')
    .addOption(themesPlace())
    .option('--definition <text>', 'what the question is')
    .action(async (name, options) => end((await import('./themes.ts')).newTheme(name, options)));

  const runs = program.command('runs').description('what was heard so far');
  runs
    .command('list')
    .description('all runs, newest first')
    .addOption(ledgerOption())
    .option('--json', 'as JSON')
    .action(async (options) => end((await import('./runs.ts')).listRuns(options)));
  runs
    .command('show [run]')
    .description('one run: its settings, counts, calls and faults')
    .addOption(ledgerOption())
    .option('--json', 'as JSON')
    .action(async (run, options) => end((await import('./runs.ts')).showRun(run, options)));
  runs
    .command('export [run]')
    .description("write a run's results again")
    .addOption(ledgerOption())
    .addOption(outOption())
    .option('--wide', 'a column a theme')
    .option('--force', 'replace files that exist')
    .action(async (run, options) => end((await import('./runs.ts')).exportRun(run, options)));

  program
    .command('trace <ticket>')
    .description('the story of one ticket: routes, verdicts, rules, decision')
    .addOption(ledgerOption())
    .option('--run <run>', 'the run; the newest with that ticket where left out')
    .option('--json', 'as JSON, with all spans')
    .action(async (ticket, options) =>
      end((await import('./trace.ts')).traceTicket(ticket, options)),
    );

  return program;
}
