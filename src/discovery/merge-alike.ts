import { nearestOf } from './k-means.ts';
import { centreOf, type Vector } from './vectors.ts';

/** Centres nearer to each other are one cluster. */
const alike = 0.63;
/** A cluster grows beyond this share of all pieces only by what is much alike: what all is like is no theme. */
const largest = 0.08;
const muchAlike = 0.75;

/** Joins the two nearest centres, again and again, until none are alike. */
export function mergeAlike(
  centres: Float64Array[],
  vectors: readonly Vector[],
  size: number,
): Float64Array[] {
  const members = centres.map((): Vector[] => []);
  for (const vector of vectors) members[nearestOf(vector, centres).cluster]?.push(vector);
  const merged = centres.map((centre, index) => ({ centre, members: members[index] ?? [] }));
  for (;;) {
    let best = { one: 0, other: 0, similarity: alike };
    for (let one = 0; one < merged.length; one++)
      for (let other = one + 1; other < merged.length; other++) {
        const pieces = (merged[one]?.members.length ?? 0) + (merged[other]?.members.length ?? 0);
        const similarity = dot(merged[one]?.centre, merged[other]?.centre);
        if (pieces > largest * vectors.length && similarity < muchAlike) continue;
        if (similarity > best.similarity) best = { one, other, similarity };
      }
    if (best.other === 0) return merged.map(({ centre }) => centre);
    const own = [...(merged[best.one]?.members ?? []), ...(merged[best.other]?.members ?? [])];
    merged.splice(best.other, 1);
    merged[best.one] = { centre: centreOf(own, size), members: own };
  }
}

function dot(one: Float64Array = new Float64Array(), other: Float64Array = one): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
