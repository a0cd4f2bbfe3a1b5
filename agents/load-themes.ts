import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { nearest, UserMistake } from '../src/domain/mistake.ts';
import type { ThemeInput } from '../src/domain/theme.ts';
import { defineTheme, type ThemeAgent } from './judge.ts';

/** The themes that come with the tribunal. */
export const ownThemes = fileURLToPath(new URL('./themes', import.meta.url));

/** Themes by their place, or as they are where they were made already. */
export async function takeThemes(themes: string | ThemeAgent[]): Promise<ThemeAgent[]> {
  return typeof themes === 'string' ? loadThemes(themes) : themes;
}

/**
 * Loads the themes of a folder (one file a theme, `.ts`, `.js` or `.json`), of a theme file or a JSON
 * list, or of several of them with commas between.
 * @throws UserMistake for what is missing, invalid, empty or named twice
 */
export async function loadThemes(location: string): Promise<ThemeAgent[]> {
  const { themes, problems } = await checkThemes(location);
  const [problem, ...others] = problems;
  if (problem !== undefined)
    throw new UserMistake(
      others.length === 0
        ? problem
        : `${problem} (and ${others.length} more: tribunal themes check)`,
    );
  return themes;
}

/** Loads what can be loaded, and says all that is wrong, a line each. */
export async function checkThemes(
  location: string,
): Promise<{ themes: ThemeAgent[]; problems: string[] }> {
  const places = await Promise.all((await placesOf(location)).map(loadPlace));
  const themes = places.flatMap((place) => place.themes);
  const problems = places.flatMap((place) => place.problems);
  return { themes, problems: [...problems, ...problemsAmong(themes)] };
}

/** A place that is there is one place, whatever commas its name has. */
async function placesOf(location: string): Promise<string[]> {
  const places = location
    .split(',')
    .map((place) => place.trim())
    .filter((place) => place !== '');
  const isOne = places.length < 2 || (await stat(location).catch(() => undefined)) !== undefined;
  return isOne ? [location] : places;
}

async function loadPlace(place: string): Promise<{ themes: ThemeAgent[]; problems: string[] }> {
  const files = await themeFiles(place);
  const loaded = await Promise.all(files.map((file) => loadFile(file)));
  const themes = loaded.flatMap((file) => file.themes);
  const problems = loaded.flatMap((file) => file.problems);
  if (themes.length === 0 && problems.length === 0)
    problems.push(`there are no themes in ${place}; add one with: tribunal themes new NAME`);
  return { themes, problems };
}

function problemsAmong(themes: readonly ThemeAgent[]): string[] {
  const ids = themes.map(({ id }) => id);
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [
    ...[...twice].map((id) => `two themes have the id "${id}"; give one of them another`),
    ...themes.flatMap(({ id, excludes }) =>
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
    ),
  ];
}

async function themeFiles(location: string): Promise<string[]> {
  const found = await stat(location).catch(() => undefined);
  if (found === undefined)
    throw new UserMistake(
      `there is no ${location} to read themes from; name a folder or a JSON file`,
    );
  if (!found.isDirectory()) {
    if (/\.(ts|mjs|js|json)$/.test(location)) return [location];
    throw new UserMistake(`${location} is no theme file; themes are .json, .ts or .js`);
  }
  const names = await readdir(location);
  return names
    .filter((name) => /\.(ts|mjs|js|json)$/.test(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => path.join(location, name));
}

async function loadFile(file: string): Promise<{ themes: ThemeAgent[]; problems: string[] }> {
  const name = path.basename(file);
  let content: unknown;
  try {
    content = file.endsWith('.json')
      ? JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))
      : await importDefault(file);
  } catch (error) {
    return { themes: [], problems: [`${name}: ${explain(error)}`] };
  }
  if (content === undefined)
    return { themes: [], problems: [`${name}: it lacks "export default defineTheme({ … })"`] };
  const themes: ThemeAgent[] = [];
  const problems: string[] = [];
  for (const [index, entry] of (Array.isArray(content) ? content : [content]).entries()) {
    const where = Array.isArray(content) ? `${name}: theme ${index + 1}` : name;
    try {
      themes.push(defineTheme(z.looseObject({}).parse(entry) as ThemeInput));
    } catch (error) {
      problems.push(`${where}: ${explain(error)}`);
    }
  }
  return { themes, problems };
}

/** A file that was edited since it was imported last is imported anew. */
async function importDefault(file: string): Promise<unknown> {
  const { mtimeMs } = await stat(file);
  const module = await import(`${pathToFileURL(path.resolve(file)).href}?edited=${mtimeMs}`);
  return (module as { default?: unknown }).default;
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues
      .map(({ path: at, message }) => (at.length === 0 ? message : `${at.join('.')}: ${message}`))
      .join('; ');
  // What is wrong with JSON is said around an excerpt of it, line ends and all.
  if (error instanceof SyntaxError) return error.message.replace(/\s+/g, ' ');
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
