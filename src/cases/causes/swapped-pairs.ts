import { chanceOfAtMost } from '../../evaluation/statistics/binomial.ts';
import type { Observation } from './observation.ts';
import { neighbours } from './splits.ts';

/** Neighbours in a docket with different labels. */
interface SwappedPairs {
  pairs: number;
  /** Both have the other's answer. */
  swapped: number;
  /** Mistakes in all other answers. */
  others: { wrong: number; of: number };
  /** The chance that both of a pair are wrong where mistakes know nothing of one another. */
  byChance: number;
}

export function swappedPairs(observations: readonly Observation[]): SwappedPairs {
  const after = neighbours(observations, 1);
  const inSwap = new Set<Observation>();
  let [pairs, swapped] = [0, 0];
  for (const [at, one] of observations.entries()) {
    const other = observations[after[at] ?? -1];
    if (other === undefined || one.label === other.label) continue;
    pairs += 1;
    if (!one.wrong || !other.wrong) continue;
    swapped += 1;
    inSwap.add(one).add(other);
  }
  const rateOf = (label: boolean) => {
    const own = observations.filter((one) => one.label === label);
    return own.filter(({ wrong }) => wrong).length / Math.max(1, own.length);
  };
  const rest = observations.filter((one) => !inSwap.has(one));
  const others = { wrong: rest.filter(({ wrong }) => wrong).length, of: rest.length };
  return { pairs, swapped, others, byChance: rateOf(true) * rateOf(false) };
}

/** The chance of so many swapped pairs, or more. */
export function chanceOfPairs({ pairs, swapped, byChance }: SwappedPairs): number {
  return 1 - chanceOfAtMost(swapped - 1, pairs, byChance);
}
