/** Answers of one kind: how many, how many of them hit, and the same of those that a split sets apart. */
export interface Stratum {
  all: number;
  hits: number;
  apart: number;
  apartHits: number;
}

/** Beyond so many hits the exact sum takes long, and the normal curve is as good. */
const mostExact = 400;

/**
 * How likely so many hits or more would be among those set apart, if hits fell on all answers of a stratum alike:
 * R. A. Fisher's exact test, one-sided, summed over strata (M. H. Gart, 1970). With many hits the normal curve of
 * N. Mantel and W. Haenszel (1959).
 */
export function stratifiedTail(strata: readonly Stratum[]): number {
  const told = strata.filter(({ all, hits, apart }) => hits > 0 && apart > 0 && apart < all);
  const seen = told.reduce((sum, { apartHits }) => sum + apartHits, 0);
  const hits = told.reduce((sum, stratum) => sum + stratum.hits, 0);
  if (hits === 0) return 1;
  if (hits > mostExact) return normalTail(stratifiedScore(strata, 0.5));
  const chances = told.map(hypergeometric).reduce(convolve, [1]);
  return Math.min(
    1,
    chances.slice(seen).reduce((sum, chance) => sum + chance, 0),
  );
}

/** Standard deviations by which those set apart have more hits than their share. */
export function stratifiedScore(strata: readonly Stratum[], correction = 0): number {
  let excess = -correction;
  let variance = 0;
  for (const { all, hits, apart, apartHits } of strata) {
    if (all < 2) continue;
    excess += apartHits - (apart * hits) / all;
    variance += (apart * hits * (all - apart) * (all - hits)) / (all * all * (all - 1));
  }
  return variance > 0 ? excess / Math.sqrt(variance) : 0;
}

/**
 * The logarithm of what `exp(step * hits)` of those set apart comes to on the mean, if hits fell on all answers of a
 * stratum alike. With it `step * hits` becomes a likelihood ratio (J. Neyman, E. S. Pearson, 1933): how much likelier the
 * hits are where the odds of those set apart are `exp(step)` times the others'.
 */
export function logMeanOf(strata: readonly Stratum[], step: number): number {
  return strata.reduce((sum, stratum) => {
    const terms = logHypergeometric(stratum).map((log, hits) => log + step * hits);
    const most = Math.max(...terms);
    return sum + most + Math.log(terms.reduce((all, term) => all + Math.exp(term - most), 0));
  }, 0);
}

/** The chance of a value that high or higher on the normal curve (W. H. Press et al., Numerical Recipes, erfcc). */
export function normalTail(score: number): number {
  const x = Math.abs(score) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const terms = [
    ...[-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806],
    ...[0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277],
  ];
  const series = terms.reduceRight((sum, term) => sum * t + term, 0);
  const tail = (t * Math.exp(-x * x + series)) / 2;
  return score >= 0 ? tail : 1 - tail;
}

/** The chances of 0, 1, 2 … hits among those set apart. */
function hypergeometric(stratum: Stratum): number[] {
  return logHypergeometric(stratum).map(Math.exp);
}

function logHypergeometric({ all, hits, apart }: Stratum): number[] {
  const whole = logChoose(all, apart);
  return Array.from({ length: Math.min(hits, apart) + 1 }, (_, hit) =>
    apart - hit > all - hits
      ? Number.NEGATIVE_INFINITY
      : logChoose(hits, hit) + logChoose(all - hits, apart - hit) - whole,
  );
}

function convolve(one: readonly number[], other: readonly number[]): number[] {
  const sums = new Array<number>(one.length + other.length - 1).fill(0);
  for (const [at, a] of one.entries())
    for (const [more, b] of other.entries()) sums[at + more] = (sums[at + more] ?? 0) + a * b;
  return sums;
}

const logFactorials = [0];

function logFactorial(number: number): number {
  for (let at = logFactorials.length; at <= number; at++)
    logFactorials.push((logFactorials[at - 1] ?? 0) + Math.log(at));
  return logFactorials[number] ?? 0;
}

function logChoose(whole: number, part: number): number {
  return logFactorial(whole) - logFactorial(part) - logFactorial(whole - part);
}
