import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { nearest } from '../src/domain/mistake.ts';
import type { ThemeInput } from '../src/domain/theme.ts';
import { importModule } from '../src/themes/import-module.ts';
import { defineTheme, type ThemeAgent, themeKeys } from './judge.ts';

/** What a file holds: themes, what keeps others from being one, and keys that mean nothing. */
export interface ThemeFile {
  themes: ThemeAgent[];
  problems: string[];
  strayKeys: string[];
}

/** Reads a file of one theme, or of a list of themes. What is wrong with it names its full path. */
export async function readThemeFile(file: string): Promise<ThemeFile> {
  const where = path.resolve(file);
  const read: ThemeFile = { themes: [], problems: [], strayKeys: [] };
  const content = await contentOf(where);
  if ('fault' in content) {
    read.problems.push(`${where}: ${content.fault}`);
    return read;
  }
  const isList = Array.isArray(content.value);
  for (const [index, entry] of [content.value].flat().entries()) {
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

async function contentOf(file: string): Promise<{ value: unknown } | { fault: string }> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  const isJson = file.endsWith('.json');
  try {
    const value = isJson ? JSON.parse(text) : (await importModule(file)).default;
    return value === undefined
      ? { fault: 'it lacks "export default { … }" with a theme' }
      : { value };
  } catch (error) {
    return {
      fault: (isJson ? await jsonFault(text, error) : codeFault(file, error)) ?? explain(error),
    };
  }
}

/** The line is from a parser that tells it, the reason from JavaScript's own, which says it better. */
async function jsonFault(text: string, error: unknown): Promise<string> {
  const { parse } = await import('@humanwhocodes/momoa');
  const said = String((error as Error).message);
  let line = text.slice(0, Number(/at position (\d+)/.exec(said)?.[1] ?? 0)).split('\n').length;
  try {
    parse(text, { mode: 'json' });
  } catch (located) {
    line = (located as { line?: number }).line ?? line;
  }
  return `line ${line}: ${said.replace(/ (in|after) JSON( at position.*)?$/s, '').replace(/, (\.\.\.)?".*is not valid JSON$/s, '')}`;
}

/** Where the code can't be read: the line, of which file where that is another, and the reason. */
function codeFault(file: string, error: unknown): string | undefined {
  const [, reason, place, line] =
    /^ParseError: (.*?)\s*\n (.*):(\d+):\d+$/.exec((error as Error).message) ?? [];
  if (reason === undefined) return undefined;
  return `${place === file ? '' : `${place}, `}line ${line}: ${reason}`;
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
