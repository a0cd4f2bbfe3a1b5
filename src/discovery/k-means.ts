import { centreOf, similarity, type Vector } from './vectors.ts';

/** Which of the centres a vector is nearest to, and how near: 0 apart, 1 the same. */
export interface Nearest {
  cluster: number;
  similarity: number;
}

const starts = 2;
const rounds = 15;

/** Spherical k-means: so many centres, each the middle of the vectors that are nearest to it. */
export function findCentres(
  vectors: readonly Vector[],
  count: number,
  size: number,
  random: () => number,
): Float64Array[] {
  let best: { centres: Float64Array[]; fit: number } = { centres: [], fit: -1 };
  for (let start = 0; start < starts; start++) {
    let centres = chooseFirst(vectors, count, size, random);
    let fit = 0;
    for (let round = 0; round < rounds; round++) {
      const members: Vector[][] = centres.map(() => []);
      const before = fit;
      fit = 0;
      for (const vector of vectors) {
        const { cluster, similarity } = nearestOf(vector, centres);
        members[cluster]?.push(vector);
        fit += similarity;
      }
      if (fit <= before * 1.0005) break;
      centres = members.filter(({ length }) => length > 0).map((own) => centreOf(own, size));
    }
    if (fit > best.fit) best = { centres, fit };
  }
  return best.centres;
}

export function nearestOf(vector: Vector, centres: readonly Float64Array[]): Nearest {
  let nearest: Nearest = { cluster: 0, similarity: -1 };
  for (const [cluster, centre] of centres.entries()) {
    const found = similarity(vector, centre);
    if (found > nearest.similarity) nearest = { cluster, similarity: found };
  }
  return nearest;
}

/** Far from one another, the farther the likelier (k-means++). */
function chooseFirst(
  vectors: readonly Vector[],
  count: number,
  size: number,
  random: () => number,
): Float64Array[] {
  const centres: Float64Array[] = [];
  const distances = new Float64Array(vectors.length).fill(1);
  while (centres.length < count) {
    const all = distances.reduce((sum, distance) => sum + distance ** 2, 0);
    let left = random() * all;
    const chosen = distances.findIndex((distance) => {
      left -= distance ** 2;
      return left <= 0 && distance > 0;
    });
    const vector = vectors[chosen];
    if (vector === undefined) break;
    const centre = centreOf([vector], size);
    centres.push(centre);
    for (const [index, other] of vectors.entries())
      distances[index] = Math.min(
        distances[index] ?? 1,
        Math.max(0, 1 - similarity(other, centre)),
      );
  }
  return centres;
}
