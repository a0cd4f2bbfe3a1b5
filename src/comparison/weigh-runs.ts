import type { LabelNotes } from '../cases/labels/labels.ts';
import { type Comparison, type Contrast, comparePairs, pairOf } from '../evaluation/comparison.ts';
import { markOf } from '../evaluation/mark.ts';
import type { Interval } from '../evaluation/statistics/bootstrap.ts';
import type { MatchedTicket } from './match-tickets.ts';

/** Both runs' number, and the second's less the first's with its interval; null where there is none. */
interface ShownContrast {
  first: number | null;
  second: number | null;
  difference: number | null;
  interval: Interval | null;
}

/** The two runs against a person's labels, on the tickets that both decided. */
export interface Judgement extends LabelNotes {
  labelled: number;
  macroF1: ShownContrast;
  microF1: ShownContrast;
  exactMatch: ShownContrast;
  /** Tickets that only the second run has exactly right, that only the first has, and McNemar's p. */
  mcnemar: Comparison['changed'];
  /** Whose macro-F1 is the higher one beyond chance; null where that is open. */
  better: 'first' | 'second' | null;
}

/** Scores both runs on the labelled tickets. */
export function weighRuns(
  tickets: readonly MatchedTicket[],
  themes: readonly string[],
  notes: LabelNotes,
): Judgement {
  const pairs = tickets.flatMap(({ first, second, gold }) =>
    gold === undefined
      ? []
      : pairOf(markOf(themes, first.decision, gold), markOf(themes, second.decision, gold)),
  );
  const { macroF1, microF1, exactMatch, changed } = comparePairs(themes, pairs);
  const { low, high } = macroF1.difference?.interval ?? { low: 0, high: 0 };
  return {
    ...notes,
    labelled: pairs.length,
    macroF1: showContrast(macroF1),
    microF1: showContrast(microF1),
    exactMatch: showContrast(exactMatch),
    mcnemar: changed,
    better: low > 0 ? 'second' : high < 0 ? 'first' : null,
  };
}

function showContrast({ first, second, difference }: Contrast): ShownContrast {
  return {
    first: first ?? null,
    second: second ?? null,
    difference: difference?.value ?? null,
    interval: difference?.interval ?? null,
  };
}
