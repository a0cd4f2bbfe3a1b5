import { print } from '../print.ts';
import { causesTried, falselyNamed, named } from './causes.ts';
import { limitsOf } from './limit.ts';

/** Runs with each cause, and four times as many without one. More take longer: about a second for each in all. */
const runs = Number(process.env.BENCH_RUNS ?? 50);
const others = 0.05;

/** How often causes are named, each line as soon as it is known. */
export function printCauses(): void {
  const percentOf = (hits: number) => `${((100 * hits) / runs).toFixed(0)} %`;
  print(
    `causes of 20 points on one judge of seven, 300 tickets, ${runs} runs each: named first, with the judge`,
    '',
  );
  const limits = limitsOf(causesTried, runs, others);
  const sums = [0, 0, 0];
  for (const cause of causesTried) {
    const hits = [named(cause, runs, 0), named(cause, runs, others), limits.get(cause) ?? 0];
    for (const [at, own] of hits.entries()) sums[at] = (sums[at] ?? 0) + own;
    printCause(cause, hits.map(percentOf));
  }
  printCause(
    'all causes',
    sums.map((sum) => percentOf(sum / causesTried.length)),
  );
  for (const noise of [0, others, 0.1])
    print(
      `  of ${4 * runs} runs without a cause, ${100 * noise} % of all answers wrong anywhere: one named`,
      `${falselyNamed(4 * runs, noise)}`,
      `<= ${(4 * runs) / 100}`,
    );
}

function printCause(cause: string, [clean, noisy, best]: string[]): void {
  print(
    `  ${cause}: other answers right; 5 % of them wrong, the best test`,
    `${clean}; ${noisy}, ${best}`,
    '>= 90 %',
  );
}
