// JSON inside a model's text.
import { stripReasoning } from './strip-reasoning.ts';

export type Json = Record<string, unknown>;

/** Deeper nesting is no answer to anything that we ask. */
const DEEPEST = 64;

/** The JSON that a text is; undefined where it is none, or nests too deep to be worked with. */
export function readJson(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether brackets and braces, those in strings not counted, are open deeper than in any answer. */
export function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString && character === '\\') at += 1;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

const KEYS_AND_BRACKETS = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}[\]]/gs;

/** Whether an object says something under the same key twice: JSON.parse keeps what comes last. */
export function repeatsKey(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  for (const [mark, key = '', isKey] of text.matchAll(KEYS_AND_BRACKETS)) {
    if (mark === '{' || mark === '[') open.push(mark === '{' ? new Set() : undefined);
    else if (mark === '}' || mark === ']') open.pop();
    else if (isKey !== undefined) {
      const plain = key.includes('\\') ? String(readJson(`"${key}"`)) : key;
      if (open.at(-1)?.has(plain)) return true;
      open.at(-1)?.add(plain);
    }
  }
  return false;
}

const STRINGS = /"[^"\\]*(?:\\.[^"\\]*)*"/gs;

export interface Region {
  start: number;
  text: string;
  /** How many braces and brackets were open at once. */
  deepest: number;
  /** The closing brace never came. */
  isCutOff: boolean;
}

/** The outermost `{…}` of the text, braces inside JSON strings not counted. */
export function bracedRegions(text: string): Region[] {
  const regions: Region[] = [];
  const marks = /["{}[\]]/g;
  const inString = /\\.|"/gs;
  let start = -1;
  let braces = 0;
  let brackets = 0;
  let deepest = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '{' && braces++ === 0) {
      start = mark.index;
      brackets = 0;
      deepest = 0;
    }
    if (braces === 0) continue;
    if (mark[0] === '"') {
      inString.lastIndex = marks.lastIndex;
      let end = inString.exec(text);
      while (end !== null && end[0] !== '"') end = inString.exec(text);
      if (end === null) break;
      marks.lastIndex = inString.lastIndex;
    } else if (mark[0] === '[') brackets++;
    else if (mark[0] === ']') brackets--;
    else if (mark[0] === '}' && --braces === 0) {
      regions.push({ start, text: text.slice(start, marks.lastIndex), deepest, isCutOff: false });
    }
    deepest = Math.max(deepest, braces + brackets);
  }
  if (braces > 0) regions.push({ start, text: text.slice(start), deepest, isCutOff: true });
  return regions;
}

/**
 * The JSON of a text, whatever stands around it: reasoning, fences, prose, text in text, several values
 * one after another. Of what is cut off or says something twice, the whole entries of its list.
 */
export function valuesIn(text: string): unknown[] {
  const whole = readJson(text);
  if (typeof whole === 'string') return whole.length < text.length ? valuesIn(whole) : [];
  if (typeof whole === 'object' && whole !== null && !repeatsKey(text)) return [whole];
  const said = whole === undefined ? saidIn(text) : text;
  return bracedRegions(said).flatMap((region) => objectOf(region) ?? entriesIn(region));
}

/** The text without reasoning and tokens. Those in the strings of an object are what it says, and end nothing. */
export function saidIn(text: string): string {
  const objects: string[] = [];
  let outside = '';
  let from = 0;
  for (const { start, text: object, isCutOff } of bracedRegions(text)) {
    if (isCutOff || /[<◁`]/.test(object.replace(STRINGS, ''))) continue;
    outside += `${text.slice(from, start)}{\ue000${objects.push(object) - 1}\ue000}`;
    from = start + object.length;
  }
  return stripReasoning(outside + text.slice(from)).replace(
    /\{\ue000(\d+)\ue000\}/g,
    (mark, index) => objects[Number(index)] ?? mark,
  );
}

/** Whether any of it can be read. */
export function holdsValues(text: string): boolean {
  return valuesIn(text).some((value) => !(value instanceof Unreadable));
}

/** Whether braces in it are left open. */
export function isCutOff(text: string): boolean {
  return bracedRegions(text).some((region) => region.isCutOff);
}

/** What stands where an object was and could not be read. */
export class Unreadable {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The objects in the list of an object that can't be read as one. */
function entriesIn({ text, isCutOff }: Region): (Json | Unreadable)[] {
  const list = text.search(/\[\s*\{/);
  const regions = list < 0 ? [] : bracedRegions(text.slice(list));
  if (regions.length === 0) return isCutOff ? [] : [new Unreadable(text)];
  const entries = regions.flatMap((region) =>
    region.isCutOff ? [] : [objectOf(region) ?? new Unreadable(region.text)],
  );
  const before = text.slice(0, list);
  return before.includes(',') ? [new Unreadable(before), ...entries] : entries;
}

/** A text that is nothing but one JSON object is taken as it is: its strings may hold tags and fences. */
export function wholeObject(text: string): { object: Json; region: Region } | undefined {
  const trimmed = text.trim();
  const region = trimmed.startsWith('{') ? bracedRegions(trimmed)[0] : undefined;
  if (region === undefined || region.text.length !== trimmed.length) return undefined;
  const object = objectOf(region);
  return object === undefined ? undefined : { object, region };
}

export function objectOf(region: Region): Json | undefined {
  if (region.isCutOff || region.deepest > DEEPEST) return undefined;
  return parsed(region.text) ?? parsed(mended(region.text));
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && !repeatsKey(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The two slips that leave no doubt about what was meant: raw line breaks inside strings, commas before an end. */
function mended(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|,(?=\s*[}\]])/gs, (part) =>
    part === ','
      ? ''
      : part.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t'),
  );
}

export function isObject(value: unknown): value is Json {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unreadable)
  );
}
