import { ownCommand, packageVersion } from '../../installation.ts';
import { readingNames } from '../../settings/read-input.ts';
import { offerOf } from '../../settings/schema.ts';
import { purposes, TribunalCommand } from './command.ts';
import { type End, filesOf, optionsBut, optionsOf, repeated, yesOption } from './options.ts';

const exitCodes = `Exit codes:
  0    all well
  1    some tickets failed, or a --fail-... limit is passed
  2    a mistake of yours
  3    a limit that you set ended the run
  4    the model's answers can't be used
  130  interrupted
After 3, 4 and 130 the same command continues.`;

/**
 * The command line. Each command loads its code when it is called, so that help and lists answer
 * at once, and hands its exit code to `end`. What is `called` from here needs no other definitions.
 */
export async function buildProgram(end: End, called: string | undefined): Promise<TribunalCommand> {
  const program = new TribunalCommand('tribunal')
    .description(
      'Says which themes apply to each ticket of a table, and why: a judge for each theme answers yes or no.',
    )
    .version(packageVersion(), '-v, --version', 'show the version')
    .addHelpText('after', `\nStart with (no key or server needed):\n  ${ownCommand()} batch FILE`)
    .addHelpText('after', `\n${exitCodes}`)
    // What follows a subcommand is the subcommand's, also where both have an option of that name.
    .enablePositionalOptions();

  program
    .command('init [files...]')
    .helpGroup(purposes.judge)
    .description('set up this folder in four answers, and judge the first 20 tickets')
    .addOptions(optionsOf('themes', 'model', 'baseUrl', 'maxCost', 'maxCalls', 'ledger', 'force'))
    .action(async (files, options) =>
      end((await import('../commands/judge/init.ts')).init(files, options)),
    );

  program
    .command('inspect [files...]')
    .helpGroup(purposes.judge)
    .description('show how files would be read; judges nothing')
    .addOptions(optionsOf('files', 'id', 'text', 'context', ...readingNames, 'cleanText', 'json'))
    .action(async (files, options, command) =>
      end(
        (await import('../commands/judge/inspect.ts')).inspect(
          filesOf(files, options, command),
          options,
        ),
      ),
    );

  program
    .command('batch [files...]')
    .helpGroup(purposes.judge)
    .description('judge a whole file, many tickets at once')
    .addOptions(optionsBut())
    .action(async (files, options, command) =>
      end(
        (await import('../commands/judge/batch.ts')).runBatch(
          filesOf(files, options, command),
          options,
        ),
      ),
    );

  program
    .command('sequential [files...]')
    .helpGroup(purposes.judge)
    .description('judge one ticket after another, in the order of the file')
    .option(
      '--step',
      'stop after each ticket: accept, correct, go back, or quit; results have what you say',
    )
    .addOptions(optionsBut('detach'))
    .action(async (files, options, command) =>
      end(
        (await import('../commands/judge/sequential.ts')).runSequential(
          filesOf(files, options, command),
          options,
        ),
      ),
    );

  program
    .command('run <workflow> [files...]')
    .helpGroup(purposes.judge)
    .description(
      'judge files by a workflow of your own; options that are not listed here are passed to it',
    )
    .allowUnknownOption()
    .addOptions(optionsBut('files', 'dryRun', 'detach'))
    .action(async (workflow, words, options) =>
      end((await import('../commands/judge/run.ts')).runScript(workflow, words, options)),
    );

  const themes = program
    .command('themes')
    .helpGroup(purposes.themes)
    .description('the yes/no questions that are asked');
  themes
    .command('list')
    .description('show all themes')
    .addOptions(optionsOf('themes'))
    .option('--json', 'as JSON')
    .action(async (options) =>
      end((await import('../commands/themes/themes.ts')).listThemes(options)),
    );
  themes
    .command('check')
    .description('check them all, and list what is wrong')
    .addOptions(optionsOf('themes'))
    .action(async (options) =>
      end((await import('../commands/themes/themes.ts')).checkAllThemes(options)),
    );
  themes
    .command('new <name>')
    .description('write the file of a new theme')
    .addOptions(optionsOf('themes'))
    .option('--definition <text>', 'what the question is')
    .action(async (name, options) =>
      end((await import('../commands/themes/themes.ts')).newTheme(name, options)),
    );

  const runs = program
    .command('runs')
    .helpGroup(purposes.look)
    .description('past runs: list, show, compare, export or delete them');
  runs
    .command('list')
    .description('all runs, newest first')
    .addOptions(optionsOf('ledger'))
    .option('--json', 'as JSON')
    .action(async (options) => end((await import('../commands/look/runs.ts')).listRuns(options)));
  runs
    .command('show [run]')
    .description('one run: its settings, counts, calls and faults')
    .addOptions(optionsOf('ledger'))
    .option('--json', 'as JSON')
    .action(async (run, options) =>
      end((await import('../commands/look/runs.ts')).showRun(run, options)),
    );
  runs
    .command('export [run]')
    .description("write a run's results again, or a report of it")
    .addOptions(optionsOf('ledger'))
    .addOption(repeated('--out <file>', offerOf('out').description))
    .option('--wide', 'one more column for each theme')
    .addOptions(optionsOf('rawCells'))
    .option('--html <file>', 'a report with charts, as one file to pass on')
    .option('--redact', 'leave what customers wrote out of the report')
    .option('--force', 'replace files that exist')
    .action(async (run, options) =>
      end((await import('../commands/look/export-run.ts')).exportRun(run, options)),
    );

  runs
    .command('compare <first> <second>')
    .description('where two runs over the same tickets differ, why, and which is better')
    .addOptions(optionsOf('ledger'))
    .option('--gold <file>', 'labels, where the ledger has none')
    .option('--json', 'as JSON, with every ticket that changed')
    .action(async (first, second, options) =>
      end((await import('../commands/look/compare.ts')).compare(first, second, options)),
    );

  runs
    .command('rename <run> [name]')
    .description('give a run a name that commands accept; an empty name removes it')
    .option('--note <text>', 'what to remember of it')
    .addOptions(optionsOf('ledger'))
    .action(async (run, name, options) =>
      end((await import('../commands/keep/tidy.ts')).renameRun(run, name, options)),
    );
  runs
    .command('delete <runs...>')
    .description('delete runs; answers that other runs use are kept')
    .addOption(yesOption())
    .addOptions(optionsOf('ledger'))
    .option('--json', 'as JSON')
    .action(async (ids, options) =>
      end((await import('../commands/keep/tidy.ts')).deleteRuns(ids, options)),
    );

  if (!program.commands.some((own) => own.name() === called)) await addOthers(program, end);
  program
    .command('help [command...]')
    .helpGroup(purposes.keep)
    .description('show the help of a command, as in: help runs show')
    .action((words) => program.showHelpOf(words));
  return program;
}

async function addOthers(program: TribunalCommand, end: End): Promise<void> {
  (await import('./groups/trace.ts')).addTrace(program, end);
  (await import('./groups/blame.ts')).addBlame(program, end);
  (await import('./groups/calibration.ts')).addCalibration(program, end);
  (await import('./groups/finding.ts')).addFinding(program, end);
  (await import('./groups/evaluation.ts')).addEvaluation(program, end);
  (await import('./groups/counting.ts')).addCounting(program, end);
  (await import('./groups/learning.ts')).addLearning(program, end);
  (await import('./groups/workers.ts')).addWorker(program, end);
  (await import('./groups/serving.ts')).addServing(program, end);
  (await import('./groups/ledger.ts')).addLedger(program, end);
}
