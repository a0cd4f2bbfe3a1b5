import { existsSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { ThemeAgent } from '../../agents/judge.ts';
import { nearest, UserMistake } from '../domain/mistake.ts';
import { plural } from '../domain/text/plural.ts';
import { ownCommand } from '../installation.ts';
import { findThemes, isData, isThemeFile, sampleThemes, themeFilesIn } from './find-themes.ts';
import { findPackage } from './import-module.ts';
import { readThemeFile, type ThemeFile } from './theme-file.ts';

/** Takes what a user should know of the themes, a line at a time. */
type Tell = (note: string) => void;

/** Themes, and what to tell of them once nothing else is wrong. */
export interface TakenThemes {
  themes: ThemeAgent[];
  notes: string[];
}

/** Themes by their place, or as they are where they were made already. */
export async function takeThemes(given: string | ThemeAgent[]): Promise<TakenThemes> {
  const notes: string[] = [];
  if (typeof given !== 'string') return { themes: given, notes };
  return { themes: await loadThemes(given, (note) => notes.push(note)), notes };
}

/**
 * Loads the themes of a folder (one file a theme, as TypeScript, JavaScript, JSON or YAML), of a file
 * of one theme or a list, of an npm package, or of several of them with commas between. Where there is somebody to tell of it, a file of a
 * folder that is no theme yet is left out.
 * @throws UserMistake for what is missing, invalid, empty or named twice
 */
export async function loadThemes(location: string, tell?: Tell): Promise<ThemeAgent[]> {
  const { themes, unfinished, problems, exclusions, strayKeys } = await inspectThemes(location);
  const isSpared = tell !== undefined && themes.length > 0;
  const spared = isSpared ? unfinished.map((file) => `A theme is left out: ${file}`) : [];
  // What is excluded may be what was left out.
  if (spared.length > 0) spared.push(...exclusions);
  const [problem, ...others] = [
    ...(isSpared ? [] : unfinished),
    ...problems,
    ...(spared.length > 0 ? [] : exclusions),
  ];
  if (problem !== undefined)
    throw new UserMistake(others.length === 0 ? problem : `${problem}, and ${others.length} more`, {
      next: others.length === 0 ? [] : ['themes', 'check'],
    });
  for (const note of spared) tell?.(note);
  for (const key of strayKeys) tell?.(`Ignored: ${key}`);
  if (location === sampleThemes)
    tell?.(
      `${plural(themes.length, 'sample theme')} of an airline's help desk; your own: ${ownCommand()} themes new NAME; find some: ${ownCommand()} discover FILE`,
    );
  return themes;
}

/** Loads what can be loaded, and says all that is wrong, a line each. */
export async function checkThemes(
  location: string,
): Promise<{ themes: ThemeAgent[]; problems: string[] }> {
  const { themes, unfinished, problems, exclusions, strayKeys } = await inspectThemes(location);
  return { themes, problems: [...unfinished, ...strayKeys, ...problems, ...exclusions] };
}

interface Inspected extends ThemeFile {
  /** Problems of single files in a folder. */
  unfinished: string[];
  /** Themes that exclude what is no theme. */
  exclusions: string[];
}

async function inspectThemes(location: string): Promise<Inspected> {
  const found: Inspected = {
    themes: [],
    unfinished: [],
    problems: [],
    exclusions: [],
    strayKeys: [],
  };
  for (const place of placesOf(location)) {
    const { isFolder, paths } = await findFiles(place);
    const files = await Promise.all(paths.map(readThemeFile));
    const problems = files.flatMap((file) => file.problems);
    const themes = files.flatMap((file) => file.themes);
    found.themes.push(...themes);
    found.strayKeys.push(...files.flatMap((file) => file.strayKeys));
    found[isFolder ? 'unfinished' : 'problems'].push(...problems);
    if (themes.length === 0 && problems.length === 0)
      found.problems.push(
        `there are no themes in ${place}; add one with: ${ownCommand()} themes new NAME`,
      );
  }
  const ids = found.themes.map(({ id }) => id);
  for (const id of new Set(ids.filter((own, index) => ids.indexOf(own) !== index)))
    found.problems.push(`two themes have the id "${id}"; give one of them another`);
  found.exclusions.push(...wrongExclusions(found.themes));
  return found;
}

/** The places that are named. One that is there is one place, whatever commas its name has. */
function placesOf(location: string): string[] {
  const places = location
    .split(',')
    .map((place) => place.trim())
    .filter((place) => place !== '');
  return places.length < 2 || existsSync(location) ? [location] : places;
}

/** The theme files of places, as `loadThemes` takes these. */
export async function themeFilesOf(location: string): Promise<string[]> {
  return (await Promise.all(placesOf(location).map(findFiles))).flatMap(({ paths }) => paths);
}

/**
 * Checks a place that a ledger names, which anybody may have written: themes there are data, come with the tribunal, or
 * are those that a command takes here anyway.
 * @throws UserMistake for other code
 */
export async function checkLedgersPlace(location: string): Promise<string> {
  if (location === '' || location === absolutePlaces(findThemes())) return location;
  const code = (await themeFilesOf(location)).find(
    (file) => !isData(file) && path.dirname(path.resolve(file)) !== sampleThemes,
  );
  if (code === undefined) return location;
  throw new UserMistake(
    `the ledger names themes that are code, as ${code}; where you trust them, name them yourself: --themes ${location}`,
  );
}

/** The same places, from whatever folder they are read. */
export function absolutePlaces(location: string): string {
  return placesOf(location)
    .map((place) => (existsSync(place) ? path.resolve(place) : place))
    .join(',');
}

/** The files of a folder, a file, or what a package begins with. */
async function findFiles(place: string): Promise<{ isFolder: boolean; paths: string[] }> {
  const found = look(place);
  if (found?.isDirectory()) return { isFolder: true, paths: themeFilesIn(place) };
  if (found !== undefined && !isThemeFile(place))
    throw new UserMistake(`${place} is no theme file; themes are .json, .yaml, .ts or .js`);
  return { isFolder: false, paths: [found === undefined ? await fileOfPackage(place) : place] };
}

function look(place: string): Stats | undefined {
  try {
    return statSync(place, { throwIfNoEntry: false });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserMistake(`${place.slice(0, 60)} can't be read as themes (${code})`, { cause });
  }
}

async function fileOfPackage(name: string): Promise<string> {
  const file = /^(@[\w.-]+\/)?[\w-][\w.-]*$/.test(name) ? await findPackage(name) : undefined;
  if (file !== undefined) return file;
  throw new UserMistake(
    name.startsWith('@')
      ? `the package ${name} is not installed here; install it with: npm install ${name}`
      : `there is no ${name} to read themes from; name a folder, a file or an installed package`,
  );
}

function wrongExclusions(themes: readonly ThemeAgent[]): string[] {
  const ids = themes.map(({ id }) => id);
  return themes.flatMap(({ id, excludes }) =>
    excludes
      .filter((other) => other === id || !ids.includes(other))
      .map((other) => {
        const near = nearest(
          other,
          ids.filter((candidate) => candidate !== id),
        );
        return `theme "${id}" excludes "${other}", which is ${other === id ? 'itself' : 'no theme'}${
          near === undefined ? '' : `; did you mean "${near}"?`
        }`;
      }),
  );
}
