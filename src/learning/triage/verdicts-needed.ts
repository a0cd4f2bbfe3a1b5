import type { Tested } from '../cross-validate.ts';
import { fewestOfEach } from '../train.ts';

/** Points of precision and recall that are to be known within, either way, 0 to 1. */
const wantedMargin = 0.1;
const twoSided95 = 1.96;

/** Verdicts with a yes and with a no that a theme lacks before it can be learned. */
export function lacking({ yes, no }: { yes: number; no: number }) {
  return { yes: Math.max(0, fewestOfEach - yes), no: Math.max(0, fewestOfEach - no) };
}

/**
 * How many more verdicts it would take, with as many a yes among them as so far, until a theme's precision and recall
 * are known within ten points; 0 where they are.
 */
export function verdictsNeeded({
  yes,
  no,
  precision,
  recall,
}: Tested & { yes: number; no: number }): number {
  const right = (recall ?? 0) * yes;
  const said = precision === null || precision === 0 ? yes : right / precision;
  const shortOf = (hits: number, seen: number) => {
    // Two hits and two misses more: a share of none or all is not yet certainty (A. Agresti, B. Coull, 1998).
    const share = (hits + 2) / (seen + 4);
    const wanted = (twoSided95 / wantedMargin) ** 2 * share * (1 - share);
    return seen === 0 ? wanted / Math.max(1, yes) : wanted / seen;
  };
  const times = Math.max(shortOf(right, yes), shortOf(right, said));
  return Math.max(0, Math.ceil((times - 1) * (yes + no)));
}
