import { createHash } from 'node:crypto';
import { readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserMistake } from '../../../../domain/mistake.ts';
import type { ThemeInput } from '../../../../domain/theme.ts';
import { ownCommand } from '../../../../installation.ts';
import { privateFile, temporaryName } from '../../../../private-files.ts';
import type { RunSettings } from '../../../../settings/settings.ts';
import { isData } from '../../../../themes/find-themes.ts';
import { loadThemes, themeFilesOf } from '../../../../themes/load-themes.ts';
import { readThemeFile } from '../../../../themes/theme-file.ts';
import type { RunRequest } from '../../../api/run-request.ts';
import type { KnownTheme } from '../../../api/themes.ts';
import { isOwnFile, ownFolder } from './own-place.ts';
import type { Resources } from './resources.ts';

/** Where the page keeps the themes that were saved in it, and the lists of those that runs ask about. */
export const savedFolder = 'saved-themes';
const listFolder = 'theme-lists';

/** Where lists were once: in an analyst's own folder it has the name of their themes. */
const formerFolder = 'themes';

export type Home = Pick<Resources, 'folder' | 'themes'>;

/** The themes of the places that the server was started with, and those that were saved in the page. */
export async function knownThemes(home: Home): Promise<KnownTheme[]> {
  const themes = await loadThemes(await placesOf(home), () => {});
  const saved = new Set(await savedIds(home));
  return themes.map(({ judge: _, ...theme }) => ({ ...theme, isSaved: saved.has(theme.id) }));
}

/** A file is named by its theme's id. One that is a link to elsewhere is none. */
async function savedIds({ folder }: Home): Promise<string[]> {
  const saved = path.join(folder, savedFolder);
  const names = (await readdir(saved).catch(() => [])).filter((name) => name.endsWith('.json'));
  const own = await Promise.all(names.map((name) => isOwnFile(folder, path.join(saved, name))));
  return names.filter((_, index) => own[index]).map((name) => path.parse(name).name);
}

/**
 * The chosen themes and those written on the spot, as a command's `--themes` takes them. Code is only what the server
 * was started with; all else is a list of the page's own.
 * @throws UserMistake where there is none
 */
export async function placeThemes(
  { themes: ids, ownThemes: written }: Pick<RunRequest, 'themes' | 'ownThemes'>,
  home: Home,
): Promise<string> {
  const location = await placesOf(home);
  await loadThemes(location, () => {});
  const files = await Promise.all(
    (await themeFilesOf(location)).map(async (file) => ({ file, ...(await readThemeFile(file)) })),
  );
  const missing = ids?.find(
    (id) => !files.some(({ themes }) => themes.some((one) => one.id === id)),
  );
  if (missing !== undefined)
    throw new UserMistake(`there is no theme ${missing}; choose among those shown`);
  const places: string[] = [];
  const list: ThemeInput[] = [...written];
  for (const { file, themes } of files) {
    const chosen = themes.filter(({ id }) => ids === undefined || ids.includes(id));
    if (isData(file) || chosen.length < themes.length) list.push(...chosen);
    else if (chosen.length > 0) places.push(file);
  }
  const isAll = ids === undefined && list.length === 0;
  if (isAll) return location;
  if (list.length > 0) places.push(await writeList(among(list, files, ids), home.folder));
  if (places.length === 0) throw new UserMistake('choose a theme, or write one');
  return places.join(',');
}

/**
 * Where the themes of a run are, for what needs them once more.
 * @throws UserMistake where they are in no file, or at a place that is neither the page's own nor one that the server was
 * started with: code is loaded from nowhere else
 */
export async function savedPlace(
  { place = '' }: Pick<RunSettings, 'place'>,
  home: Home,
): Promise<string> {
  if (place === '')
    throw new UserMistake(
      'the themes of this run were made on the spot; save them under Themes and judge the file again',
    );
  await trustPlace(place, home);
  return place;
}

/** @throws UserMistake for a place that is neither the page's own nor one that the server was started with */
export async function trustPlace(place: string, home: Home): Promise<void> {
  const known = new Set([home.themes, ...(await themeFilesOf(await placesOf(home)))]);
  for (const one of known.has(place) ? [] : place.split(','))
    if (!known.has(one) && !(await isOwnList(one, home)))
      throw new UserMistake(
        `the run's themes are in ${one}, which this page was not started with; where you trust them, start it with: ${ownCommand()} serve --themes ${place}`,
      );
}

async function isOwnList(file: string, { folder }: Home): Promise<boolean> {
  const isInside = [listFolder, formerFolder].some(
    (name) => path.dirname(file) === path.join(folder, name),
  );
  return isInside && isData(file) && (await isOwnFile(folder, file));
}

async function placesOf({ folder, themes }: Home): Promise<string> {
  const saved = path.join(folder, savedFolder);
  const ids = await savedIds({ folder, themes });
  if (ids.length === 0) return themes;
  await ownFolder(folder, savedFolder);
  return [themes, ...ids.sort().map((id) => path.join(saved, `${id}.json`))].join(',');
}

/** Themes that exclude others of this run only: what nobody asks about can't be excluded. */
function among(
  list: readonly ThemeInput[],
  files: readonly { themes: readonly { id: string }[] }[],
  ids: readonly string[] | undefined,
): ThemeInput[] {
  const asked = new Set(
    files
      .flatMap(({ themes }) => themes.map(({ id }) => id))
      .filter((id) => ids?.includes(id) ?? true),
  );
  return list.map((theme) => ({
    ...theme,
    excludes: (theme.excludes ?? []).filter((id) => asked.has(id)),
  }));
}

/** Under a name that its content makes: the same themes again are the same command again. */
async function writeList(themes: readonly ThemeInput[], home: string): Promise<string> {
  const content = `${JSON.stringify(themes, null, 2)}\n`;
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const folder = await ownFolder(home, listFolder);
  const draft = path.join(folder, temporaryName());
  const file = path.join(folder, `${hash}.json`);
  await writeFile(draft, content, { flag: 'wx', mode: privateFile });
  // Where a link has that name, it goes, and what it leads to stays as it is.
  await rename(draft, file);
  return file;
}
