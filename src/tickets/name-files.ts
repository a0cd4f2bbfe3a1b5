import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UserMistake } from '../domain/mistake.ts';

/**
 * The files that a command's words name, patterns such as `exports/*.csv` filled in, each once.
 * @throws UserMistake for an address, and for a pattern that fits no file
 */
export async function nameFiles(words: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const word of words) {
    if (/^[a-z][a-z\d+.-]+:\/\//i.test(word))
      throw new UserMistake(
        `${word} is an address, and tickets are read from files or a pipe; put "curl -sSL ${word} |" before the command, and - for the file`,
        { next: ['batch', '-'] },
      );
    names.push(...(/[*?[{]/.test(word) && !existsSync(word) ? await filesLike(word) : [word]));
  }
  return [...new Map(names.map((name) => [resolve(name), name])).values()];
}

async function filesLike(pattern: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const found = await glob(pattern, { expandDirectories: false });
  if (found.length === 0) throw new UserMistake(`no file is named like ${pattern}`);
  return found.sort();
}

/** What a person may call each of several files: short where that tells them apart. */
export function shortNames(names: readonly string[]): string[] {
  const short = names.map((name) => basename(name));
  return new Set(short).size === short.length ? short : [...names];
}
