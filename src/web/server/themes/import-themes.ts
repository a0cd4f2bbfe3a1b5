import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { UserMistake } from '../../../domain/mistake.ts';
import { readYaml } from '../../../themes/read-yaml.ts';
import { checkThemeFileName } from '../../../themes/theme-file-name.ts';
import { type ImportedThemes, type ImportRequest, ThemeRequest } from '../../api/themes.ts';
import { type Home, knownThemes } from '../jobs/request/chosen-themes.ts';
import { replaceTheme, type ShelvedTheme, saveTheme, withId } from './shelf.ts';

const mostThemes = 500;

/**
 * Saves the themes of a file, or none of them where one is wrong. One that is there already is replaced where it was
 * saved in the page.
 * @throws UserMistake that names the theme
 */
export async function importThemes(file: ImportRequest, home: Home): Promise<ImportedThemes> {
  const themes = await readThemes(file);
  const known = new Map((await knownThemes(home)).map((theme) => [theme.id, theme]));
  for (const { id } of themes)
    if (known.get(id)?.isSaved === false)
      throw new UserMistake(
        `${id} came with the server, which this page can't change; give it another id`,
      );
  const ids = new Set([...known.keys(), ...themes.map(({ id }) => id)]);
  for (const { id, excludes } of themes)
    for (const other of excludes)
      if (!ids.has(other) || other === id)
        throw new UserMistake(
          `${id} excludes ${other}, which is ${other === id ? 'itself' : 'no theme here'}`,
        );
  const done: ImportedThemes = { added: [], replaced: [], unchanged: [] };
  // What excludes another one comes after it.
  const bare = themes.filter(({ id }) => !known.has(id));
  for (const theme of bare) await saveTheme({ ...theme, excludes: [] }, home);
  for (const theme of themes) {
    const before = known.get(theme.id);
    const isSame = before !== undefined && isLike(before, theme);
    done[before === undefined ? 'added' : isSame ? 'unchanged' : 'replaced'].push(theme.id);
    if (!isSame && (before !== undefined || theme.excludes.length > 0))
      await replaceTheme(theme, home);
  }
  return done;
}

async function readThemes(file: ImportRequest): Promise<ShelvedTheme[]> {
  const entries = await readEntries(file);
  if (entries.length === 0) throw new UserMistake(`${file.name} has no theme`);
  if (entries.length > mostThemes)
    throw new UserMistake(`${file.name} has ${entries.length} themes; the most is ${mostThemes}`);
  const themes = entries.map((entry, index) => {
    const theme = ThemeRequest.safeParse(entry);
    if (theme.success) return withId(theme.data);
    const [issue] = theme.error.issues;
    throw new UserMistake(
      `${file.name}: theme ${index + 1}: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  });
  const ids = themes.map(({ id }) => id);
  for (const id of ids) checkThemeFileName(id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new UserMistake(`${file.name} has the theme ${twice} twice`);
  return themes;
}

async function readEntries({ name, content }: ImportRequest): Promise<unknown[]> {
  try {
    if (/\.(csv|tsv)$/i.test(name)) return readTable(content, /\.tsv$/i.test(name));
    const isYaml = /\.ya?ml$/i.test(name);
    const read: unknown = isYaml ? await readYaml(content) : JSON.parse(content);
    return [read ?? []].flat();
  } catch (error) {
    throw new UserMistake(
      `${name} can't be read: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
}

const lists = ['counts', 'doesNotCount', 'examples', 'counterExamples', 'excludes'] as const;

/** A theme a row. What holds several holds one a line, or has bars between them. */
function readTable(content: string, isTabbed: boolean): unknown[] {
  const rows = z.array(z.record(z.string(), z.string())).parse(
    parse(content, {
      columns: (names: string[]) => names.map(fieldOf),
      bom: true,
      skip_empty_lines: true,
      delimiter: isTabbed ? '\t' : [',', ';'],
    }),
  );
  return rows.map((row) => ({
    ...row,
    ...(row.id === '' ? { id: undefined } : {}),
    ...Object.fromEntries(lists.map((field) => [field, linesOf(row[field] ?? '')])),
  }));
}

/** `Does not count` and `does_not_count` are `doesNotCount`. */
function fieldOf(name: string): string {
  const words = name.trim().split(/[\s_-]+/);
  const [first = '', ...others] =
    words.length === 1 ? words : words.map((word) => word.toLowerCase());
  return (
    first.charAt(0).toLowerCase() +
    first.slice(1) +
    others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  );
}

function linesOf(cell: string): string[] {
  return cell
    .split(/[\n|]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function isLike(one: ShelvedTheme, other: ShelvedTheme): boolean {
  return [...lists, 'name' as const, 'definition' as const].every(
    (field) => JSON.stringify(one[field]) === JSON.stringify(other[field]),
  );
}
