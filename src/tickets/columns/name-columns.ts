import { nearest, UserMistake } from '../../domain/mistake.ts';

/** Unique names: a second `text` becomes `text_2`, an unnamed fourth column `column_4`. */
export function nameColumns(header: readonly string[]): string[] {
  const taken = new Set(header.map((name) => oneLine(name)).filter((name) => name !== ''));
  const given = new Set<string>();
  const counts = new Map<string, number>();
  return header.map((name, index) => {
    const wanted = oneLine(name);
    const stem = wanted === '' ? `column_${index + 1}` : wanted;
    let unique = stem;
    let count = counts.get(stem) ?? 2;
    for (; given.has(unique) || (unique !== wanted && taken.has(unique)); count++)
      unique = `${stem}_${count}`;
    counts.set(stem, count);
    given.add(unique);
    return unique;
  });
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}

/** `Ticket Description` and `ticket-description` are `ticket_description`; the points of a path stay. */
export function foldName(column: string): string {
  return column
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, '_')
    .replace(/^_+|_+$/g, '');
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

/** As many as a sheet can have, and characters of all their names. */
const mostColumns = 16_384;
const mostCharacters = 200_000;

/** @throws UserMistake for a header that is beyond any table of tickets */
export function checkHeader(name: string, header: readonly string[]): void {
  const characters = header.reduce((sum, one) => sum + one.length, 0);
  if (header.length <= mostColumns && characters <= mostCharacters) return;
  const [columns, letters] = [header.length, characters].map((one) => one.toLocaleString('en-US'));
  throw new UserMistake(
    `${name} has a header of ${columns} columns and ${letters} characters; is this a table of tickets?`,
  );
}

/** Words that are in the names of columns, and seldom in a row. */
const NAME_WORDS = new Set(
  'id,ids,key,number,no,nr,nummer,ref,reference,case,ticket,text,body,message,comment,comments,feedback,review,description,beschreibung,content,problem,details,question,note,notes,subject,title,summary,status,state,priority,type,category,created,updated,opened,closed,date,time,datum,name,email,owner,assignee,requester,agent,customer,rating,score,source,channel,language,country,product,tags,label,labels,themes'.split(
    ',',
  ),
);

/** How many cells are called as columns are. */
export function nameWords(cells: readonly string[]): number {
  return cells.filter((cell) => {
    const words = foldName(cell).split(/[_.]/);
    return words.length <= 4 && words.some((word) => NAME_WORDS.has(word));
  }).length;
}
