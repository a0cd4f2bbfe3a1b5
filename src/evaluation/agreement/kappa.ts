/** How often two runs said yes or no of a theme, over tickets for which neither failed. */
export interface Agreement {
  bothYes: number;
  bothNo: number;
  onlyFirst: number;
  onlySecond: number;
}

/**
 * Agreement beyond chance (J. Cohen, 1960): 1 is perfect, 0 what chance alone would give. Nothing
 * where both always say the same one thing, as chance alone would then agree too.
 */
export function kappa({ bothYes, bothNo, onlyFirst, onlySecond }: Agreement): number | undefined {
  const count = bothYes + bothNo + onlyFirst + onlySecond;
  const firstYes = bothYes + onlyFirst;
  const secondYes = bothYes + onlySecond;
  const agreed = count * (bothYes + bothNo);
  const byChance = firstYes * secondYes + (count - firstYes) * (count - secondYes);
  return count ** 2 === byChance ? undefined : (agreed - byChance) / (count ** 2 - byChance);
}
