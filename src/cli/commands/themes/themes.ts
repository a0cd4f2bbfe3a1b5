import { UserMistake } from '../../../domain/mistake.ts';
import { plural } from '../../../domain/text/plural.ts';
import { themeIdOf } from '../../../domain/theme.ts';
import { findThemes, homeOfThemes } from '../../../themes/find-themes.ts';
import { checkThemes, loadThemes } from '../../../themes/load-themes.ts';
import { writeTheme } from '../../../themes/write-theme.ts';
import { nextCommand } from '../../drawing/next-command.ts';
import { complain, paint, say, shownPlace } from '../../drawing/print.ts';
import { table } from '../../drawing/table.ts';

export async function listThemes(options: { themes?: string; json?: boolean }): Promise<number> {
  const themes = await loadThemes(options.themes ?? findThemes(), say);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(themes, null, 2)}\n`);
    return 0;
  }
  process.stdout.write(
    `${table(
      [
        { title: 'id', paint: paint.cyan },
        { title: 'name' },
        { title: 'judge' },
        { title: 'definition', fills: true },
      ],
      themes.map(({ id, name, judge, definition }) => [
        id,
        name,
        judge === undefined ? '' : 'its own',
        definition,
      ]),
    )}\n`,
  );
  return 0;
}

/** Prints every problem, a line each. */
export async function checkAllThemes(options: { themes?: string }): Promise<number> {
  const location = options.themes ?? findThemes();
  const { themes, problems } = await checkThemes(location);
  for (const problem of problems) complain(problem);
  if (problems.length > 0) return 2;
  say(`${plural(themes.length, 'theme')} in ${shownPlace(location)}: all well`);
  return 0;
}

/** Writes a file that `themes check` accepts once the definition is filled in. */
export async function newTheme(
  name: string,
  options: { themes?: string; definition?: string },
): Promise<number> {
  const folder = options.themes ?? homeOfThemes();
  const id = themeIdOf(name);
  if (id === '') throw new UserMistake(`"${name}" has no letter or digit to make an id of`);
  const isFirst = options.themes === undefined && findThemes() !== folder;
  const file = await writeTheme(folder, { id, name, definition: options.definition ?? '' });
  say(
    options.definition === undefined
      ? `Wrote ${shownPlace(file)}; say what it asks under "definition", then: ${nextCommand(['themes', 'check'])}`
      : `Wrote ${shownPlace(file)}; it judges from the next run on`,
  );
  if (isFirst)
    say(`From now on themes are read from ${shownPlace(folder)}, and the samples are not used`);
  return 0;
}
