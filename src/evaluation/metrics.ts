import { type Confusion, cellReader, Tally } from './confusion.ts';
import { isComplete, isExact, type Mark } from './mark.ts';
import { bootstrapOf, type Interval } from './statistics/bootstrap.ts';
import { type Share, wilson } from './statistics/wilson.ts';

/** A value and its 95 % interval, where there are enough tickets for one. */
export interface Measure {
  value: number;
  interval: Interval | undefined;
}

export interface ThemeScore extends Confusion {
  id: string;
  /** Tickets that have it by their labels, and for which its judge did not fail. */
  support: number;
  precision: Share | undefined;
  recall: Share | undefined;
  /** Nothing where no ticket has the theme by its labels. */
  f1: Measure | undefined;
}

export interface Scores {
  themes: ThemeScore[];
  /** Means over the themes with support, each over those that have the number. */
  macro: {
    precision: number | undefined;
    recall: number | undefined;
    f1: Measure | undefined;
    themes: number;
  };
  /** Over all themes and tickets taken together. */
  micro: { precision: Share | undefined; recall: Share | undefined; f1: Measure | undefined };
  /** Tickets with exactly their labels' themes, of those for which no judge failed. */
  exactMatch: Share | undefined;
}

/** Scores a run against labels. A theme without support is left out of the macro means. */
export function scoreMarks(themes: readonly string[], marks: readonly Mark[]): Scores {
  const cells = marks.map(cellReader(themes));
  const tally = new Tally(themes.length);
  const intervals = bootstrapOf(cells.length, (times) => {
    tally.count(cells, times);
    return tally.f1s();
  });
  tally.count(cells);
  const f1s = tally.f1s();
  const measure = (place: number): Measure | undefined => {
    const value = f1s[place] ?? Number.NaN;
    return Number.isNaN(value) ? undefined : { value, interval: intervals[place] };
  };
  const scored = themes.map((id, theme) => scoreOf(id, tally.confusion(theme), measure(theme)));
  const supported = scored.filter(({ support }) => support > 0);
  const complete = marks.filter(isComplete);
  return {
    themes: scored,
    macro: {
      precision: mean(supported.flatMap(({ precision }) => precision?.share ?? [])),
      recall: mean(supported.flatMap(({ recall }) => recall?.share ?? [])),
      f1: measure(themes.length),
      themes: supported.length,
    },
    micro: { ...rates(scored), f1: measure(themes.length + 1) },
    exactMatch: wilson(complete.filter(isExact).length, complete.length),
  };
}

function scoreOf(id: string, confusion: Confusion, f1: Measure | undefined): ThemeScore {
  const support = confusion.truePositives + confusion.falseNegatives;
  return { id, ...confusion, support, ...rates([confusion]), f1 };
}

function rates(confusions: readonly Confusion[]): Pick<Scores['micro'], 'precision' | 'recall'> {
  const sum = (kind: keyof Confusion) =>
    confusions.reduce((total, confusion) => total + confusion[kind], 0);
  const hits = sum('truePositives');
  return {
    precision: wilson(hits, hits + sum('falsePositives')),
    recall: wilson(hits, hits + sum('falseNegatives')),
  };
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0
    ? undefined
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}
