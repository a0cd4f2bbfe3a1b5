/** What makes scores a probability: the weight of the theme's own score, of its best rival's, and an offset. */
export type Likelihood = readonly [own: number, rival: number, offset: number];

/** Scores of one theme or several, each with its answer. */
export interface Scored {
  own: readonly number[];
  rival: readonly number[];
  isYes: readonly boolean[];
}

const steps = 30;
/** How firmly a theme with few answers keeps to what holds for all: weights, and the offset. */
const firmness = [10, 10, 2] as const;

export function probabilityOf([own, rival, offset]: Likelihood, score: number, best: number) {
  return 1 / (1 + Math.exp(-(own * score + rival * best + offset)));
}

/**
 * Finds the probabilities that go with scores of texts that were not learned from (J. Platt, Probabilistic outputs for
 * support vector machines, 1999). The best rival's score is read too: where the labels show that a theme mostly comes
 * alone, a strong rival speaks against it. `common` is what holds for all themes; one with few answers keeps near it.
 */
export function fitLikelihood({ own, rival, isYes }: Scored, common?: Likelihood): Likelihood {
  const found: [number, number, number] = [...(common ?? ([1, 0, 0] as const))];
  const yes = isYes.filter((answer) => answer).length;
  // Neither is ever certain, as Platt has it: one more of each might have been the other.
  const targets = { yes: (yes + 1) / (yes + 2), no: 1 / (own.length - yes + 2) };
  for (let step = 0; step < steps; step++) {
    const slope: [number, number, number] = [0, 0, 0];
    // The curvature, a symmetric 3 x 3 matrix: its upper half, row by row.
    let [aa, ab, ac, bb, bc, cc] = [1e-6, 0, 0, 1e-6, 0, 1e-6];
    for (let at = 0; at < own.length; at++) {
      const [a, b] = [own[at] ?? 0, rival[at] ?? 0];
      const probability = probabilityOf(found, a, b);
      const error = probability - (isYes[at] ? targets.yes : targets.no);
      const weight = probability * (1 - probability);
      slope[0] += error * a;
      slope[1] += error * b;
      slope[2] += error;
      aa += weight * a * a;
      ab += weight * a * b;
      ac += weight * a;
      bb += weight * b * b;
      bc += weight * b;
      cc += weight;
    }
    if (common !== undefined) {
      for (const at of [0, 1, 2] as const) slope[at] += firmness[at] * (found[at] - common[at]);
      aa += firmness[0];
      bb += firmness[1];
      cc += firmness[2];
    }
    const [first, second, third] = slope;
    const [p, q, r] = [bb * cc - bc * bc, ac * bc - ab * cc, ab * bc - ac * bb];
    const whole = aa * p + ab * q + ac * r;
    if (!(Math.abs(whole) > 1e-12)) break;
    const moves = [
      (p * first + q * second + r * third) / whole,
      (q * first + (aa * cc - ac * ac) * second + (ab * ac - aa * bc) * third) / whole,
      (r * first + (ab * ac - aa * bc) * second + (aa * bb - ab * ab) * third) / whole,
    ] as const;
    // A step that is far too long would be one where all is certain, and lead nowhere.
    for (const at of [0, 1, 2] as const) found[at] -= Math.max(-2, Math.min(2, moves[at]));
    if (Math.max(...moves.map(Math.abs)) < 1e-6) break;
  }
  return found;
}

/**
 * The probability from which on a yes does the F1 good: half of the best F1 that these probabilities promise
 * (Z. C. Lipton et al., Optimal thresholding of classifiers to maximize F1 measure, 2014). It needs no answers, so
 * chance among few of them can't sway it.
 */
export function bestThreshold(probabilities: readonly number[]): number {
  const sorted = Float64Array.from(probabilities).sort().reverse();
  const all = sorted.reduce((sum, probability) => sum + probability, 0);
  let hits = 0;
  let best = 0;
  for (const [at, probability] of sorted.entries()) {
    hits += probability;
    best = Math.max(best, (2 * hits) / (at + 1 + all));
  }
  return best / 2;
}
