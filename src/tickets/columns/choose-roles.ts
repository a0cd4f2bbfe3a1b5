import { isBlank, looksLikeMail } from '../clean-text.ts';
import { cellReader, findColumns, findOne, joinedReader, pathsIn } from './column-reader.ts';
import { type Candidate, guessId, guessText, isContextName } from './guess-columns.ts';
import { recogniseExport } from './known-exports.ts';

/** Which columns hold what, by their unique names. */
export interface Roles {
  id?: string | undefined;
  /** A column, or what stands for `texts` where a person reads it. */
  text: string;
  /** Columns that are joined, or paths into them, where the text is not just one column. */
  texts?: string[];
  context: string[];
  /** The text is judged without markup, the mail that it answers and its signature. */
  clean?: true;
}

export interface WantedRoles {
  id?: string | undefined;
  text?: string | undefined;
  context?: string[] | undefined;
  /** Whether the text is cleaned; where it looks like mail, if nothing is said. */
  clean?: boolean | undefined;
}

export interface NamedColumns {
  /** As in the file: duplicates and empty names kept. */
  header: readonly string[];
  /** Unique names. */
  columns: readonly string[];
  /** The file names its columns; nothing where it does. */
  isNamed?: boolean;
}

/** Takes the wanted columns, guesses the others, and says each guess in a note. */
export function chooseRoles(
  path: string,
  table: NamedColumns,
  wanted: WantedRoles,
  sample: readonly (readonly string[])[],
): { roles: Roles; notes: string[] } {
  const { columns, isNamed = true } = table;
  const candidates = candidatesIn(columns, sample);
  const known = isNamed ? recogniseExport(candidates.map(({ name }) => name)) : undefined;
  const wantedId = wanted.id === undefined ? undefined : findOne(path, table, '--id', wanted.id);
  const wantedContext = wanted.context?.map((name) => findOne(path, table, '--context', name));
  const own = candidates.filter(({ name }) => columns.includes(name));
  const id = wantedId ?? known?.id ?? guessId(own, isNamed);
  const texts =
    wanted.text === undefined
      ? (knownText(known?.texts ?? [], columns, sample) ?? [
          guessText(candidates, id) ?? columns.find((column) => column !== id) ?? columns[0] ?? '',
        ])
      : findColumns(path, table, wanted.text);
  const isFree = (column: string) => !texts.includes(column) && column !== id;
  const context = wantedContext?.filter(
    (column, index, all) => !texts.includes(column) && all.indexOf(column) === index,
  ) ?? [
    ...new Set([
      ...columns.filter((column) => isFree(column) && isContextName(column)),
      ...(known?.context ?? []).filter(isFree),
    ]),
  ];
  const usedId = wantedId ?? (texts.includes(id ?? '') ? undefined : id);
  const isPlain = texts.length === 1 && columns.includes(texts[0] ?? '');
  const text = isPlain ? (texts[0] ?? '') : shownText(texts, table);

  const notes: string[] = [];
  if (known !== undefined && Object.values(wanted).every((value) => value === undefined))
    notes.push(`columns as in an export of ${known.name}`);
  if (wanted.text === undefined || !isPlain)
    notes.push(`text column${texts.length > 1 ? 's' : ''}: ${text}`);
  if (wanted.id === undefined) {
    notes.push(usedId === undefined ? 'no id column: rows are numbered' : `id column: ${usedId}`);
  }
  if (wantedContext === undefined && context.length > 0) {
    notes.push(`context: ${context.join(', ')}`);
  }
  const isMail = looksLikeMail(sample.map(joinedReader(columns, texts)));
  const isCleaned = wanted.clean ?? isMail;
  if (isCleaned)
    notes.push(
      `HTML, quoted replies and signatures are cut from the text${wanted.clean === undefined ? ' (--no-clean-text keeps them)' : ''}`,
    );
  const roles = {
    id: usedId,
    text,
    ...(isPlain ? {} : { texts }),
    context,
    ...(isCleaned ? { clean: true as const } : {}),
  };
  return { roles, notes };
}

/** Columns, and the paths of those that hold JSON. */
function candidatesIn(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): Candidate[] {
  return columns.flatMap((name, index): Candidate[] => {
    const values = sample.map((cells) => cells[index] ?? '');
    const paths = pathsIn(name, values).map((path) => {
      const read = cellReader(columns, path);
      return { name: path, values: sample.map(read) };
    });
    return [{ name, values }, ...paths];
  });
}

/** The first set that holds any text in the sample. */
function knownText(
  sets: readonly string[][],
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): string[] | undefined {
  return (
    sets.find((names) => sample.map(joinedReader(columns, names)).some((text) => !isBlank(text))) ??
    (sample.length === 0 ? sets[0] : undefined)
  );
}

/** As a person would write it: columns that are called the same by that one name. */
function shownText(texts: readonly string[], { columns, header }: NamedColumns): string {
  const names = texts.map((text) => {
    const name = header[columns.indexOf(text)] ?? text;
    const alike = columns.filter((_, at) => header[at] === name);
    return alike.length > 1 && alike.every((column) => texts.includes(column)) ? name : text;
  });
  return [...new Set(names)].join(', ');
}
