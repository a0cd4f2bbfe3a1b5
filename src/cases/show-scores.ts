import type { Measure, Scores, ThemeScore } from '../evaluation/metrics.ts';
import type { Interval } from '../evaluation/statistics/bootstrap.ts';
import type { Share } from '../evaluation/statistics/wilson.ts';

type Intervals<Name extends string> = Record<Name, Interval | null>;

/** A theme's scores. What can't be measured is null, never 0. */
interface ShownTheme
  extends Pick<
    ThemeScore,
    'id' | 'support' | 'truePositives' | 'falsePositives' | 'falseNegatives' | 'failed'
  > {
  precision: number | null;
  recall: number | null;
  f1: number | null;
  intervals: Intervals<'precision' | 'recall' | 'f1'>;
}

/** Scores as a report holds them, with 95 % intervals. */
export interface ShownScores {
  macro: {
    precision: number | null;
    recall: number | null;
    f1: number | null;
    /** Themes in the means. */
    themes: number;
    intervals: Intervals<'f1'>;
  };
  micro: {
    precision: number | null;
    recall: number | null;
    f1: number | null;
    intervals: Intervals<'precision' | 'recall' | 'f1'>;
  };
  /** The share of tickets with exactly the labelled themes, of those for which no judge failed. */
  exactMatch: number | null;
  exactMatchInterval: Interval | null;
  themes: ShownTheme[];
}

export function showScores({ themes, macro, micro, exactMatch }: Scores): ShownScores {
  return {
    macro: {
      precision: macro.precision ?? null,
      recall: macro.recall ?? null,
      f1: macro.f1?.value ?? null,
      themes: macro.themes,
      intervals: { f1: macro.f1?.interval ?? null },
    },
    micro: showRates(micro),
    exactMatch: exactMatch?.share ?? null,
    exactMatchInterval: intervalOf(exactMatch),
    themes: themes.map(({ id, support, precision, recall, f1, ...confusion }) => ({
      id,
      ...showRates({ precision, recall, f1 }),
      support,
      ...confusion,
    })),
  };
}

function showRates(rates: {
  precision: Share | undefined;
  recall: Share | undefined;
  f1: Measure | undefined;
}) {
  const { precision, recall, f1 } = rates;
  return {
    precision: precision?.share ?? null,
    recall: recall?.share ?? null,
    f1: f1?.value ?? null,
    intervals: {
      precision: intervalOf(precision),
      recall: intervalOf(recall),
      f1: f1?.interval ?? null,
    },
  };
}

function intervalOf(share: Share | undefined): Interval | null {
  return share === undefined ? null : { low: share.low, high: share.high };
}
