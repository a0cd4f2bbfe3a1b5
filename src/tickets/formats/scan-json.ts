import { UserMistake } from '../../domain/mistake.ts';

/** A record's own text, and the line that it begins on. */
export interface JsonRecord {
  text: string;
  line: number;
}

/** What stands in JSON beside the records. */
export interface JsonOutline {
  /** Objects in each list, by its path, outside of records. */
  lists: Map<string, { objects: number; characters: number }>;
  /** The first object's own values that are no objects or lists. */
  own: Map<string, string>;
  /** Values that stand one after the other. */
  roots: number;
  /** The text ended within a list or an object. */
  isCut: boolean;
}

/** Characters that one record may hold. */
const LONGEST_RECORD = 16 * 1024 * 1024;
const mostLists = 200;

interface Level {
  isList: boolean;
  key: string;
}

/**
 * The objects at a path, such as `data.tickets[]`, without keeping the rest of the text.
 * @param steps keys, and `[]` for the values of a list; none for what stands at the top
 * @throws UserMistake for a record that never ends
 */
export async function* scanRecords(
  name: string,
  pieces: AsyncIterable<string> | Iterable<string>,
  steps: readonly string[] | undefined,
  outline: JsonOutline = newOutline(),
): AsyncGenerator<JsonRecord> {
  const levels: Level[] = [];
  let [kept, line, string] = ['', 1, ''];
  let record: { parts: string[]; depth: number; line: number; length: number } | undefined;
  const isRecord = () =>
    steps !== undefined &&
    levels.length === steps.length &&
    levels.every(({ isList, key }, at) => (isList ? '[]' : key) === steps[at]);

  for await (const piece of pieces) {
    const text = kept + piece;
    const tokens = /"(?:[^"\\]|\\[\s\S])*"|[{}[\]]|[^"{}[\]]+/g;
    let end = 0;
    for (
      let match = tokens.exec(text);
      match !== null && match.index === end;
      match = tokens.exec(text)
    ) {
      const [token] = match;
      end = tokens.lastIndex;
      const level = levels.at(-1);
      if (token === '{' || token === '[') {
        if (record === undefined) {
          if (token === '{') count(outline, levels);
          if (levels.length === 0) outline.roots += 1;
          if (isRecord()) record = { parts: [], depth: levels.length, line, length: 0 };
        }
        levels.push({ isList: token === '[', key: '' });
      } else if (token === '}' || token === ']') levels.pop();
      else if (token.startsWith('"')) string = token;
      else if (/^\s*:/.test(token) && level !== undefined && !level.isList) {
        level.key = record === undefined ? readString(string) : '';
        if (levels.length === 1 && outline.roots === 1)
          outline.own.set(level.key, token.slice(token.indexOf(':') + 1).trim());
      }
      if (
        token.startsWith('"') &&
        levels.length === 1 &&
        level !== undefined &&
        outline.roots === 1 &&
        outline.own.get(level.key) === ''
      )
        outline.own.set(level.key, token);
      if (record !== undefined) {
        record.parts.push(token);
        record.length += token.length;
        if (record.length > LONGEST_RECORD) throw tooLong(name, record.line);
        if (levels.length === record.depth) {
          yield { text: record.parts.join(''), line: record.line };
          record = undefined;
        }
      }
      line += lineEnds(token);
    }
    kept = text.slice(end);
    if (kept.length > LONGEST_RECORD) throw tooLong(name, line);
  }
  outline.isCut = levels.length > 0;
  if (record !== undefined) yield { text: record.parts.join('') + kept, line: record.line };
}

export function newOutline(): JsonOutline {
  return { lists: new Map(), own: new Map(), roots: 0, isCut: false };
}

function count({ lists }: JsonOutline, levels: readonly Level[]): void {
  if (levels.at(-1)?.isList !== true) return;
  const path = showPath(levels.map(({ isList, key }) => (isList ? '[]' : key)));
  const found = lists.get(path);
  if (found !== undefined) found.objects += 1;
  else if (lists.size < mostLists) lists.set(path, { objects: 1, characters: 0 });
}

/** `data.tickets[]` */
export function showPath(steps: readonly string[]): string {
  return steps.reduce(
    (path, step) => (step === '[]' || path === '' ? path + step : `${path}.${step}`),
    '',
  );
}

/** `data.tickets`, `data.tickets[]` and `$.data.tickets[*]` are one. */
export function readPath(path: string): string[] {
  const plain = path
    .trim()
    .replace(/^\$\.?/, '')
    .replaceAll('[*]', '[]')
    .replace(/^\./, '');
  const steps = plain.split(/\.|(?=\[\])/).filter((step) => step !== '');
  return steps.at(-1) === '[]' || steps.length === 0 ? steps : [...steps, '[]'];
}

function readString(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}

function lineEnds(text: string): number {
  let found = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found++;
  return found;
}

function tooLong(name: string, line: number): UserMistake {
  return new UserMistake(
    `${name}, line ${line}: a record is longer than ${LONGEST_RECORD / 1024 / 1024} million characters; --records PATH says where the tickets are`,
  );
}
