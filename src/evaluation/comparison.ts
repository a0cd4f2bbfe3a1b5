import { cellReader, Tally } from './confusion.ts';
import { isComplete, isExact, type Mark } from './mark.ts';
import type { Measure } from './metrics.ts';
import { bootstrapOf } from './statistics/bootstrap.ts';
import { mcnemar } from './statistics/mcnemar.ts';

/** What two runs say of the same labelled ticket. */
export interface Pair {
  first: Mark;
  second: Mark;
}

/** A number of both runs, and the second's less the first's. Nothing where there is none. */
export interface Contrast {
  first: number | undefined;
  second: number | undefined;
  difference: Measure | undefined;
}

export interface Comparison {
  macroF1: Contrast;
  microF1: Contrast;
  exactMatch: Contrast;
  /** Tickets that only the second run has exactly right, that only the first has, and McNemar's p. */
  changed: { better: number; worse: number; p: number };
}

/** A theme that failed in one of the runs counts in neither: both are scored on the same answers. */
export function pairOf(first: Mark, second: Mark): Pair {
  const failed = [...new Set([...first.failed, ...second.failed])];
  return { first: { ...first, failed }, second: { ...second, failed } };
}

/** Compares two runs on the tickets that both decided, with intervals over those tickets. */
export function comparePairs(themes: readonly string[], pairs: readonly Pair[]): Comparison {
  const cellsOf = cellReader(themes);
  const tally = new Tally(themes.length);
  const isRight = (mark: Mark) => isComplete(mark) && isExact(mark);
  const complete = pairs.map(({ first }) => isComplete(first));
  const sides = (['first', 'second'] as const).map((side) => ({
    cells: pairs.map((pair) => cellsOf(pair[side])),
    right: pairs.map((pair) => isRight(pair[side])),
  }));
  /** Macro-F1, micro-F1 and exact match of both. */
  const summarise = (times?: Uint32Array) =>
    sides.map(({ cells, right }) => {
      tally.count(cells, times);
      const [macro, micro] = tally.f1s().subarray(themes.length);
      return [macro, micro, count(right, times) / count(complete, times)];
    });
  const differences = bootstrapOf(pairs.length, (times) => {
    const [before = [], after = []] = summarise(times);
    return after.map((value, at) => (value ?? 0) - (before[at] ?? 0));
  });
  const [first = [], second = []] = summarise();
  const contrast = (at: number): Contrast => {
    const [one, other] = [known(first[at]), known(second[at])];
    return {
      first: one,
      second: other,
      difference:
        one === undefined || other === undefined
          ? undefined
          : { value: other - one, interval: differences[at] },
    };
  };
  const better = pairs.filter((pair) => isRight(pair.second) && !isRight(pair.first)).length;
  const worse = pairs.filter((pair) => isRight(pair.first) && !isRight(pair.second)).length;
  return {
    macroF1: contrast(0),
    microF1: contrast(1),
    exactMatch: contrast(2),
    changed: { better, worse, p: mcnemar(better, worse) },
  };
}

function known(value: number | undefined): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function count(hits: readonly boolean[], times: Uint32Array | undefined): number {
  let sum = 0;
  for (const [item, hit] of hits.entries())
    if (hit) sum += times === undefined ? 1 : (times[item] ?? 0);
  return sum;
}
