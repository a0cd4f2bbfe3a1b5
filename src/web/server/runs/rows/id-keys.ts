import { setImmediate } from 'node:timers/promises';
import type { Ledger } from '../../../../ledger/ledger.ts';

const rowsAtOnce = 5000;

/** Numbers to sort places by: numbers in ids count as numbers: T9 stands before T10. */
export async function readIdKeys(
  ledger: Ledger,
  run: string,
  length: number,
): Promise<Uint32Array> {
  const ids: string[] = new Array(length).fill('');
  for (let from = 1; from <= length; from += rowsAtOnce) {
    // Behind the last decided row there may be others.
    const to = Math.min(length, from + rowsAtOnce - 1);
    for (const { row, id } of await ledger.results.ids(run, from, to))
      ids[row - 1] = id.toLowerCase();
    await setImmediate();
  }
  // Mostly the words before the first number are alike: numbers are compared faster than words.
  const words: string[] = [];
  const numbers = new Float64Array(length);
  for (const [place, id] of ids.entries()) {
    const [, word = id, digits = '0'] = /^(\D*)(\d{1,15})/.exec(id) ?? [];
    words.push(word);
    numbers[place] = Number(digits);
  }
  const ranks = new Map([...new Set(words)].sort().map((word, rank) => [word, rank]));
  const wordRanks = Uint32Array.from(words, (word) => ranks.get(word) ?? 0);
  const compare = (a: number, b: number) =>
    (wordRanks[a] ?? 0) - (wordRanks[b] ?? 0) ||
    (numbers[a] ?? 0) - (numbers[b] ?? 0) ||
    compareRest(ids[a] ?? '', ids[b] ?? '');
  const places = Uint32Array.from(ids.keys()).sort((a, b) => compare(a, b) || a - b);
  const keys = new Uint32Array(length);
  for (let index = 1; index < length; index++) {
    const [before, place] = [places[index - 1] ?? 0, places[index] ?? 0];
    keys[place] = (keys[before] ?? 0) + (compare(before, place) === 0 ? 0 : 1);
  }
  return keys;
}

/** Ids that are alike up to their first number and in it. */
function compareRest(one: string, other: string): number {
  if (one === other) return 0;
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : 1;
}
