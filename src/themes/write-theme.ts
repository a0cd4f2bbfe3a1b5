import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserMistake } from '../domain/mistake.ts';
import { themeIdOf } from '../domain/theme.ts';
import { checkThemeFileName } from './theme-file-name.ts';

/** What of a theme goes into its file; the rest stays for a person to fill in. */
interface ThemeDraft {
  id: string;
  name: string;
  definition: string;
  counts?: string[];
  doesNotCount?: string[];
  examples?: string[];
  counterExamples?: string[];
  excludes?: string[];
}

/**
 * Where the file of that theme will be.
 * @throws UserMistake for an id that is none, a place that is no folder, or a theme that exists
 */
export async function placeOfTheme(folder: string, id: string): Promise<string> {
  const proper = themeIdOf(id);
  if (proper !== id)
    throw new UserMistake(
      `"${id}" is no theme id; ${proper === '' ? 'use lower-case letters, digits and _' : `write it as ${proper}`}`,
    );
  checkThemeFileName(id);
  checkFolder(folder);
  const file = path.join(folder, `${id}.ts`);
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  if (exists) throw new UserMistake(`${file} exists already; edit it, or choose another name`);
  return file;
}

/** @throws UserMistake for a list of themes, which is no folder */
export function checkFolder(folder: string): void {
  if (/\.(json|ya?ml)$/.test(folder))
    throw new UserMistake(
      `${folder} is a list: a theme is written as a file into a folder; add to a list by hand`,
    );
}

/** Writes a theme's file, and returns where. Never over one that exists. */
export async function writeTheme(folder: string, theme: ThemeDraft): Promise<string> {
  const file = await placeOfTheme(folder, theme.id);
  await mkdir(folder, { recursive: true });
  await writeFile(file, themeFile(theme), { flag: 'wx' });
  return file;
}

/** A theme as a file of a folder of themes has it. */
export function themeFile(theme: ThemeDraft): string {
  return [
    "import { defineTheme } from 'ticket-tribunal';",
    '',
    'export default defineTheme({',
    `  id: ${JSON.stringify(theme.id)},`,
    `  name: ${JSON.stringify(theme.name)},`,
    `  definition: ${JSON.stringify(theme.definition)},`,
    `  counts: ${list(theme.counts)},`,
    `  doesNotCount: ${list(theme.doesNotCount)},`,
    `  examples: ${list(theme.examples)},`,
    `  counterExamples: ${list(theme.counterExamples)},`,
    ...(theme.excludes?.length ? [`  excludes: ${list(theme.excludes)},`] : []),
    '});',
    '',
  ].join('\n');
}

function list(lines: readonly string[] = []): string {
  if (lines.length === 0) return '[]';
  return `[\n${lines.map((line) => `    ${JSON.stringify(line)},\n`).join('')}  ]`;
}
