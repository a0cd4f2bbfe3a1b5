/**
 * A place for every word, near to the words that stand in the same pieces: the strongest directions of
 * their positive pointwise mutual information, found by subspace iteration.
 */
export function learnWordSpace(
  pieces: readonly (readonly number[])[],
  words: number,
  random: () => number,
): Float64Array[] {
  const dimensions = Math.min(mostDimensions, Math.floor(words / 4));
  const neighbours = findNeighbours(pieces, words);
  let axes: Float64Array[] = Array.from({ length: dimensions }, () =>
    Float64Array.from({ length: words }, () => random() - 0.5),
  );
  let strengths: number[] = [];
  orthonormalise(axes);
  for (let round = 0; round < rounds; round++) {
    axes = axes.map((axis) => multiply(neighbours, axis));
    strengths = axes.map(lengthOf);
    orthonormalise(axes);
  }
  return Array.from({ length: words }, (_, word) =>
    unit(Float64Array.from(axes, (axis, at) => (axis[word] ?? 0) * Math.sqrt(strengths[at] ?? 0))),
  );
}

const mostDimensions = 50;
const rounds = 8;
/** What stood together fewer times than this is trusted in proportion. */
const trusted = 5;
/** Takes from the weight of rare words (O. Levy and others, 2015). */
const smoothing = 0.75;

interface Neighbours {
  words: number[];
  weights: number[];
}

function findNeighbours(pieces: readonly (readonly number[])[], words: number): Neighbours[] {
  const together = new Map<number, number>();
  const counts = new Float64Array(words);
  for (const piece of pieces)
    for (const one of piece)
      for (const other of piece) {
        if (one === other) continue;
        const pair = one * words + other;
        together.set(pair, (together.get(pair) ?? 0) + 1);
        counts[one] = (counts[one] ?? 0) + 1;
      }
  const smooth = counts.map((count) => count ** smoothing);
  const all = smooth.reduce((sum, count) => sum + count, 0);
  const neighbours = Array.from({ length: words }, (): Neighbours => ({ words: [], weights: [] }));
  for (const [pair, count] of together) {
    const [one, other] = [Math.floor(pair / words), pair % words];
    const information = Math.log((count * all) / ((counts[one] ?? 1) * (smooth[other] ?? 1)));
    if (information <= 0) continue;
    neighbours[one]?.words.push(other);
    neighbours[one]?.weights.push((information * Math.min(count, trusted)) / trusted);
  }
  return neighbours;
}

function multiply(neighbours: readonly Neighbours[], axis: Float64Array): Float64Array {
  return Float64Array.from(neighbours, ({ words, weights }) => {
    let sum = 0;
    for (let at = 0; at < words.length; at++)
      sum += (weights[at] ?? 0) * (axis[words[at] ?? 0] ?? 0);
    return sum;
  });
}

function orthonormalise(axes: readonly Float64Array[]): void {
  for (const [index, axis] of axes.entries()) {
    for (const earlier of axes.slice(0, index)) {
      let shared = 0;
      for (let at = 0; at < axis.length; at++) shared += (axis[at] ?? 0) * (earlier[at] ?? 0);
      for (let at = 0; at < axis.length; at++)
        axis[at] = (axis[at] ?? 0) - shared * (earlier[at] ?? 0);
    }
    unit(axis);
  }
}

function lengthOf(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function unit(values: Float64Array): Float64Array {
  const length = lengthOf(values) || 1;
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) / length;
  return values;
}
