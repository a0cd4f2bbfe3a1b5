import { UserMistake } from '../domain/mistake.ts';
import { type Theme, themeFinder } from '../domain/theme.ts';
import { openTickets } from './read-tickets.ts';

/** A person's labels, read from a file. */
export interface Gold {
  path: string;
  /** Theme ids by ticket id, or by row number where the file has no id column. */
  labels: Map<string, string[]>;
  /** Labels that are no theme of the run, and how often they stand there. */
  unknownThemes: Map<string, number>;
  /** Ids that stand there more than once; the first label counts. */
  repeated: number;
}

const columnNames = [
  'themes',
  'labels',
  'label',
  'theme',
  'gold',
  'expected',
  'categories',
  'category',
];

/**
 * Reads a file with an id column and a column of themes, by id or name, with `|` between them or as a
 * JSON list. A blank cell says that no theme applies.
 * @throws UserMistake for a file that can't be read, or has no such column
 */
export async function readGold(
  path: string,
  themes: readonly Pick<Theme, 'id' | 'name'>[],
): Promise<Gold> {
  const file = await openTickets(path, {});
  const at = file.columns.findIndex((column) => columnNames.includes(column.trim().toLowerCase()));
  if (at === -1)
    throw new UserMistake(
      `${path} has no column of labels; name one "themes" (columns: ${file.columns.slice(0, 20).join(', ')})`,
    );
  const idOf = themeFinder(themes);
  const gold: Gold = { path, labels: new Map(), unknownThemes: new Map(), repeated: 0 };
  for await (const { id, cells } of file.tickets()) {
    if (gold.labels.has(id)) {
      gold.repeated += 1;
      continue;
    }
    const named = namesIn(cells[at] ?? '');
    const known = named.flatMap((name) => {
      const theme = idOf(name);
      if (theme === undefined)
        gold.unknownThemes.set(name, (gold.unknownThemes.get(name) ?? 0) + 1);
      return theme ?? [];
    });
    gold.labels.set(id, [...new Set(known)]);
  }
  return gold;
}

function namesIn(cell: string): string[] {
  const listed = /^\s*\[/.test(cell) ? parseList(cell) : undefined;
  return (listed ?? cell.split('|')).map((name) => name.trim()).filter((name) => name !== '');
}

function parseList(cell: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(cell);
    return Array.isArray(list) ? list.map(String) : undefined;
  } catch {
    return undefined;
  }
}
