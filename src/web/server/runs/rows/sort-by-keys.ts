import type { TicketOrder } from '../../../api/filter.ts';

/** Counts how many have each key, which is quicker than to compare them. Equal ones stay as they are. */
export function sortByKeys(
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
