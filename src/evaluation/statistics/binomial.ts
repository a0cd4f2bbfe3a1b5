/**
 * One-sided exact limits of a share (C. J. Clopper, E. S. Pearson, 1934). Counts needn't be whole: an
 * effective sample isn't (E. L. Korn, B. I. Graubard, 1998).
 */
export function upperLimit(part: number, whole: number, sure = 0.95): number {
  if (part >= whole) return 1;
  return betaQuantile(sure, part + 1, whole - part);
}

export function lowerLimit(part: number, whole: number, sure = 0.95): number {
  if (part <= 0) return 0;
  return betaQuantile(1 - sure, part, whole - part + 1);
}

/** How likely at most so many hits are in so many tries, where each hits with that chance. */
export function chanceOfAtMost(part: number, whole: number, chance: number): number {
  if (part >= whole) return 1;
  return betaShare(1 - chance, whole - part, part + 1);
}

/** By Newton's steps, halving the bracket where one leaves it. */
function betaQuantile(share: number, a: number, b: number): number {
  const scale = logGamma(a + b) - logGamma(a) - logGamma(b);
  let [low, high] = [0, 1];
  let x = a / (a + b);
  for (let step = 0; step < 100 && high - low > 1e-15; step++) {
    const above = betaShare(x, a, b, scale) - share;
    if (above < 0) low = x;
    else high = x;
    const slope = Math.exp(scale + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
    const next = x - above / slope;
    const isInside = next > low && next < high;
    if (isInside && Math.abs(next - x) < 1e-14 * x) return next;
    x = isInside ? next : (low + high) / 2;
  }
  return x;
}

/** The regularised incomplete beta function, by its continued fraction (W. J. Lentz, 1976). */
function betaShare(
  x: number,
  a: number,
  b: number,
  scale = logGamma(a + b) - logGamma(a) - logGamma(b),
): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction settles quickly on this side only.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a, scale);
  const front = Math.exp(scale + a * Math.log(x) + b * Math.log1p(-x));
  const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-13) break;
  }
  return (front * fraction) / a;
}

/** For positive values (J. Stirling's series, after shifting small ones upwards). */
function logGamma(value: number): number {
  let shift = 0;
  let x = value;
  for (; x < 10; x++) shift += Math.log(x);
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift;
}
