import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findThemes, themeFilesIn } from '../../../agents/find-themes.ts';
import { loadThemes } from '../../../agents/load-themes.ts';
import { readThemeFile } from '../../../agents/theme-file.ts';
import { UserMistake } from '../../domain/mistake.ts';
import { makeFolder, privateFile } from '../../private-files.ts';
import type { KnownTheme, RunRequest } from '../api/run-request.ts';

/** The themes of a folder; of the one that a command would take where none is named. */
export async function knownThemes(home = findThemes()): Promise<KnownTheme[]> {
  const themes = await loadThemes(home, () => {});
  return themes.map(({ id, name, definition, examples }) => ({ id, name, definition, examples }));
}

/**
 * The chosen themes and those written on the spot as a command's `--themes` takes them; nothing
 * where that are the usual ones.
 * @throws UserMistake where there is none
 */
export async function placeThemes(
  { themes, ownThemes: written }: Pick<RunRequest, 'themes' | 'ownThemes'>,
  folder: string,
  home?: string,
): Promise<string | undefined> {
  if (themes === undefined && written.length === 0 && home === undefined) return undefined;
  const { places, listed } =
    themes === undefined
      ? { places: [home ?? findThemes()], listed: [] }
      : await placesOfThemes(themes, home ?? findThemes());
  const list = [...listed, ...written];
  if (list.length > 0) places.push(await writeList(list, folder));
  if (places.length === 0) throw new UserMistake('choose a theme, or write one');
  return places.join(',');
}

/** The files of single themes, and the themes whose files have others too. */
async function placesOfThemes(ids: readonly string[], home: string) {
  const files = await Promise.all(
    themeFilesIn(home).map(async (file) => ({ file, ...(await readThemeFile(file)) })),
  );
  const chosen = [...new Set(ids)].map((id) => {
    const found = files.find(({ themes }) => themes.some((theme) => theme.id === id));
    if (found === undefined)
      throw new UserMistake(`there is no theme ${id}; choose among those shown`);
    return { ...found, themes: found.themes.filter((theme) => theme.id === id), of: found.themes };
  });
  return {
    places: chosen.filter(({ of }) => of.length === 1).map(({ file }) => file),
    listed: chosen.filter(({ of }) => of.length > 1).flatMap(({ themes }) => themes),
  };
}

/** Under a name that its content makes: the same themes again are the same command again. */
async function writeList(themes: readonly object[], folder: string): Promise<string> {
  const content = `${JSON.stringify(themes, null, 2)}\n`;
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const file = path.join(folder, 'themes', `${hash}.json`);
  await makeFolder(path.dirname(file));
  await writeFile(file, content, { mode: privateFile });
  return file;
}
