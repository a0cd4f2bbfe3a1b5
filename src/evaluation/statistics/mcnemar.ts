/**
 * McNemar's exact test (1947): how likely at least so uneven a split of the changed tickets is where
 * change is for the better as often as for the worse. Two-sided, 0 to 1.
 */
export function mcnemar(better: number, worse: number): number {
  const changed = better + worse;
  let logChoose = 0;
  let tail = 0;
  for (let picked = 0; picked <= Math.min(better, worse); picked++) {
    if (picked > 0) logChoose += Math.log(changed - picked + 1) - Math.log(picked);
    tail += Math.exp(logChoose - changed * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
