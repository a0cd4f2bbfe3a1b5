import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserMistake } from '../../../domain/mistake.ts';
import { themeIdOf } from '../../../domain/theme.ts';
import { privateFile, temporaryName } from '../../../private-files.ts';
import { checkThemeFileName } from '../../../themes/theme-file-name.ts';
import { type KnownTheme, ThemeRequest, type ThemeVersion } from '../../api/themes.ts';
import { type Home, knownThemes, savedFolder } from '../jobs/request/chosen-themes.ts';
import { isOwnFile, ownFolder } from '../jobs/request/own-place.ts';

/** Where themes stay as they were before they were changed or deleted. */
const versionsFolder = 'versions';

export type ShelvedTheme = Required<ThemeRequest>;

/** The theme with its id. @throws UserMistake for an id that is none, and none can be made */
export function withId({ id = '', ...theme }: ThemeRequest): ShelvedTheme {
  const proper = themeIdOf(id || theme.name);
  if (proper === '')
    throw new UserMistake(`"${id || theme.name}" has no letter or digit to make an id of`);
  if (id !== '' && proper !== id)
    throw new UserMistake(`"${id}" is no theme id; write it as ${proper}`);
  return { id: proper, ...theme };
}

/** Keeps a new theme as data. @returns its file. @throws UserMistake where there is one of its id */
export async function saveTheme(theme: ShelvedTheme, home: Home): Promise<string> {
  checkThemeFileName(theme.id);
  const known = await knownThemes(home);
  if (known.some(({ id }) => id === theme.id))
    throw new UserMistake(`there is a theme ${theme.id} already; choose another id`);
  checkExcludes(theme, known);
  return write(theme, home);
}

/** Puts a theme in the place of the saved one with its id, which stays as a version. */
export async function replaceTheme(theme: ShelvedTheme, home: Home): Promise<string> {
  const known = await knownThemes(home);
  findSaved(theme.id, known);
  checkExcludes(theme, known);
  await keepVersion(theme.id, home);
  return write(theme, home);
}

/** Takes a saved theme away; it stays as a version. @throws UserMistake where another one excludes it */
export async function deleteTheme(id: string, home: Home): Promise<void> {
  const known = await knownThemes(home);
  findSaved(id, known);
  const other = known.find((theme) => theme.id !== id && theme.excludes.includes(id));
  if (other !== undefined)
    throw new UserMistake(`the theme ${other.id} excludes ${id}; change that first`);
  const saved = await ownFolder(home.folder, savedFolder);
  await rename(path.join(saved, `${id}.json`), await placeOfVersion(id, home));
}

/** What a saved theme was before, the newest first. */
export async function versionsOf(id: string, { folder }: Home): Promise<ThemeVersion[]> {
  const versions = path.join(folder, savedFolder, versionsFolder);
  const names = (await readdir(versions).catch(() => [])).filter((name) =>
    name.startsWith(`${id}.`),
  );
  const found = await Promise.all(
    names.map(async (name) => {
      if (!(await isOwnFile(folder, path.join(versions, name)))) return [];
      const theme = ThemeRequest.safeParse(
        JSON.parse(await readFile(path.join(versions, name), 'utf8')),
      );
      const until = Number(name.slice(id.length + 1, -'.json'.length));
      return theme.success && Number.isFinite(until) ? [{ until, theme: withId(theme.data) }] : [];
    }),
  );
  return found.flat().sort((one, other) => other.until - one.until);
}

/** @throws UserMistake for a theme that wasn't saved in the page */
function findSaved(id: string, known: readonly KnownTheme[]): void {
  const theme = known.find((one) => one.id === id);
  if (theme === undefined) throw new UserMistake(`there is no theme ${id}`);
  if (!theme.isSaved)
    throw new UserMistake(
      `${id} came with the server, which this page can't change; save a copy under another id`,
    );
}

function checkExcludes({ id, excludes }: ShelvedTheme, known: readonly KnownTheme[]): void {
  const stray = excludes.find(
    (other) => other === id || !known.some((theme) => theme.id === other),
  );
  if (stray !== undefined)
    throw new UserMistake(
      `${id} excludes ${stray}, which is ${stray === id ? 'itself' : 'no theme here'}`,
    );
}

async function write(theme: ShelvedTheme, home: Home): Promise<string> {
  const saved = await ownFolder(home.folder, savedFolder);
  const draft = path.join(saved, temporaryName());
  await writeFile(draft, `${JSON.stringify(theme, null, 2)}\n`, { flag: 'wx', mode: privateFile });
  const name = `${theme.id}.json`;
  await rename(draft, path.join(saved, name));
  return path.join(savedFolder, name);
}

async function keepVersion(id: string, home: Home): Promise<void> {
  const saved = await ownFolder(home.folder, savedFolder);
  const content = await readFile(path.join(saved, `${id}.json`));
  await writeFile(await placeOfVersion(id, home), content, { flag: 'wx', mode: privateFile });
}

async function placeOfVersion(id: string, home: Home): Promise<string> {
  const versions = await ownFolder(home.folder, savedFolder, versionsFolder);
  return path.join(versions, `${id}.${Date.now()}.json`);
}
