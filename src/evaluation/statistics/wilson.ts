/** A share with its interval, 0 to 1. */
export interface Share {
  share: number;
  low: number;
  high: number;
}

/** The normal quantile of a two-sided 95 % interval. */
const z = 1.959964;

/**
 * The share of `part` in `whole`, with Wilson's 95 % score interval (E. B. Wilson, 1927); nothing
 * where the whole is 0.
 */
export function wilson(part: number, whole: number): Share | undefined {
  if (whole === 0) return undefined;
  const share = part / whole;
  const centre = share + z ** 2 / (2 * whole);
  const spread = z * Math.sqrt((share * (1 - share)) / whole + z ** 2 / (4 * whole ** 2));
  const scale = 1 + z ** 2 / whole;
  return {
    share,
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  };
}
