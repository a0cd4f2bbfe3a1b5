import { fitted, type Weights } from '../../../src/model/embedded/certainty.ts';
import type { Signs } from '../../../src/model/embedded/words/signs.ts';

export interface Sample {
  signs: Signs;
  applies: boolean;
}

const rounds = 40;
/** Keeps weights finite where few samples say otherwise. */
const ridge: number = 1e-4;

/** Logistic regression by Newton's method; each set of samples counts the same, however large it is. */
export function fitWeights(sets: readonly (readonly Sample[])[]): Weights {
  const names = Object.keys(fitted) as (keyof Weights)[];
  const rows = sets.flatMap((samples) =>
    samples.map(({ signs, applies }) => ({
      values: names.map((name) => (name === 'start' ? 1 : signs[name])),
      applies: applies ? 1 : 0,
      share: 1 / (samples.length * sets.length),
    })),
  );
  let weights = names.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const gradient = weights.map((weight) => ridge * weight);
    const curvature = names.map((_, at) => names.map((_, other) => (at === other ? ridge : 0)));
    for (const { values, applies, share } of rows) {
      const sum = values.reduce((total, value, at) => total + value * (weights[at] ?? 0), 0);
      const chance = 1 / (1 + Math.exp(-sum));
      for (const [at, value] of values.entries()) {
        gradient[at] = (gradient[at] ?? 0) + share * (chance - applies) * value;
        const line = curvature[at] ?? [];
        for (const [other, with_] of values.entries())
          line[other] = (line[other] ?? 0) + share * chance * (1 - chance) * value * with_;
      }
    }
    const step = solve(curvature, gradient);
    weights = weights.map((weight, at) => weight - (step[at] ?? 0));
  }
  return Object.fromEntries(names.map((name, at) => [name, weights[at] ?? 0])) as Weights;
}

/** Gaussian elimination; the matrix is symmetric and positive. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (const [at, pivot] of rows.entries())
    for (const [other, row] of rows.entries()) {
      if (other === at) continue;
      const factor = (row[at] ?? 0) / (pivot[at] ?? 1);
      for (let column = at; column < row.length; column++)
        row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
    }
  return rows.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}
