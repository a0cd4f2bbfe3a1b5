import { nearest, UserMistake } from '../../domain/mistake.ts';

/** @throws UserMistake that names the nearest where there is none */
export function findColumn(path: string, columns: readonly string[], name: string): string {
  const lower = name.trim().toLowerCase();
  const found =
    columns.find((column) => column === name) ??
    columns.find((column) => column.toLowerCase() === lower);
  if (found !== undefined) return found;
  const near = nearest(name, columns);
  const shown = columns.slice(0, 20).join(', ') + (columns.length > 20 ? ', …' : '');
  throw new UserMistake(
    `there is no column "${name}" in ${path}${near === undefined ? '' : `; did you mean "${near}"?`}${near === undefined ? ';' : ''} columns: ${shown}`,
  );
}
