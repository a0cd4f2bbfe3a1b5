import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadThemes, ownThemes } from '../../../agents/load-themes.ts';
import { UserMistake } from '../../domain/mistake.ts';
import type { KnownTheme, RunRequest, WrittenTheme } from '../api/run-request.ts';

/** The themes of a folder; of those that come with the tribunal where none is named. */
export async function knownThemes(home = ownThemes): Promise<KnownTheme[]> {
  const themes = await loadThemes(home);
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
  home = ownThemes,
): Promise<string | undefined> {
  if (themes === undefined && written.length === 0 && home === ownThemes) return undefined;
  const places = themes === undefined ? [home] : await filesOf(themes, home);
  if (written.length > 0) places.push(await writeList(written, folder));
  if (places.length === 0) throw new UserMistake('choose a theme, or write one');
  return places.join(',');
}

async function filesOf(ids: readonly string[], home: string): Promise<string[]> {
  const files = new Map((await readdir(home)).map((name) => [path.parse(name).name, name]));
  return [...new Set(ids)].map((id) => {
    const file = files.get(id);
    if (file === undefined)
      throw new UserMistake(`there is no theme ${id}; choose among those shown`);
    return path.join(home, file);
  });
}

/** Under a name that its content makes: the same themes again are the same command again. */
async function writeList(themes: readonly WrittenTheme[], folder: string): Promise<string> {
  const content = `${JSON.stringify(themes, null, 2)}\n`;
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const file = path.join(folder, 'themes', `${hash}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}
