import type { TicketOrder } from '../../../api/filter.ts';
import type { RunView } from '../run-view.ts';

/**
 * Numbers to sort places by; nothing for the file's order. Equal numbers stay in the file's order,
 * and NaN stands last whichever way.
 */
export async function keysFor(
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
      return view.idKeys();
  }
}

/** The places that a filter lets through, in order. */
export function orderRows(
  misses: Uint8Array,
  keys: ArrayLike<number> | undefined,
  order: TicketOrder['order'],
): Uint32Array {
  const all = new Uint32Array(misses.length);
  let count = 0;
  for (let place = 0; place < misses.length; place++) if (misses[place] === 0) all[count++] = place;
  const places = all.slice(0, count);
  if (keys !== undefined) return sortByKeys(places, keys, order);
  return order === 'up' ? places : places.reverse();
}

/** Counts how many have each key, which is quicker than to compare them. */
function sortByKeys(
  places: Uint32Array,
  keys: ArrayLike<number>,
  order: TicketOrder['order'],
): Uint32Array {
  const distinct = distinctOf(places, keys);
  const missing = distinct.length;
  const ranks = new Uint32Array(places.length);
  const next = new Uint32Array(missing + 2);
  for (let at = 0; at < places.length; at++) {
    const key = keys[places[at] ?? 0] ?? Number.NaN;
    const up = rankOf(distinct, key);
    const rank = Number.isNaN(key) ? missing : order === 'up' ? up : missing - 1 - up;
    ranks[at] = rank;
    next[rank + 1] = (next[rank + 1] ?? 0) + 1;
  }
  for (let rank = 1; rank < next.length; rank++)
    next[rank] = (next[rank] ?? 0) + (next[rank - 1] ?? 0);
  const sorted = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at++) {
    const rank = ranks[at] ?? 0;
    const to = next[rank] ?? 0;
    sorted[to] = places[at] ?? 0;
    next[rank] = to + 1;
  }
  return sorted;
}

/** Each key once, sorted; without NaN. */
function distinctOf(places: Uint32Array, keys: ArrayLike<number>): Float64Array {
  const all = new Float64Array(places.length);
  for (let at = 0; at < places.length; at++) all[at] = keys[places[at] ?? 0] ?? Number.NaN;
  all.sort();
  let count = 0;
  // NaN is sorted behind all others.
  for (let at = 0; at < all.length && !Number.isNaN(all[at]); at++)
    if (count === 0 || all[at] !== all[count - 1]) all[count++] = all[at] ?? 0;
  return all.subarray(0, count);
}

/** Where a key stands among all of them, sorted. */
function rankOf(distinct: Float64Array, key: number): number {
  let [low, high] = [0, distinct.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((distinct[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
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
