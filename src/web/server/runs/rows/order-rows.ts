import type { TicketOrder } from '../../../api/filter.ts';
import type { RunView } from '../run-view.ts';
import { sortByKeys } from './sort-by-keys.ts';

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
