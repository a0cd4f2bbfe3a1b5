import { isBlank } from '../clean-text.ts';
import { foldName } from './name-columns.ts';

/** A column, or a path into one, with a sample of what it holds. */
export interface Candidate {
  name: string;
  values: readonly string[];
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
/** What the other side wrote, and what is about a text. */
const NOT_THEIRS =
  /(^|_)(reply|response|answer|agent|internal|developer|resolution|solution|close|admin|url|link|type|status|language|date|time|id|name|email|file|sheet)(_|$)/;
/** A column that its name proposes is passed over where another is so many times as filled and wordy. */
const CLEARLY = 2.5;
/** Three words in every row. */
const FEWEST = Math.sqrt(3) - 0.01;

export function isContextName(column: string): boolean {
  return CONTEXT_NAMES.has(plain(column));
}

/** The column that customers wrote: by its name, unless another is clearly more filled and wordier. */
export function guessText(
  candidates: readonly Candidate[],
  id: string | undefined,
): string | undefined {
  const filled = candidates.filter(
    ({ name, values }) =>
      name !== id && (values.length === 0 || values.some((value) => !isBlank(value))),
  );
  const named = nameOf(filled);
  const scored = filled
    .map((candidate) => ({ ...candidate, score: scoreOf(candidate) }))
    .sort((a, b) => b.score - a.score);
  const best = scored.find(({ name }) => !NOT_THEIRS.test(plain(name)));
  if (named === undefined || best === undefined) return longest(filled)?.name;
  const own = scored.find(({ name }) => name === named.name)?.score ?? 0;
  const isText = wordiness(best.values) > FEWEST;
  return isText && best.score > CLEARLY * own ? best.name : named.name;
}

function nameOf(filled: readonly Candidate[]): Candidate | undefined {
  for (const name of TEXT_NAMES) {
    const exact = filled.find((column) => plain(column.name) === name);
    if (exact !== undefined) return exact;
  }
  for (const name of TEXT_NAMES) {
    const partly = filled.find((column) => plain(column.name).split('_').includes(name));
    if (partly !== undefined && !plain(partly.name).endsWith('id')) return partly;
  }
  return undefined;
}

/** How much a column looks like what customers wrote: filled, wordy, and called so. */
function scoreOf({ name, values }: Candidate): number {
  const folded = plain(name);
  const isExact = TEXT_NAMES.includes(folded);
  const isPart = folded.split('_').some((part) => TEXT_NAMES.includes(part));
  const weight = isExact
    ? 4
    : NOT_THEIRS.test(folded)
      ? 0.2
      : isPart
        ? 2
        : CONTEXT_NAMES.has(folded)
          ? 0.5
          : 1;
  return weight * wordiness(values);
}

/** The share of values that hold words, squared, times the root of how many. */
function wordiness(values: readonly string[]): number {
  const texts = values.filter((value) => !isBlank(value) && !/^\s*[[{]/.test(value));
  if (texts.length === 0) return 0;
  const words = texts.reduce((sum, text) => sum + countWords(text), 0) / texts.length;
  return (texts.length / values.length) ** 2 * Math.sqrt(words);
}

/** Scripts without blanks count a word for every two characters. */
function countWords(text: string): number {
  const start = text.slice(0, 2000);
  const unspaced = start.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu,
  );
  const spaced = start.match(/\p{L}{2,}/gu);
  return (unspaced === null ? 0 : unspaced.length / 2) + (spaced?.length ?? 0);
}

function longest(candidates: readonly Candidate[]): Candidate | undefined {
  const length = ({ values }: Candidate) => values.reduce((sum, value) => sum + value.length, 0);
  const texts = candidates.filter(({ values }) => wordiness(values) > 0);
  return [...(texts.length > 0 ? texts : candidates)].sort((a, b) => length(b) - length(a))[0];
}

export function guessId(candidates: readonly Candidate[], isNamed: boolean): string | undefined {
  for (const name of ID_NAMES) {
    const exact = candidates.find((column) => plain(column.name) === name);
    if (exact !== undefined) return exact.name;
  }
  // `airline_id` also ends in id: only a column that tells the rows apart is taken.
  return candidates.find(({ name, values }) => {
    const isCalledSo = isNamed
      ? /(^|[^a-z0-9])id$|[a-z]I[dD]$/.test(name) || /[^a-z0-9]id$/i.test(name)
      : values.every((value) => /^[\p{L}\d_./-]*\d[\p{L}\d_./-]*$/u.test(value.trim()));
    return (
      isCalledSo &&
      values.length > 0 &&
      values.every((value) => value.trim() !== '') &&
      new Set(values).size === values.length
    );
  })?.name;
}

function plain(column: string): string {
  return foldName(column).replaceAll('.', '_');
}
