import { Command } from 'commander';
import { type End, ledgerOption, outOption, runOptions, themesPlace } from './options.ts';

/**
 * The command line. Each command loads its code when it is called, so that help and lists answer
 * at once, and hands its exit code to `end`. What is `called` from here needs no other definitions.
 */
export async function buildProgram(end: End, called: string | undefined): Promise<Command> {
  const program = new Command('tribunal')
    .description('A panel of theme judges for support tickets: which themes apply, and why.')
    .showHelpAfterError(false)
    // What follows a subcommand is the subcommand's, also where both have an option of that name.
    .enablePositionalOptions()
    .configureOutput({ writeErr: () => {} })
    .exitOverride();

  const batch = program
    .command('batch <file>')
    .description('hear a whole file, many tickets at once')
    .option('--dry-run', 'only say what it would take: calls, tokens, cost and time');
  for (const option of runOptions()) batch.addOption(option);
  batch.option('--detach', 'leave the file to the workers of a shared ledger, and return at once');
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
    .description("write a run's results again, or a report of it")
    .addOption(ledgerOption())
    .addOption(outOption())
    .option('--wide', 'a column a theme')
    .option('--html <file>', 'a report with charts, as one file to be sent around')
    .option('--redact', 'the report goes without what customers wrote')
    .option('--force', 'replace files that exist')
    .action(async (run, options) => end((await import('./export-run.ts')).exportRun(run, options)));

  runs
    .command('compare <first> <second>')
    .description('where two runs over the same tickets differ, why, and which is better')
    .addOption(ledgerOption())
    .option('--gold <file>', 'labels, where the ledger has none')
    .option('--json', 'as JSON, with every ticket that changed')
    .action(async (first, second, options) =>
      end((await import('./compare.ts')).compare(first, second, options)),
    );

  if (!program.commands.some((own) => own.name() === called)) await addOthers(program, end);
  return program;
}

async function addOthers(program: Command, end: End): Promise<void> {
  (await import('./trace-commands.ts')).addTrace(program, end);
  (await import('./blame-commands.ts')).addBlame(program, end);
  (await import('./calibration-commands.ts')).addCalibration(program, end);
  (await import('./finding-commands.ts')).addFinding(program, end);
  (await import('./evaluation-commands.ts')).addEvaluation(program, end);
  (await import('./learning-commands.ts')).addLearning(program, end);
  (await import('./worker-commands.ts')).addWorker(program, end);
  (await import('./serving-commands.ts')).addServing(program, end);
  (await import('./ledger-commands.ts')).addLedger(program, end);
}
