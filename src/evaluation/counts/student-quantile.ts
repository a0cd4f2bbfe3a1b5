/** The normal quantile of a two-sided 95 % interval. */
const z = 1.959964;

/**
 * The quantile of a two-sided 95 % interval of Student's t, by its expansion around the normal one
 * (Abramowitz and Stegun 1964, 26.7.5); within 1 % from 3 degrees of freedom on.
 */
export function studentQuantile(degrees: number): number {
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}
