/** An answer: how sure it was of itself, 0 to 1, and whether it was right. */
export interface Claim {
  confidence: number;
  isRight: boolean;
}

/** The claims of one range of confidence. */
interface Bin {
  from: number;
  to: number;
  count: number;
  /** Their mean confidence, and the share of them that is right; null where there are none. */
  confidence: number | null;
  accuracy: number | null;
}

export interface Calibration {
  bins: Bin[];
  count: number;
  /** The expected calibration error, 0 to 1; null where nothing was claimed. */
  ece: number | null;
}

const binCount = 10;

/**
 * How far confidence can be taken for the chance of being right: ten ranges of equal width, and the
 * mean gap between confidence and accuracy, weighted by claims (C. Guo et al., 2017).
 */
export function calibrationOf(claims: readonly Claim[]): Calibration {
  const binned: Claim[][] = Array.from({ length: binCount }, () => []);
  for (const claim of claims)
    binned[Math.min(binCount - 1, Math.floor(claim.confidence * binCount))]?.push(claim);
  const bins = binned.map((own, index) => ({
    from: index / binCount,
    to: (index + 1) / binCount,
    count: own.length,
    confidence: meanOf(own, ({ confidence }) => confidence),
    accuracy: meanOf(own, ({ isRight }) => Number(isRight)),
  }));
  const gaps = bins.map(
    ({ count, confidence, accuracy }) => count * Math.abs((confidence ?? 0) - (accuracy ?? 0)),
  );
  return {
    bins,
    count: claims.length,
    ece: claims.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / claims.length,
  };
}

function meanOf(claims: readonly Claim[], measure: (claim: Claim) => number): number | null {
  if (claims.length === 0) return null;
  return claims.reduce((sum, claim) => sum + measure(claim), 0) / claims.length;
}
