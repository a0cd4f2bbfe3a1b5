/** Answers and the clues that each came with, of `clues` numbers each, the last one always 1. */
export interface Weighted {
  clues: Float32Array;
  /** 1 where it was a yes, else 0. */
  yes: Uint8Array;
  /** How many each stands for. */
  weights: Float32Array;
}

/** What each clue weighs. */
export type Weights = Float64Array;

const steps = 4;
const longestMove = 1;

/** @param start of the clues among `clues` */
export function readProbability(weights: Weights, clues: Float32Array, start = 0): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++)
    sum += (weights[at] as number) * (clues[start + at] as number);
  return 1 / (1 + Math.exp(-sum));
}

/**
 * Refines the weights that were found last by Newton steps, while they keep near `anchor`, each as firmly as `firmness`
 * says.
 */
export function refineWeights(
  { clues, yes, weights }: Weighted,
  last: Weights,
  anchor: Weights,
  firmness: readonly number[],
): Weights {
  const size = last.length;
  const found = last.slice();
  const slope = new Float64Array(size);
  const bends = new Float64Array(size * size);
  for (let step = 0; step < steps; step++) {
    bends.fill(0);
    for (let one = 0; one < size; one++) {
      slope[one] = (firmness[one] ?? 0) * ((found[one] ?? 0) - (anchor[one] ?? 0));
      bends[one * size + one] = firmness[one] ?? 0;
    }
    for (let at = 0; at < yes.length; at++) {
      const start = at * size;
      const weight = weights[at] as number;
      const probability = readProbability(found, clues, start);
      const error = weight * (probability - (yes[at] as number));
      const bend = weight * probability * (1 - probability);
      for (let one = 0; one < size; one++) {
        const clue = clues[start + one] as number;
        (slope[one] as number) += error * clue;
        for (let other = 0; other <= one; other++)
          (bends[one * size + other] as number) += bend * clue * (clues[start + other] as number);
      }
    }
    const move = solve(bends, slope);
    const longest = move.reduce((most, own) => Math.max(most, Math.abs(own)), 0);
    const share = Math.min(1, longestMove / longest);
    for (let one = 0; one < size; one++) (found[one] as number) -= share * (move[one] as number);
    if (longest < 1e-2) break;
  }
  return found;
}

/** Solves lower x lower' x found = right by A.-L. Cholesky's way. Only the lower half is read, and overwritten. */
function solve(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const of = (row: number, column: number) => lower[row * size + column] as number;
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let rest = of(row, column);
      for (let at = 0; at < column; at++) rest -= of(row, at) * of(column, at);
      lower[row * size + column] = row === column ? Math.sqrt(rest) : rest / of(column, column);
    }
  const found = right.slice();
  for (let row = 0; row < size; row++) {
    for (let at = 0; at < row; at++) (found[row] as number) -= of(row, at) * (found[at] as number);
    (found[row] as number) /= of(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let at = row + 1; at < size; at++)
      (found[row] as number) -= of(at, row) * (found[at] as number);
    (found[row] as number) /= of(row, row);
  }
  return found;
}
