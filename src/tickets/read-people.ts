import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserMistake } from '../domain/mistake.ts';
import type { Theme } from '../domain/theme.ts';
import { readGold } from './read-gold.ts';

export interface People {
  /** Files of labels, one a person; or columns of `gold`. */
  annotators: readonly string[];
  gold: string | undefined;
}

/** One person's labels: theme ids by ticket id. */
interface Person {
  name: string;
  labels: Map<string, string[]>;
}

/** Reads the labels of several people. @throws UserMistake for fewer than two, or columns without a file */
export async function readPeople(
  people: People,
  themes: readonly Pick<Theme, 'id' | 'name'>[],
  id: string | undefined,
): Promise<Person[]> {
  return Promise.all(
    placesOf(people).map(async ({ name, file, column }) => {
      const { labels } = await readGold(file, themes, { id, labels: column });
      return { name, labels };
    }),
  );
}

function placesOf({ annotators, gold }: People) {
  const names = annotators.map((name) => name.trim()).filter((name) => name !== '');
  if (new Set(names).size < 2)
    throw new UserMistake(
      '--annotators takes two people or more: files of labels, or columns of --gold FILE, with commas between',
    );
  const short = names.map((name) => path.parse(name).name);
  return names.map((name, place) => {
    if (existsSync(name)) {
      const isAlone = short.filter((other) => other === short[place]).length === 1;
      return { name: isAlone ? (short[place] ?? name) : name, file: name, column: undefined };
    }
    if (gold === undefined)
      throw new UserMistake(
        `there is no file ${name}; for columns of one file name it with --gold FILE`,
      );
    return { name, file: gold, column: name };
  });
}
