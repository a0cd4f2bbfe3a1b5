import { chanceOfAtMost } from '../../evaluation/statistics/binomial.ts';
import type { Answers } from './answers.ts';
import { neighbours } from './neighbours.ts';

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

export function swappedPairs(answers: Answers): SwappedPairs {
  const { label, wrong } = answers;
  const after = neighbours(answers, 1);
  const firsts = firstsOf(answers, after);
  const swaps = firsts.filter((at) => wrong[at] === 1 && wrong[after[at] ?? -1] === 1);
  const inSwap = new Set([...swaps, ...swaps.map((at) => after[at] ?? -1)]);
  const rateOf = (wanted: number) => {
    let [all, mistakes] = [0, 0];
    for (const [at, own] of label.entries()) {
      if (own !== wanted) continue;
      all += 1;
      mistakes += wrong[at] ?? 0;
    }
    return mistakes / Math.max(1, all);
  };
  const mistakes = wrong.reduce((sum, own) => sum + own, 0);
  return {
    pairs: firsts.length,
    swapped: swaps.length,
    // All that stand in a swap are wrong.
    others: { wrong: mistakes - inSwap.size, of: wrong.length - inSwap.size },
    byChance: rateOf(1) * rateOf(0),
  };
}

/** The first of each pair. */
function firstsOf({ label }: Answers, after: Int32Array): Int32Array {
  return Int32Array.from(after.keys()).filter((at) => {
    const other = label[after[at] ?? -1];
    return other !== undefined && label[at] !== other;
  });
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
export function gainOfSwaps(answers: Answers, fewest: number): (wrong: Uint8Array) => number {
  const after = neighbours(answers, 1);
  const firsts = firstsOf(answers, after);
  const { byChance } = swappedPairs(answers);
  return (wrong) => {
    let swapped = 0;
    for (const at of firsts) if (wrong[at] === 1 && wrong[after[at] ?? -1] === 1) swapped += 1;
    return swapped < fewest ? 0 : gainOfPairs({ pairs: firsts.length, swapped, byChance });
  };
}
