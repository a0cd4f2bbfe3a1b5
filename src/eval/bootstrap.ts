import { seededRandom } from './random.ts';
import type { Share } from './wilson.ts';

const resamples = 2000;

/**
 * The share of hits with a 95 % percentile interval from 2,000 resamples (B. Efron, 1979), seeded: the
 * same hits give the same interval. Nothing where there are none to count.
 */
export function bootstrapShare(hits: readonly boolean[]): Share | undefined {
  if (hits.length === 0) return undefined;
  const random = seededRandom(hits.length);
  const shares = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < hits.length; drawn++)
      if (hits[Math.floor(random() * hits.length)]) sum += 1;
    return sum / hits.length;
  }).sort((one, other) => one - other);
  return {
    share: hits.filter(Boolean).length / hits.length,
    low: shares[Math.floor(0.025 * resamples)] ?? 0,
    high: shares[Math.floor(0.975 * resamples)] ?? 1,
  };
}
