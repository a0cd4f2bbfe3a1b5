import type { Stratum } from '../../evaluation/statistics/stratified-tail.ts';
import type { Record } from './observation.ts';
import { fewestApart, type Split } from './splits.ts';

/**
 * Answers are compared with those of the same label only: a judge that mostly misses a theme would seem to be worse
 * wherever that theme is frequent. Without labels, with those of the same docket. Twice the number of that group, and
 * one more for a mistake.
 */
export function codesOf(
  { measure, observations }: Record,
  explained: readonly Split[],
): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(observations, ({ docket = '', label, wrong }, at) => {
    const kind = measure === 'answers' ? docket : String(label);
    const key = explained.reduce((told, { isApart }) => `${told} ${isApart(at)}`, kind);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return 2 * number + (wrong ? 1 : 0);
  });
}

export function countStrata(codes: Int32Array, { isApart }: Pick<Split, 'isApart'>): Stratum[] {
  const counted: Stratum[] = [];
  codes.forEach((code, at) => {
    counted[code >> 1] ??= { all: 0, hits: 0, apart: 0, apartHits: 0 };
    const [stratum, isIn] = [counted[code >> 1], isApart(at)];
    if (stratum === undefined || isIn === undefined) return;
    stratum.all += 1;
    stratum.hits += code & 1;
    if (!isIn) return;
    stratum.apart += 1;
    stratum.apartHits += code & 1;
  });
  return counted;
}

export function ratesOf(strata: readonly Stratum[]) {
  const sum = (of: keyof Stratum) => strata.reduce((total, stratum) => total + stratum[of], 0);
  return {
    apart: { wrong: sum('apartHits'), of: sum('apart') },
    others: { wrong: sum('hits') - sum('apartHits'), of: sum('all') - sum('apart') },
  };
}

/** Smaller differences, and fewer mistakes, are no cause, however sure. */
export const floor = { points: 0.08, mistakes: 4 };

export function isLarge(strata: readonly Stratum[]): boolean {
  const { apart, others } = ratesOf(strata);
  if (apart.of < fewestApart || others.of < fewestApart || apart.wrong < floor.mistakes)
    return false;
  return apart.wrong / apart.of - others.wrong / others.of >= floor.points;
}
