import { UserMistake } from '../domain/mistake.ts';
import { plural } from '../domain/text/plural.ts';
import { hasColumn } from './columns/column-reader.ts';
import type { FoundFile } from './find-file.ts';
import { type SourceRow, widthDefect } from './make-ticket.ts';
import { shortNames } from './name-files.ts';
import type { Source } from './source.ts';

/**
 * Several files, or sheets of one, as one table: their rows one after the other under all columns that any of them has,
 * and last the name of each row's file or sheet.
 */
export function joinSources(
  long: readonly string[],
  sources: readonly Source[],
  part: 'file' | 'sheet',
): Source {
  const names = shortNames(long);
  const headerOf = new Map<string, string>();
  for (const { columns, header } of sources)
    columns.forEach((column, at) => {
      if (!headerOf.has(column)) headerOf.set(column, header[at] ?? column);
    });
  const fileColumn = freeName(part, [...headerOf.keys()]);
  const columns = [...headerOf.keys(), fileColumn];
  return {
    format: sources[0]?.format ?? 'csv',
    columns,
    isNamed: sources.every(({ isNamed }) => isNamed),
    header: [...headerOf.values(), fileColumn],
    notes: [
      `${plural(sources.length, part)}; the column ${fileColumn} says which one a row is from`,
      ...sources.flatMap(({ notes }, index) => notes.map((note) => `${names[index]}: ${note}`)),
      ...sources.flatMap((source, index) => lacking(source, columns, names[index])),
    ],
    async *batches() {
      for (const [index, source] of sources.entries()) {
        const file = names[index] ?? '';
        const places = [...headerOf.keys()].map((column) => source.columns.indexOf(column));
        const widen = (row: SourceRow): SourceRow => {
          const flaw = row.flaw ?? widthDefect(row.cells, source.header.length);
          const cells = [...places.map((at) => row.cells[at] ?? ''), file];
          return {
            ...row,
            cells,
            file: row.file === undefined ? file : `${file}:${row.file}`,
            ...(flaw === undefined ? {} : { flaw }),
          };
        };
        for await (const batch of source.batches()) yield batch.map(widen);
      }
    },
  };
}

function freeName(part: string, taken: readonly string[]): string {
  let name = part;
  while (taken.some((column) => column.toLowerCase() === name)) name = `tribunal_${name}`;
  return name;
}

function lacking({ columns: own }: Source, columns: readonly string[], name = ''): string[] {
  const missing = columns.slice(0, -1).filter((column) => !own.includes(column));
  return missing.length === 0 ? [] : [`${name} has no column ${missing.join(', ')}`];
}

/** @throws UserMistake for a file without the column that is judged: its tickets would all fail */
export function checkText(
  files: readonly FoundFile[],
  sources: readonly Source[],
  texts: readonly string[],
): void {
  for (const [index, { columns }] of sources.entries())
    if (!texts.some((text) => hasColumn(columns, text)))
      throw new UserMistake(
        `${files[index]?.name} has no column "${texts.join(', ')}", which is judged; files that are read together need the same columns (--text names another)`,
      );
}
