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

/** The same where too few labels are there to tell: about how many, drawn uniformly, if the run is right. */
export function labelsForShare(share: number, tickets: number, margin: number): number {
  const alone = (share * (1 - share) * 1.959964 ** 2) / margin ** 2;
  return Math.ceil(tickets / (1 + tickets / Math.max(1, alone)));
}
