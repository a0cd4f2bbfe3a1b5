import type { Piece } from './pieces.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Of length 1; what is not listed is 0. */
export interface Vector {
  at: Int32Array;
  values: Float64Array;
}

/** The numbers of a piece's known words, each once. */
export function numbersOf({ words }: Piece, { numbers }: Vocabulary): number[] {
  const found = new Set<number>();
  for (const { stem } of words) {
    const number = numbers.get(stem);
    if (number !== undefined) found.add(number);
  }
  return [...found];
}

/** The words themselves, and beside them with the same weight the place in space that they have together. */
export function vectorOf(
  words: readonly number[],
  { rarity }: Vocabulary,
  space: readonly Float64Array[],
): Vector {
  const weights = words.map((word) => rarity[word] ?? 0);
  const place = new Float64Array(space[0]?.length ?? 0);
  for (const [index, word] of words.entries())
    for (let at = 0; at < place.length; at++)
      place[at] = (place[at] ?? 0) + (weights[index] ?? 0) * (space[word]?.[at] ?? 0);
  const half = (values: number[]) => {
    const length = Math.sqrt(2 * values.reduce((sum, value) => sum + value * value, 0)) || 1;
    return values.map((value) => value / length);
  };
  return {
    at: Int32Array.from([...words, ...Array.from(place, (_, at) => space.length + at)]),
    values: Float64Array.from([...half(weights), ...half([...place])]),
  };
}

export function similarity({ at, values }: Vector, centre: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < at.length; index++)
    sum += (values[index] ?? 0) * (centre[at[index] ?? 0] ?? 0);
  return sum;
}

/** The middle of some vectors, of length 1. */
export function centreOf(vectors: readonly Vector[], size: number): Float64Array {
  const centre = new Float64Array(size);
  for (const { at, values } of vectors)
    for (let index = 0; index < at.length; index++)
      centre[at[index] ?? 0] = (centre[at[index] ?? 0] ?? 0) + (values[index] ?? 0);
  const length = Math.sqrt(centre.reduce((sum, value) => sum + value * value, 0)) || 1;
  return centre.map((value) => value / length);
}
