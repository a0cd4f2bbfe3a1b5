import { limitsOf } from './estimate-share.ts';

/** A share with its limits, 0 to 1, and how many independent labels or tickets it is as good as. */
export interface KnownShare {
  share: number;
  low: number;
  high: number;
  effective: number;
}

/** How far the second share lies above the first, in shares from -1 to 1. */
export interface ShareDifference {
  difference: number;
  /** Limits of a 95 % interval. */
  low: number;
  high: number;
  /** How likely so large a difference is where there is none, 0 to 1. */
  chance: number;
}

/**
 * What these tickets say of tickets like them: beside the estimate's own variance, they are a sample
 * themselves.
 * @param variance of the estimate, squared shares; 0 where every answer is taken for the truth
 */
export function ofTicketsLikeThese(share: number, variance: number, tickets: number): KnownShare {
  // A share of 0 or 1 has no spread of its own: one more ticket of each kind gives it some.
  const smooth = (share * tickets + 1) / (tickets + 2);
  const own = smooth * (1 - smooth);
  const effective = own / (variance + own / tickets);
  return { share, ...limitsOf(share, effective, effective), effective };
}

/** The difference of two independent shares, its limits from theirs (Zou and Donner 2008). */
export function compareShares(first: KnownShare, second: KnownShare): ShareDifference {
  const difference = second.share - first.share;
  const pooled =
    (first.share * first.effective + second.share * second.effective) /
    (first.effective + second.effective);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.effective + 1 / second.effective));
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(second.share - second.low, first.high - first.share)),
    high: Math.min(1, difference + Math.hypot(second.high - second.share, first.share - first.low)),
    chance: error === 0 ? 1 : 2 * upperTail(Math.abs(difference) / error),
  };
}

/**
 * The chances of several comparisons, each as it is when all of them were tried (Holm 1979): those below
 * a level are then all true, but for once in 1/level times.
 */
export function correctForMany(chances: readonly number[]): number[] {
  const order = chances.map((_, i) => i).sort((a, b) => (chances[a] ?? 1) - (chances[b] ?? 1));
  const corrected = chances.map(() => 1);
  let least = 0;
  for (const [rank, place] of order.entries()) {
    least = Math.max(least, Math.min(1, (chances.length - rank) * (chances[place] ?? 1)));
    corrected[place] = least;
  }
  return corrected;
}

/** How much of a normal distribution lies above (Abramowitz and Stegun 1964, 26.2.17; within 1e-7). */
export function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
