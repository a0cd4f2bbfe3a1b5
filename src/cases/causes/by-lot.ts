import { seededRandom } from '../../domain/random.ts';
import type { Split } from './splits.ts';

/** Answers of one agent by number, and what sets some of them apart. */
export interface Lots {
  /** By answer, twice the number of its group, and one more for a mistake. */
  codes: Int32Array;
  /** All that is tried, each with what its gain is lessened by. */
  splits: readonly (Pick<Split, 'sides'> & { penalty: number })[];
  /** Says of the numbers of wrong answers how telling they are in another way. */
  gainOf: (wrong: Uint8Array) => number;
  /** Smaller differences, and fewer mistakes, count for nothing. */
  floor: { points: number; mistakes: number };
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
  const counts = new SplitCounts(lots);
  const [groups, hits] = groupsOf(lots.codes);
  const wrong = new Uint8Array(lots.codes.length);
  let [asTelling, draws] = [0, 0];
  while (draws < most && asTelling < enough) {
    draws += 1;
    wrong.fill(0);
    for (const [number, group] of groups.entries())
      drawInto(wrong, group, hits[number] ?? 0, random);
    if (Math.max(counts.largestGain(wrong), lots.gainOf(wrong)) >= gain - 1e-9) asTelling += 1;
  }
  return (asTelling + 1) / (draws + 1);
}

/** The largest gain of the answers as they are. */
export function gainAsIs(lots: Lots): number {
  const wrong = Uint8Array.from(lots.codes, (code) => code & 1);
  return Math.max(new SplitCounts(lots).largestGain(wrong), lots.gainOf(wrong));
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

/** Counts for all splits at once how many mistakes each has set apart. */
class SplitCounts {
  readonly #lots: Lots;
  readonly #groups: number;
  /** By answer, the splits that set it apart. */
  readonly #splitsOf: Int32Array[];
  /** By split and group, all answers that are set apart. */
  readonly #apart: Int32Array;
  readonly #sizes: Int32Array;
  readonly #logs: Float64Array;

  constructor(lots: Lots) {
    const { codes, splits } = lots;
    this.#lots = lots;
    this.#groups = 1 + codes.reduce((most, code) => Math.max(most, code >> 1), 0);
    this.#apart = new Int32Array(splits.length * this.#groups);
    this.#sizes = new Int32Array(this.#groups);
    this.#splitsOf = Array.from(codes, (code, at) => {
      const group = code >> 1;
      this.#sizes[group] = (this.#sizes[group] ?? 0) + 1;
      const own: number[] = [];
      for (const [split, { sides }] of splits.entries())
        if (sides[at] === 1) {
          own.push(split);
          const place = split * this.#groups + group;
          this.#apart[place] = (this.#apart[place] ?? 0) + 1;
        }
      return Int32Array.from(own);
    });
    this.#logs = Float64Array.from({ length: codes.length + 1 }, (_, count) =>
      count === 0 ? 0 : count * Math.log(count),
    );
  }

  largestGain(wrong: Uint8Array): number {
    const { codes, splits, floor } = this.#lots;
    const groups = this.#groups;
    const apartHits = new Int32Array(splits.length * groups);
    const hits = new Int32Array(groups);
    for (const [at, isWrong] of wrong.entries()) {
      if (isWrong === 0) continue;
      const group = (codes[at] ?? 0) >> 1;
      hits[group] = (hits[group] ?? 0) + 1;
      for (const split of this.#splitsOf[at] ?? []) {
        const place = split * groups + group;
        apartHits[place] = (apartHits[place] ?? 0) + 1;
      }
    }
    let largest = 0;
    for (const [split, { penalty }] of splits.entries()) {
      let [gain, out, outHits, rest, restHits] = [-penalty, 0, 0, 0, 0];
      for (let group = 0; group < groups; group++) {
        const all = this.#sizes[group] ?? 0;
        const own = hits[group] ?? 0;
        const apart = this.#apart[split * groups + group] ?? 0;
        const apartOwn = apartHits[split * groups + group] ?? 0;
        out += apart;
        outHits += apartOwn;
        rest += all - apart;
        restHits += own - apartOwn;
        gain += this.#likelihood(own - apartOwn, all - apart) - this.#likelihood(own, all);
      }
      if (outHits < floor.mistakes || outHits / out - restHits / Math.max(1, rest) < floor.points)
        continue;
      largest = Math.max(largest, gain + this.#likelihood(outHits, out));
    }
    return largest;
  }

  /** Of so many hits at the rate that they have themselves, as a logarithm. */
  #likelihood(hits: number, all: number): number {
    const logs = this.#logs;
    return (logs[hits] ?? 0) + (logs[all - hits] ?? 0) - (logs[all] ?? 0);
  }
}
