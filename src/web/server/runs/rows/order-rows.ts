import type { Ledger } from '../../../../ledger/ledger.ts';
import type { TicketOrder } from '../../../api/filter.ts';
import type { RunView } from '../run-view.ts';

const rowsAtOnce = 5000;

/**
 * Numbers to sort places by; nothing for the file's order. Equal numbers stay in the file's order,
 * and NaN stands last whichever way.
 */
export async function keysFor(
  ledger: Ledger,
  view: RunView,
  sort: TicketOrder['sort'],
): Promise<ArrayLike<number> | undefined> {
  const { columns } = view;
  switch (sort) {
    case 'row':
      return undefined;
    case 'status':
      return columns.status;
    case 'confidence':
      return columns.confidence;
    case 'sentiment':
      return columns.sentiment;
    case 'themes':
      return themeKeys(view);
    case 'id':
      return idKeys(ledger, view);
  }
}

/** The places that a filter lets through, in order. */
export function orderRows(
  misses: Uint8Array,
  keys: ArrayLike<number> | undefined,
  order: TicketOrder['order'],
): Uint32Array {
  const places: number[] = [];
  const missing: number[] = [];
  for (let place = 0; place < misses.length; place++)
    if (misses[place] === 0)
      (keys !== undefined && Number.isNaN(keys[place]) ? missing : places).push(place);
  if (keys === undefined) return Uint32Array.from(order === 'up' ? places : places.reverse());
  const way = order === 'up' ? 1 : -1;
  const sorted = Uint32Array.from(places).sort(
    (a, b) => way * ((keys[a] ?? 0) - (keys[b] ?? 0)) || a - b,
  );
  const whole = new Uint32Array(sorted.length + missing.length);
  whole.set(sorted);
  whole.set(missing, sorted.length);
  return whole;
}

/** By the first theme in the run's order, then by the others; those without a theme come last. */
function themeKeys({ columns }: RunView): Float64Array {
  const most = Math.min(columns.themes.length, 52);
  return Float64Array.from({ length: columns.length }, (_, place) => {
    let key = 0;
    for (let theme = 0; theme < most; theme++)
      if (columns.hasTheme(place, theme)) key += 2 ** (most - theme);
    return key === 0 ? Number.NaN : -key;
  });
}

/** Numbers in ids count as numbers: T9 stands before T10. */
async function idKeys(ledger: Ledger, view: RunView): Promise<Uint32Array> {
  const { length } = view.columns;
  const ids: string[] = new Array(length).fill('');
  for (let from = 1; from <= length; from += rowsAtOnce) {
    // Behind the last decided row there may be others.
    const to = Math.min(length, from + rowsAtOnce - 1);
    for (const { row, id } of await ledger.results.ids(view.id, from, to))
      ids[row - 1] = id.toLowerCase();
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
