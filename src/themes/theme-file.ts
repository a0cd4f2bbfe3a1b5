import path from 'node:path';
import { z } from 'zod';
import { defineTheme, type ThemeAgent, themeKeys } from '../../agents/judge.ts';
import { nearest } from '../domain/mistake.ts';
import type { ThemeInput } from '../domain/theme.ts';
import { readContent } from './read-content.ts';

/** What a file holds: themes, what keeps others from being one, and keys that mean nothing. */
export interface ThemeFile {
  themes: ThemeAgent[];
  problems: string[];
  strayKeys: string[];
}

/** A list of more is no list of themes. */
const mostThemes = 10_000;

/** Reads a file of one theme, or of a list of themes. What is wrong with it names its full path. */
export async function readThemeFile(file: string): Promise<ThemeFile> {
  const where = path.resolve(file);
  const read: ThemeFile = { themes: [], problems: [], strayKeys: [] };
  let content: unknown;
  try {
    content = await readContent(where);
  } catch (error) {
    read.problems.push(`${where}: ${explain(error)}`);
    return read;
  }
  if (content === undefined)
    read.problems.push(`${where}: it lacks "export default { … }" with a theme`);
  const isList = Array.isArray(content);
  const entries = [content ?? []].flat();
  if (entries.length > mostThemes) {
    read.problems.push(`${where}: it lists ${entries.length} themes; ${mostThemes} are the most`);
    return read;
  }
  for (const [index, entry] of entries.entries()) {
    const at = isList ? `${where}: theme ${index + 1}` : where;
    try {
      read.themes.push(defineTheme(z.looseObject({}).parse(entry) as ThemeInput));
      read.strayKeys.push(...strayKeys(entry as object).map((key) => `${at}: ${key}`));
    } catch (error) {
      read.problems.push(`${at}: ${explain(error)}`);
    }
  }
  return read;
}

/** What a theme says that nobody reads, misspelt perhaps. */
function strayKeys(theme: object): string[] {
  const { judge } = theme as { judge?: { tools?: object[] } };
  return [
    ...straysOf(theme, ''),
    ...(judge?.tools ?? []).flatMap((tool, index) => straysOf(tool, `judge.tools.${index}.`)),
  ];
}

function straysOf(level: object, at: string): string[] {
  const known = keysAt(at);
  return Object.keys(level)
    .filter((key) => !known.includes(key))
    .map((key) => unknownKey(at, key));
}

function unknownKey(at: string, key: string): string {
  const known = keysAt(at);
  const near = nearest(key, known);
  return `${at}${key}: there is no such key${
    near === undefined ? `; there are: ${known.join(', ')}` : `; did you mean "${near}"?`
  }`;
}

function keysAt(at: string): readonly string[] {
  return at === '' ? themeKeys.theme : at === 'judge.' ? themeKeys.judge : themeKeys.tool;
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues
      .flatMap((issue) => {
        const at = issue.path.join('.');
        if (issue.code === 'unrecognized_keys')
          return issue.keys.map((key) => unknownKey(`${at}.`, key));
        return at === '' ? issue.message : `${at}: ${issue.message}`;
      })
      .join('; ');
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
