import { type Likelihood, probabilityOf } from './likelihood.ts';

export interface Weighted {
  own: number;
  rival: number;
  isYes: boolean;
  /** How many it stands for. */
  weight: number;
}

const steps = 6;
/** How firmly it keeps to what was known before: weights, and the offset. */
const firmness = [30, 30, 5] as const;
const longestMove = 1;

/** Refines the likelihood that was found last by Newton steps, while it keeps near `anchor`. */
export function refineLikelihood(
  scored: readonly Weighted[],
  last: Likelihood,
  anchor: Likelihood,
): Likelihood {
  let [a, b, c] = last;
  for (let step = 0; step < steps; step++) {
    let [da, db, dc] = [
      firmness[0] * (a - anchor[0]),
      firmness[1] * (b - anchor[1]),
      firmness[2] * (c - anchor[2]),
    ];
    let [aa, ab, ac, bb, bc, cc] = [
      firmness[0] as number,
      0,
      0,
      firmness[1] as number,
      0,
      firmness[2] as number,
    ];
    for (const { own, rival, isYes, weight } of scored) {
      const probability = probabilityOf([a, b, c], own, rival);
      const error = weight * (probability - (isYes ? 1 : 0));
      const bend = weight * probability * (1 - probability);
      da += error * own;
      db += error * rival;
      dc += error;
      aa += bend * own * own;
      ab += bend * own * rival;
      ac += bend * own;
      bb += bend * rival * rival;
      bc += bend * rival;
      cc += bend;
    }
    const [p, q, r] = [bb * cc - bc * bc, ac * bc - ab * cc, ab * bc - ac * bb];
    const whole = aa * p + ab * q + ac * r;
    const moves = [
      (p * da + q * db + r * dc) / whole,
      (q * da + (aa * cc - ac * ac) * db + (ab * ac - aa * bc) * dc) / whole,
      (r * da + (ab * ac - aa * bc) * db + (aa * bb - ab * ab) * dc) / whole,
    ];
    const longest = Math.max(...moves.map(Math.abs));
    const share = Math.min(1, longestMove / longest);
    a -= share * (moves[0] ?? 0);
    b -= share * (moves[1] ?? 0);
    c -= share * (moves[2] ?? 0);
    if (longest < 1e-3) break;
  }
  return [a, b, c];
}
