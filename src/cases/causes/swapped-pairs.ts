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

/** How much likelier so many swapped pairs are at the rate that they have themselves, as a logarithm. */
export function gainOfPairs({ pairs, swapped, byChance }: Omit<SwappedPairs, 'others'>): number {
  if (swapped <= pairs * byChance) return 0;
  const left = pairs - swapped;
  return (
    swapped * Math.log(swapped / (pairs * byChance)) +
    (left > 0 ? left * Math.log(left / (pairs * (1 - byChance))) : 0)
  );
}

/** The same of any of these answers being wrong, as many of each label as there are. */
export function gainOfSwaps(
  observations: readonly Observation[],
  fewest: number,
): (wrong: Uint8Array) => number {
  const after = neighbours(observations, 1);
  const firsts = Int32Array.from(observations.keys()).filter((at) => {
    const other = observations[after[at] ?? -1];
    return other !== undefined && observations[at]?.label !== other.label;
  });
  const { byChance } = swappedPairs(observations);
  return (wrong) => {
    let swapped = 0;
    for (const at of firsts) if (wrong[at] === 1 && wrong[after[at] ?? -1] === 1) swapped += 1;
    return swapped < fewest ? 0 : gainOfPairs({ pairs: firsts.length, swapped, byChance });
  };
}
