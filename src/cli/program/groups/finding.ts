import { Option } from 'commander';
import { purposes, type TribunalCommand } from '../command.ts';
import { type End, filesOf, optionsBut, repeated } from '../options.ts';

/** What finds themes in tickets: `search` for one made up on the spot, `discover` for those nobody named yet. */
export function addFinding(program: TribunalCommand, end: End): void {
  program
    .command('search [files...]')
    .helpGroup(purposes.judge)
    .description('find the tickets of one theme that you describe here')
    .requiredOption('--theme <words>', 'the question, or what the theme is, in words')
    .addOption(repeated('--example <text>', 'a text for which the answer is yes; may be repeated'))
    .option('--name <name>', 'what it is called')
    .option('--save-as <id>', 'write it as a theme file, into --themes')
    .addOptions(optionsBut('themes', 'route', 'audit', 'learned', 'stack', 'detach'))
    .addOption(
      new Option('--themes <folder>', 'the folder that --save-as writes into (default: ./themes)'),
    )
    .action(async (files, options, command) =>
      end(
        (await import('../../commands/judge/search.ts')).runSearch(
          filesOf(files, options, command),
          options,
        ),
      ),
    );

  program
    .command('discover [files...]')
    .helpGroup(purposes.themes)
    .description('propose themes from tickets that nobody has labelled')
    .option('--most <number>', 'themes proposed at most', '10')
    .option('--write <folder>', 'write them there as theme files')
    .addOptions(
      optionsBut(
        ...(['route', 'aggregate', 'docket', 'stack', 'audit', 'out', 'wide'] as const),
        ...(['rawCells', 'force', 'langsmith', 'langsmithSample', 'votes', 'panel'] as const),
        ...(['context', 'learned', 'detach'] as const),
      ),
    )
    .action(async (files, options, command) =>
      end(
        (await import('../../commands/themes/discover.ts')).runDiscover(
          filesOf(files, options, command),
          options,
        ),
      ),
    );
}
