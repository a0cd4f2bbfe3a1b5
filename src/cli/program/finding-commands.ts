import { Option } from 'commander';
import { purposes, type TribunalCommand } from './command.ts';
import { dryRunOption, type End, repeated, runOptions } from './options.ts';

/** What finds themes in tickets: `search` for one made up on the spot, `discover` for those nobody named yet. */
export function addFinding(program: TribunalCommand, end: End): void {
  const search = program
    .command('search <files...>')
    .helpGroup(purposes.judge)
    .description('look for one theme, made up on the spot')
    .requiredOption('--theme <words>', 'the question, or what the theme is, in words')
    .addOption(repeated('--example <text>', 'a text for which the answer is yes; may be repeated'))
    .option('--name <name>', 'what it is called')
    .option('--save-as <id>', 'write it as a theme file, into --themes');
  const taken = [...runOptionsBut('--themes', '--route', '--audit', '--learned'), dryRunOption()];
  for (const option of taken) search.addOption(option);
  search
    .addOption(
      new Option('--themes <folder>', 'the folder that --save-as writes into (default: ./themes)'),
    )
    .action(async (files, options) =>
      end((await import('../commands/search.ts')).runSearch(files, options)),
    );

  const discover = program
    .command('discover <files...>')
    .helpGroup(purposes.themes)
    .description('propose themes from tickets that nobody has labelled')
    .option('--most <number>', 'themes proposed at most', '10')
    .option('--write <folder>', 'write them there as theme files');
  const unused = [
    ...['--themes', '--route', '--aggregate', '--docket', '--audit'],
    ...['--out', '--wide', '--raw-cells', '--force', '--langsmith', '--langsmith-sample'],
    ...['--votes', '--panel', '--context', '--learned'],
  ];
  for (const option of runOptionsBut(...unused)) discover.addOption(option);
  discover
    .addOption(new Option('--themes <place>', 'themes that exist, or none'))
    .action(async (files, options) =>
      end((await import('../commands/discover.ts')).runDiscover(files, options)),
    );
}

function runOptionsBut(...names: string[]): Option[] {
  return runOptions().filter(({ long }) => !names.includes(long ?? ''));
}
