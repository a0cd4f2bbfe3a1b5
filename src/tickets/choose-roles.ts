import { nearest, UserMistake } from '../domain/mistake.ts';
import { isBlank } from './is-blank.ts';

/** Which columns hold what, by their unique names. */
export interface Roles {
  id?: string | undefined;
  text: string;
  context: string[];
}

export interface WantedRoles {
  id?: string | undefined;
  text?: string | undefined;
  context?: string[] | undefined;
}

const TEXT_NAMES =
  'text,feedback,body,message,comment,comments,review,description,content,tweet,complaint,transcript,conversation,problem,details,question,note'.split(
    ',',
  );
const ID_NAMES =
  'id,ticket_id,ticketid,ticket,key,number,ticket_number,ticket_no,case_id,case_number,case,uuid,reference'.split(
    ',',
  );
const CONTEXT_NAMES = new Set(['problem', 'resolution', 'subject', 'title', 'header', 'summary']);

/** Takes the wanted columns, guesses the others, and says each guess in a note. */
export function chooseRoles(
  path: string,
  columns: readonly string[],
  wanted: WantedRoles,
  sample: readonly (readonly string[])[],
): { roles: Roles; notes: string[] } {
  const find = (name: string) => findColumn(path, columns, name);
  const wantedId = wanted.id === undefined ? undefined : find(wanted.id);
  const wantedContext = wanted.context?.map(find);
  const id = wantedId ?? guessId(columns, sample);
  const text = wanted.text === undefined ? guessText(columns, id, sample) : find(wanted.text);
  const isFree = (column: string) => column !== text && column !== id;
  const context =
    wantedContext?.filter(
      (column, index, all) => column !== text && all.indexOf(column) === index,
    ) ?? columns.filter((column) => isFree(column) && CONTEXT_NAMES.has(fold(column)));
  const usedId = wantedId ?? (id === text ? undefined : id);

  const notes: string[] = [];
  if (wanted.text === undefined) notes.push(`text column: ${text}`);
  if (wanted.id === undefined) {
    notes.push(usedId === undefined ? 'no id column: rows are numbered' : `id column: ${usedId}`);
  }
  if (wantedContext === undefined && context.length > 0) {
    notes.push(`context: ${context.join(', ')}`);
  }
  return { roles: { id: usedId, text, context }, notes };
}

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

function guessText(
  columns: readonly string[],
  id: string | undefined,
  sample: readonly (readonly string[])[],
): string {
  const filled = columns.filter(
    (column, index) =>
      column !== id &&
      (sample.length === 0 || sample.some((cells) => !isBlank(cells[index] ?? ''))),
  );
  for (const name of TEXT_NAMES) {
    const exact = filled.find((column) => fold(column) === name);
    if (exact !== undefined) return exact;
  }
  for (const name of TEXT_NAMES) {
    const partly = filled.find((column) => fold(column).split('_').includes(name));
    if (partly !== undefined && !fold(partly).endsWith('id')) return partly;
  }
  const length = (column: string) => {
    const index = columns.indexOf(column);
    return sample.reduce((sum, cells) => sum + (cells[index] ?? '').length, 0);
  };
  const longest = [...filled].sort((a, b) => length(b) - length(a))[0];
  return longest ?? columns.find((column) => column !== id) ?? columns[0] ?? '';
}

function guessId(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): string | undefined {
  for (const name of ID_NAMES) {
    const exact = columns.find((column) => fold(column) === name);
    if (exact !== undefined) return exact;
  }
  // `airline_id` also ends in id: only a column that tells the rows apart is taken.
  return columns.find((column, index) => {
    if (!/(^|[^a-z0-9])id$|[a-z]I[dD]$/.test(column) && !/[^a-z0-9]id$/i.test(column)) return false;
    const values = sample.map((cells) => cells[index] ?? '');
    return (
      values.length > 0 &&
      values.every((value) => value.trim() !== '') &&
      new Set(values).size === values.length
    );
  });
}

/** `Ticket Description` and `ticket-description` are `ticket_description`. */
function fold(column: string): string {
  return column
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}
