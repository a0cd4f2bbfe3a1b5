import { setImmediate } from 'node:timers/promises';
import type { Ledger } from '../../../../ledger/ledger.ts';
import { sortByKeys } from './sort-by-keys.ts';
import { sortInSlices } from './sort-in-slices.ts';

const rowsAtOnce = 5000;

/** Numbers to sort places by: numbers in ids count as numbers: T9 stands before T10. */
export async function readIdKeys(
  ledger: Ledger,
  run: string,
  length: number,
): Promise<Uint32Array> {
  const { ids, words, numbers } = await readParts(ledger, run, length);
  const byNumber = sortByKeys(firstNumbers(length), numbers, 'up');
  await setImmediate();
  // Mostly the words before the first number are alike: numbers are compared faster than words.
  const isOneWord = words.every((word) => word === words[0]);
  const places = isOneWord ? byNumber : sortByKeys(byNumber, words, 'up');
  await setImmediate();
  const areAlike = (a: number, b: number) => words[a] === words[b] && numbers[a] === numbers[b];
  const compare = (a: number, b: number) => compareRest(ids[a] ?? '', ids[b] ?? '');
  const keys = new Uint32Array(length);
  let key = 0;
  for (let start = 0, rested = 0; start < length; key++) {
    let end = start + 1;
    while (end < length && areAlike(places[start] ?? 0, places[end] ?? 0)) end++;
    const alike = places.subarray(start, end);
    const sorted = alike.length > rowsAtOnce ? await sortInSlices(alike, compare) : alike;
    if (sorted === alike && alike.length > 1) alike.sort(compare);
    for (let at = 0; at < sorted.length; at++) {
      if (at > 0 && compare(sorted[at - 1] ?? 0, sorted[at] ?? 0) !== 0) key++;
      keys[sorted[at] ?? 0] = key;
    }
    start = end;
    if (start - rested < rowsAtOnce) continue;
    rested = start;
    await setImmediate();
  }
  return keys;
}

/** Of each id its place among the words before the first number, and that number. */
async function readParts(ledger: Ledger, run: string, length: number) {
  const ids: string[] = new Array(length).fill('');
  const numbers = new Float64Array(length);
  const words = new Uint32Array(length);
  const known = new Map([['', 0]]);
  let [lastWord, last] = ['', 0];
  for (let from = 1; from <= length; from += rowsAtOnce) {
    // Behind the last decided row there may be others.
    const to = Math.min(length, from + rowsAtOnce - 1);
    const found = await ledger.results.ids(run, from, to);
    for (let at = 0; at < found.row.length; at++) {
      const place = (found.row[at] ?? 0) - 1;
      const id = (found.id[at] ?? '').toLowerCase();
      const digits = findDigits(id);
      const word = id.slice(0, digits.start);
      if (word !== lastWord) {
        lastWord = word;
        last = known.get(word) ?? known.size;
        known.set(word, last);
      }
      ids[place] = id;
      words[place] = last;
      numbers[place] = digits.number;
    }
    await setImmediate();
  }
  const distinct = [...known.keys()];
  const inOrder = await sortInSlices(firstNumbers(distinct.length), (a, b) =>
    (distinct[a] ?? '') < (distinct[b] ?? '') ? -1 : 1,
  );
  const ranks = new Uint32Array(distinct.length);
  for (const [rank, word] of inOrder.entries()) ranks[word] = rank;
  return { ids, numbers, words: words.map((word) => ranks[word] ?? 0) };
}

/** Digits of a number; longer ones can't all be told apart. */
const mostDigits = 15;

function findDigits(id: string): { start: number; number: number } {
  let start = 0;
  while (start < id.length && digitAt(id, start) === undefined) start++;
  let number = 0;
  for (let at = start; at < start + mostDigits; at++) {
    const digit = digitAt(id, at);
    if (digit === undefined) break;
    number = 10 * number + digit;
  }
  return { start, number };
}

function digitAt(id: string, at: number): number | undefined {
  const digit = id.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : undefined;
}

function firstNumbers(count: number): Uint32Array {
  return new Uint32Array(count).map((_, at) => at);
}

/** Ids that are alike up to their first number and in it. */
function compareRest(one: string, other: string): number {
  if (one === other) return 0;
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : 1;
}
