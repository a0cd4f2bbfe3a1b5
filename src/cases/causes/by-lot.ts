import { seededRandom } from '../../domain/random.ts';
import type { Split } from './splits.ts';

/** Answers of one agent by number, and what sets some of them apart. */
export interface Lots {
  /** By answer, twice the number of its group, and one more for a mistake. */
  codes: Int32Array;
  /** All that is tried, each with what its gain begins with before a mistake is counted. */
  splits: readonly (Pick<Split, 'sides'> & { start: number })[];
  /** What a mistake that is set apart adds to a gain. */
  step: number;
  /** Says of the numbers of wrong answers how telling they are in another way. */
  gainOf: (wrong: Uint8Array) => number;
  /** Fewer mistakes count for nothing. */
  fewest: number;
}

/** So many draws that are as telling end it: the chance is no small one. */
const enough = 10;

/**
 * The chance that anything that is tried is as telling as `gain` where mistakes fall by lot on the answers of a group,
 * as many on each group as there are: the permutation test of the largest of all (P. H. Westfall, S. S. Young, 1993),
 * which ends early where it comes to nothing (J. Besag, P. Clifford, 1991).
 * @param most draws
 */
export function chanceByLot(lots: Lots, gain: number, most: number): number {
  const random = seededRandom(lots.codes.length);
  const splitsOf = splitsByAnswer(lots);
  const [groups, hits] = groupsOf(lots.codes);
  const wrong = new Uint8Array(lots.codes.length);
  let [asTelling, draws] = [0, 0];
  while (draws < most && asTelling < enough) {
    draws += 1;
    wrong.fill(0);
    for (const [number, group] of groups.entries())
      drawInto(wrong, group, hits[number] ?? 0, random);
    if (largestGain(lots, splitsOf, wrong) >= gain - 1e-9) asTelling += 1;
  }
  return (asTelling + 1) / (draws + 1);
}

/** The largest gain of the answers as they are. */
export function gainAsIs(lots: Lots): number {
  const wrong = Uint8Array.from(lots.codes, (code) => code & 1);
  return largestGain(lots, splitsByAnswer(lots), wrong);
}

function groupsOf(codes: Int32Array): [Int32Array[], number[]] {
  const groups: number[][] = [];
  const hits: number[] = [];
  for (const [at, code] of codes.entries()) {
    const number = code >> 1;
    groups[number] ??= [];
    groups[number].push(at);
    hits[number] = (hits[number] ?? 0) + (code & 1);
  }
  return [groups.map((group) => Int32Array.from(group)), hits];
}

/** Marks so many of a group, whose order it changes. */
function drawInto(wrong: Uint8Array, group: Int32Array, count: number, random: () => number): void {
  for (let taken = 0; taken < count; taken++) {
    const at = taken + Math.floor(random() * (group.length - taken));
    const drawn = group[at] ?? 0;
    group[at] = group[taken] ?? 0;
    group[taken] = drawn;
    wrong[drawn] = 1;
  }
}

/** By answer, the splits that set it apart. */
function splitsByAnswer({ codes, splits }: Lots): Int32Array[] {
  return Array.from(codes, (_, at) =>
    Int32Array.from(splits.keys()).filter((split) => splits[split]?.sides[at] === 1),
  );
}

function largestGain(
  { splits, step, gainOf, fewest }: Lots,
  splitsOf: readonly Int32Array[],
  wrong: Uint8Array,
): number {
  const hits = new Int32Array(splits.length);
  for (const [at, isWrong] of wrong.entries())
    if (isWrong === 1) for (const split of splitsOf[at] ?? []) hits[split] = (hits[split] ?? 0) + 1;
  let largest = gainOf(wrong);
  for (const [split, { start }] of splits.entries()) {
    const own = hits[split] ?? 0;
    if (own >= fewest) largest = Math.max(largest, start + step * own);
  }
  return largest;
}
