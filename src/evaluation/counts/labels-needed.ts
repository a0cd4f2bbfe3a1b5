import type { EstimatedShare } from './estimate-share.ts';

/**
 * About how many labels would bring the interval of a share to plus or minus so much, drawn as those that
 * there are: at most all tickets.
 * @param margin half of the interval's width, above 0 and at most 0.5
 */
export function labelsNeeded(
  { low, high, labels }: EstimatedShare,
  tickets: number,
  margin: number,
): number {
  const half = (high - low) / 2;
  if (half <= margin) return labels;
  // The variance falls with 1/n - 1/N: labels of all tickets leave none.
  const ratio = (margin / half) ** 2;
  const needed = 1 / (1 / tickets + ratio * (1 / labels - 1 / tickets));
  return Math.min(tickets, Math.ceil(needed));
}
