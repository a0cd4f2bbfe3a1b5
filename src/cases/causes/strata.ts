import type { Stratum } from '../../evaluation/statistics/stratified-tail.ts';
import type { Answers } from './answers.ts';
import { fewestApart, type Split } from './splits.ts';

/**
 * Answers are compared with those of the same label only: a judge that mostly misses a theme would seem to be worse
 * wherever that theme is frequent. Without labels, with those of the same docket. Twice the number of that group, and
 * one more for a mistake.
 */
export function codesOf(
  { measure, docket, label, wrong }: Answers,
  explained: readonly Split[],
): Int32Array {
  const kinds = measure === 'answers' ? docket : label;
  const numbers = new Map<number, number>();
  return Int32Array.from(kinds, (kind, at) => {
    const key = explained.reduce((told, { sides }) => 3 * told + (sides[at] ?? -1), kind);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return 2 * number + (wrong[at] ?? 0);
  });
}

/** Of the answers that a split says something about. */
export function countStrata(codes: Int32Array, sides: Int8Array): Stratum[] {
  return count(codes, sides, -1);
}

/** Of all answers: what a split says nothing about it does not set apart. */
export function countAll(codes: Int32Array, sides: Int8Array): Stratum[] {
  return count(codes, sides, 2);
}

function count(codes: Int32Array, sides: Int8Array, ignored: number): Stratum[] {
  const groups = 1 + (codes.reduce((most, code) => Math.max(most, code), 0) >> 1);
  const counts = new Int32Array(4 * groups);
  for (let at = 0; at < codes.length; at++) {
    const side = sides[at] ?? 0;
    if (side === ignored) continue;
    const isApart = side === 1 ? 1 : 0;
    const code = codes[at] ?? 0;
    const place = 4 * (code >> 1);
    const hit = code & 1;
    counts[place] = (counts[place] ?? 0) + 1;
    counts[place + 1] = (counts[place + 1] ?? 0) + hit;
    counts[place + 2] = (counts[place + 2] ?? 0) + isApart;
    counts[place + 3] = (counts[place + 3] ?? 0) + isApart * hit;
  }
  return Array.from({ length: groups }, (_, group) => {
    const [all = 0, hits = 0, apart = 0, apartHits = 0] = counts.subarray(4 * group, 4 * group + 4);
    return { all, hits, apart, apartHits };
  });
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
