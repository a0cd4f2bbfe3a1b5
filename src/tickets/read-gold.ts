import { UserMistake } from '../domain/mistake.ts';
import { type Theme, themeFinder } from '../domain/theme.ts';
import { findColumn } from './columns/name-columns.ts';
import { openTickets, type TicketInput } from './read-tickets.ts';
import { restoreFormula } from './results/neutralise-formula.ts';

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

/** Stands where nobody has written a label yet. */
export const notLabelled = '?';

export interface GoldColumns {
  /** The ids' column where the file has it; guessed where not. */
  id?: string | undefined;
  labels?: string | undefined;
}

/**
 * Reads a file with an id column and a column of themes, by id or name, with `|` between them or as a
 * JSON list. A blank cell says that no theme applies, a question mark that nobody labelled it yet.
 * @throws UserMistake for a file that can't be read, or has no such column
 */
export async function readGold(
  input: string | TicketInput,
  themes: readonly Pick<Theme, 'id' | 'name'>[],
  wanted: GoldColumns = {},
): Promise<Gold> {
  const { columns, path } = await openTickets(input, {});
  const hasId = wanted.id !== undefined && columns.includes(wanted.id);
  const file = await openTickets(input, hasId ? { id: wanted.id } : {});
  const at = columns.indexOf(
    wanted.labels === undefined
      ? guessLabels(path, columns)
      : findColumn(path, columns, wanted.labels),
  );
  const idOf = themeFinder(themes);
  const gold: Gold = { path, labels: new Map(), unknownThemes: new Map(), repeated: 0 };
  for await (const { id: shown, cells } of file.tickets()) {
    // Our own results and exports of labels are read too.
    const id = restoreFormula(shown);
    if (gold.labels.has(id)) {
      gold.repeated += 1;
      continue;
    }
    const named = namesIn(cells[at] ?? '');
    if (named.length === 1 && named[0] === notLabelled) continue;
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

function guessLabels(path: string, columns: readonly string[]): string {
  const found = columns.find((column) => columnNames.includes(column.trim().toLowerCase()));
  if (found !== undefined) return found;
  throw new UserMistake(
    `${path} has no column of labels; name one "themes" (columns: ${columns.slice(0, 20).join(', ')})`,
  );
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
