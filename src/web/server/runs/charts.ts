import { binCount, type Charts, type Histogram } from '../../api/results.ts';
import { type Columns, statuses } from './rows/columns.ts';
import { type Misses, parts } from './rows/filter-rows.ts';
import type { RunView } from './run-view.ts';

/** Themes whose pairs are counted: a larger square can't be read. */
const mostPaired = 30;

/** Counts what the charts show of a filtered run. */
export function countCharts(view: RunView, misses: Misses): Charts {
  const { columns, count } = view;
  const { themes, status } = columns;
  const tickets = new Uint32Array(themes.length);
  const failed = new Uint32Array(themes.length);
  const byStatus = [0, 0, 0, 0];
  let total = 0;
  let unthemed = 0;
  for (let place = 0; place < misses.length; place++) {
    const missed = misses[place] ?? 0;
    const number = status[place] ?? 0;
    if ((missed & ~parts.status) === 0) byStatus[number] = (byStatus[number] ?? 0) + 1;
    if (missed !== 0) continue;
    total++;
    eachTheme(columns.has, columns, place, (theme) => add(tickets, theme));
    if (columns.isUnthemed(place)) unthemed++;
    eachTheme(columns.failed, columns, place, (theme) => add(failed, theme));
  }
  const paired = mostFrequent(tickets);
  return {
    total,
    all: count,
    themes: themes.map((id, theme) => ({
      id,
      tickets: tickets[theme] ?? 0,
      failed: failed[theme] ?? 0,
    })),
    unthemed,
    statuses: Object.fromEntries(
      statuses.map((name, index) => [name, byStatus[index + 1]]),
    ) as Charts['statuses'],
    confidence: histogram(columns.confidence, misses, parts.confidence),
    sentiment: histogram(columns.sentiment, misses, parts.sentiment),
    paired,
    pairs: countPairs(columns, misses, paired),
  };
}

/** Calls for each theme that is set. */
export function eachTheme(
  bits: Uint32Array,
  { words }: Columns,
  place: number,
  visit: (theme: number) => void,
): void {
  for (let word = 0; word < words; word++)
    for (let left = bits[place * words + word] ?? 0; left !== 0; left &= left - 1) {
      visit(32 * word + 31 - Math.clz32(left & -left));
    }
}

function histogram(values: Float64Array, misses: Misses, own: number): Histogram {
  const bins: number[] = new Array(binCount).fill(0);
  let missing = 0;
  for (let place = 0; place < misses.length; place++) {
    if (((misses[place] ?? 0) & ~own) !== 0) continue;
    const value = values[place] ?? Number.NaN;
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    // A bin begins where the filter's bound for it does, whatever a product of fractions gives.
    let bin = Math.min(binCount - 1, Math.round(value * binCount));
    if (bin > 0 && value < bin / binCount) bin--;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return { bins, missing };
}

function mostFrequent(tickets: Uint32Array): number[] {
  return [...tickets.keys()]
    .sort((a, b) => (tickets[b] ?? 0) - (tickets[a] ?? 0))
    .slice(0, mostPaired)
    .sort((a, b) => a - b);
}

function countPairs(columns: Columns, misses: Misses, paired: readonly number[]): number[][] {
  const size = paired.length;
  const spotOf = new Int32Array(columns.themes.length).fill(-1);
  for (const [spot, theme] of paired.entries()) spotOf[theme] = spot;
  const counts = new Uint32Array(size * size);
  const found: number[] = [];
  for (let place = 0; place < misses.length; place++) {
    if (misses[place] !== 0) continue;
    found.length = 0;
    eachTheme(columns.has, columns, place, (theme) => {
      const spot = spotOf[theme] ?? -1;
      if (spot !== -1) found.push(spot);
    });
    for (const one of found) for (const other of found) add(counts, one * size + other);
  }
  return paired.map((_, spot) => [...counts.subarray(spot * size, (spot + 1) * size)]);
}

function add(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}
