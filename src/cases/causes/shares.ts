import type { Answers } from './answers.ts';

/** As much more an agent may get than one that is wrong no more often than the others. */
const most = 20;

/**
 * What each agent gets of the false alarms that are allowed, together 1: the more, the likelier its number of mistakes is
 * at twice the others' rate than at their rate. Its tests take that number as given and so owe nothing to it, which
 * leaves their chances as they are (C. R. Genovese, K. Roeder, L. Wasserman, False discovery control with p-value
 * weighting, 2006). One with too few mistakes for a cause gets nothing.
 */
export function sharesOf(records: readonly Answers[], fewest: number): number[] {
  const counted = records.map(({ measure, wrong }) => ({
    isTested: measure !== 'answers',
    all: wrong.length,
    mistakes: wrong.reduce((sum, own) => sum + own, 0),
  }));
  const rates = counted
    .filter(({ isTested }) => isTested)
    .map(({ all, mistakes }) => mistakes / Math.max(1, all))
    .sort((one, other) => one - other);
  const usual = rates[Math.floor((rates.length - 1) / 2)] ?? 0;
  const weights = counted.map(({ isTested, all, mistakes }) => {
    if (mistakes < fewest) return 0;
    const excess = isTested ? Math.exp(mistakes * Math.LN2 - usual * all) : 0;
    return 1 + Math.min(most, excess);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / Math.max(1, sum));
}
