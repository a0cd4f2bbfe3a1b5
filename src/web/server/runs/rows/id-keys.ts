import { setImmediate } from 'node:timers/promises';
import type { Ledger } from '../../../../ledger/ledger.ts';
import { sortInSlices } from './sort-in-slices.ts';

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
  for (let place = 0; place < length; place++) {
    const id = ids[place] ?? '';
    const [, word = id, digits = '0'] = /^(\D*)(\d{1,15})/.exec(id) ?? [];
    words.push(word);
    numbers[place] = Number(digits);
    if (place % rowsAtOnce === 0) await setImmediate();
  }
  const distinct = [...new Set(words)];
  const byWord = await sortInSlices(firstNumbers(distinct.length), (a, b) =>
    (distinct[a] ?? '') < (distinct[b] ?? '') ? -1 : 1,
  );
  const ranks = new Map(Array.from(byWord, (at, rank) => [distinct[at] ?? '', rank]));
  const wordRanks = new Uint32Array(length);
  for (let place = 0; place < length; place++) {
    wordRanks[place] = ranks.get(words[place] ?? '') ?? 0;
    if (place % rowsAtOnce === 0) await setImmediate();
  }
  const compare = (a: number, b: number) =>
    (wordRanks[a] ?? 0) - (wordRanks[b] ?? 0) ||
    (numbers[a] ?? 0) - (numbers[b] ?? 0) ||
    compareRest(ids[a] ?? '', ids[b] ?? '');
  const places = await sortInSlices(firstNumbers(length), compare);
  const keys = new Uint32Array(length);
  for (let index = 1; index < length; index++) {
    const [before, place] = [places[index - 1] ?? 0, places[index] ?? 0];
    keys[place] = (keys[before] ?? 0) + (compare(before, place) === 0 ? 0 : 1);
    if (index % rowsAtOnce === 0) await setImmediate();
  }
  await setImmediate();
  return keys;
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
