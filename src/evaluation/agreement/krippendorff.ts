/**
 * How far several people agree beyond chance, 1 at most (K. Krippendorff 1980), for answers that are
 * equal or not. A unit with fewer than two answers says nothing. Undefined where all answers are the
 * same one: agreement then can't be told from habit.
 * @param units the answers that each unit got
 */
export function krippendorffAlpha(units: readonly (readonly string[])[]): number | undefined {
  const counts = new Map<string, number>();
  let total = 0;
  let differing = 0;
  for (const answers of units) {
    if (answers.length < 2) continue;
    total += answers.length;
    const own = new Map<string, number>();
    for (const answer of answers) {
      own.set(answer, (own.get(answer) ?? 0) + 1);
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
    }
    let alike = 0;
    for (const count of own.values()) alike += count * (count - 1);
    differing += (answers.length * (answers.length - 1) - alike) / (answers.length - 1);
  }
  let byChance = 0;
  for (const count of counts.values()) byChance += count * (total - count);
  if (byChance === 0) return undefined;
  return 1 - (differing * (total - 1)) / byChance;
}
