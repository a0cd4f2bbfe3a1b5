import { chanceOfAtMost } from './statistics/binomial.ts';

/** A decision that was not left to a person, and whether a person's label bears it out. */
export interface Graded {
  /** 0 where nobody was sure of anything. */
  confidence: number;
  isRight: boolean;
}

/** What stands where decisions less sure than the threshold go to review. */
interface Kept {
  threshold: number;
  kept: number;
  wrong: number;
}

export type RiskThreshold =
  | ({ reached: true } & Kept)
  /** With the labels that it would take; nothing where no number will do. */
  | { reached: false; best: Kept | undefined; needed: number | undefined };

/** The chance that the promise is broken. */
const doubt = 0.05;
const steps = 100;
/** The first threshold tested keeps at least this share of the decisions: fewer prove little. */
const firstShare = 0.2;

/**
 * The lowest confidence from which on at most `risk` of the decisions are wrong, with 95 % certainty:
 * thresholds from strict to lenient are tested in turn by the exact binomial test, until one fails
 * (A. N. Angelopoulos et al., Learn then Test, 2021, by fixed-sequence testing).
 */
export function riskThreshold(graded: readonly Graded[], risk: number): RiskThreshold {
  const least = Math.max(
    Math.ceil(Math.log(doubt) / Math.log1p(-risk)),
    firstShare * graded.length,
  );
  const tested = Array.from({ length: steps + 1 }, (_, step) =>
    keep(graded, (steps - step) / steps),
  ).filter(({ kept }) => kept >= least);
  const failing = tested.findIndex(({ kept, wrong }) => chanceOfAtMost(wrong, kept, risk) > doubt);
  const lowest = tested[failing === -1 ? tested.length - 1 : failing - 1];
  if (lowest !== undefined) return { reached: true, ...lowest };
  const best = tested.toSorted(
    (one, other) => one.wrong / one.kept - other.wrong / other.kept || other.kept - one.kept,
  )[0];
  return { reached: false, best, needed: labelsNeeded(graded.length, best, least, risk) };
}

function keep(graded: readonly Graded[], threshold: number): Kept {
  const standing = graded.filter(({ confidence }) => confidence >= threshold);
  return {
    threshold,
    kept: standing.length,
    wrong: standing.filter(({ isRight }) => !isRight).length,
  };
}

/** Decisions with labels: the error observed among those kept stays, and so does the share kept. */
function labelsNeeded(
  labels: number,
  best: Kept | undefined,
  least: number,
  risk: number,
): number | undefined {
  if (best === undefined) return Math.ceil(least);
  const error = best.wrong / best.kept;
  if (error >= risk) return undefined;
  let kept = least;
  while (chanceOfAtMost(Math.ceil(error * kept), Math.ceil(kept), risk) > doubt) {
    if (kept > 1e7) return undefined;
    kept *= 1.02;
  }
  return Math.ceil((kept * labels) / best.kept);
}
