import type { TimeChart } from '../../api/results.ts';

/** Themes with a line of their own, beside all tickets. */
const mostLines = 5;

/** Places of the most frequent themes. */
export function linesOf({ themes }: TimeChart): number[] {
  const sums = themes.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  return [...sums.keys()]
    .filter((theme) => (sums[theme] ?? 0) > 0)
    .sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0))
    .slice(0, mostLines);
}
