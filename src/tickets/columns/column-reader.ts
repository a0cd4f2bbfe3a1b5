import { UserMistake } from '../../domain/mistake.ts';
import { isBlank } from '../clean-text.ts';
import { findColumn } from './name-columns.ts';

/** Reads a text out of a row's cells. */
export type CellReader = (cells: readonly string[]) => string;

/** Between the texts of several columns. */
const BETWEEN = '\n\n';

/**
 * The columns, or paths into them, that a person means: `subject,description`, `source.body`, `comments[].body`, or
 * the one name of all columns that are called the same.
 * @throws UserMistake that names the nearest where there is none
 */
export function findColumns(
  path: string,
  { columns, header }: { columns: readonly string[]; header: readonly string[] },
  spec: string,
): string[] {
  const alike = columns.filter((_, at) => sameName(header[at] ?? '', spec));
  if (alike.length > 1) return alike;
  const whole = pathIn(columns, spec) ?? alike[0];
  if (whole !== undefined) return [whole];
  const names = spec.split(',').filter((name) => name.trim() !== '');
  if (names.length < 2) return [findColumn(path, columns, spec)];
  const found: string[] = [];
  while (names.length > 0) {
    // A column's own name may hold commas.
    const most = names.map((_, at) => names.slice(0, names.length - at).join(','));
    const taken = most.findIndex((name) => pathIn(columns, name) !== undefined);
    const name = taken === -1 ? (names[0] ?? '') : (most[taken] ?? '');
    found.push(...findColumns(path, { columns, header }, name));
    names.splice(0, taken === -1 ? 1 : names.length - taken);
  }
  return [...new Set(found)];
}

/** The cells of one column, or of a path into its JSON. */
export function cellReader(columns: readonly string[], name: string): CellReader {
  const at = columns.indexOf(name);
  if (at !== -1) return (cells) => cells[at] ?? '';
  const base = baseOf(columns, name);
  if (base === undefined) return () => '';
  const index = columns.indexOf(base);
  const steps = name.slice(base.length).replaceAll('[]', '').split('.').slice(1);
  return (cells) => valuesAt(parse(cells[index] ?? ''), steps).join(BETWEEN);
}

/** The texts of several columns, one below the other: those that are blank, or said already, are left away. */
export function joinedReader(columns: readonly string[], names: readonly string[]): CellReader {
  const readers = names.map((name) => cellReader(columns, name));
  const [only] = readers;
  if (only !== undefined && readers.length === 1) return only;
  return (cells) => {
    const texts = readers.map((read) => read(cells)).filter((text) => !isBlank(text));
    return [...new Set(texts)].join(BETWEEN);
  };
}

/** All paths of the texts in a column's JSON: none where it holds anything else. */
export function pathsIn(column: string, samples: readonly string[]): string[] {
  const found = new Set<string>();
  for (const sample of samples) {
    if (isBlank(sample)) continue;
    const value = parse(sample);
    if (typeof value !== 'object' || value === null) return [];
    collect(value, column, found);
    if (found.size > mostPaths) break;
  }
  return [...found];
}

const mostPaths = 200;
const deepest = 6;

function collect(value: unknown, path: string, found: Set<string>, depth = 0): void {
  if (depth > deepest || found.size > mostPaths) return;
  if (Array.isArray(value)) {
    for (const one of value.slice(0, 20)) collect(one, `${path}[]`, found, depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value))
      collect(one, `${path}.${key}`, found, depth + 1);
  } else if (value !== null) found.add(path);
}

function parse(cell: string): unknown {
  if (!/^\s*[[{]/.test(cell)) return undefined;
  try {
    return JSON.parse(cell);
  } catch {
    return undefined;
  }
}

/** Lists are gone through, whether the path says so or not. */
function valuesAt(value: unknown, steps: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, steps));
  const [step, ...others] = steps;
  if (step === undefined) {
    if (value === null || value === undefined) return [];
    return [typeof value === 'string' ? value : JSON.stringify(value)];
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return valuesAt((value as Record<string, unknown>)[step], others);
}

/** Whether it is one, or a path into one. */
export function hasColumn(columns: readonly string[], name: string): boolean {
  return pathIn(columns, name) !== undefined;
}

function pathIn(columns: readonly string[], name: string): string | undefined {
  const wanted = name.trim();
  const column =
    columns.find((one) => one === wanted) ?? columns.find((one) => sameName(one, wanted));
  if (column !== undefined) return column;
  const base = baseOf(columns, wanted);
  return base === undefined ? undefined : base + wanted.slice(base.length);
}

/** The column that a path begins in: the longest, as a name may have points in it. */
function baseOf(columns: readonly string[], path: string): string | undefined {
  return columns
    .filter(
      (column) =>
        sameName(path.slice(0, column.length), column) &&
        /^(\[\])*\.[^,]+$/.test(path.slice(column.length)),
    )
    .sort((a, b) => b.length - a.length)[0];
}

function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** @throws UserMistake for a role that takes one column and was given several */
export function findOne(
  path: string,
  table: { columns: readonly string[]; header: readonly string[] },
  option: string,
  spec: string,
): string {
  const [column, ...others] = findColumns(path, table, spec);
  if (column !== undefined && (others.length === 0 || !spec.includes(','))) return column;
  throw new UserMistake(`${option} takes one column, got "${spec}"`);
}
