import { seededRandom } from '../../domain/random.ts';
import type { Share } from './wilson.ts';

export type Interval = Pick<Share, 'low' | 'high'>;

const mostResamples = 2000;
const leastResamples = 200;
/** Items drawn over all resamples: the more items, the fewer resamples are affordable, and needed. */
const mostDrawn = 20_000_000;

/**
 * The 95 % percentile interval of each statistic over so many items, from up to 2,000 resamples
 * (B. Efron, 1979), seeded: the same items in the same order give the same intervals. The statistics
 * are told how often each item was drawn. One is NaN where a resample has none; its interval is left
 * out where fewer than half of the resamples have one.
 */
export function bootstrapOf(
  items: number,
  statistics: (times: Uint32Array) => ArrayLike<number>,
): (Interval | undefined)[] {
  if (items === 0) return [];
  const random = seededRandom(items);
  const affordable = Math.floor(mostDrawn / items);
  const resamples = Math.max(leastResamples, Math.min(mostResamples, affordable));
  const times = new Uint32Array(items);
  const found: number[][] = [];
  for (let resample = 0; resample < resamples; resample++) {
    times.fill(0);
    for (let drawn = 0; drawn < items; drawn++) {
      const item = Math.floor(random() * items);
      times[item] = (times[item] ?? 0) + 1;
    }
    for (const [index, value] of Array.from(statistics(times)).entries()) {
      const values = found[index] ?? [];
      found[index] = values;
      if (!Number.isNaN(value)) values.push(value);
    }
  }
  return found.map((values) => (values.length < resamples / 2 ? undefined : middle(values)));
}

/** The share of hits with its interval. Nothing where there are none to count. */
export function bootstrapShare(hits: readonly boolean[]): Share | undefined {
  const [interval] = bootstrapOf(hits.length, (times) => {
    let sum = 0;
    for (const [item, hit] of hits.entries()) if (hit) sum += times[item] ?? 0;
    return [sum / hits.length];
  });
  return interval && { share: hits.filter(Boolean).length / hits.length, ...interval };
}

function middle(values: number[]): Interval {
  values.sort((one, other) => one - other);
  const at = (share: number) => values[Math.floor(share * values.length)] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}
