/** A ticket that may be drawn for labelling. */
export interface Drawable {
  /** How unsure the run is of it, 0 to 1. */
  doubt: number;
  /** The themes that the run says apply to it. */
  themes: readonly string[];
}

/** Parts of the sample that are drawn uniformly, by doubt, and evenly from each theme's yes. */
const parts = { uniform: 0.5, doubt: 0.25, themes: 0.25 };

/**
 * With what chance each ticket is drawn, so that so many are drawn on average: half of them uniformly, so
 * that no weight is more than twice the uniform one; a quarter by doubt; a quarter from the themes' yes,
 * each theme as many.
 */
export function chancesOf(tickets: readonly Drawable[], labels: number): number[] {
  const count = tickets.length;
  if (labels >= count) return tickets.map(() => 1);
  const doubts = tickets.reduce((sum, { doubt }) => sum + doubt, 0);
  const yes = new Map<string, number>();
  for (const { themes } of tickets)
    for (const theme of themes) yes.set(theme, (yes.get(theme) ?? 0) + 1);
  const sizes = tickets.map(({ doubt, themes }) => {
    const even = 1 / count;
    const byDoubt = doubts === 0 ? even : doubt / doubts;
    const byTheme =
      yes.size === 0
        ? even
        : themes.reduce((sum, theme) => sum + 1 / (yes.get(theme) ?? 1), 0) / yes.size;
    return parts.uniform * even + parts.doubt * byDoubt + parts.themes * byTheme;
  });
  return scaleTo(sizes, labels);
}

/** Chances in proportion to the sizes that add up to so many, none above 1. */
function scaleTo(sizes: readonly number[], labels: number): number[] {
  const certain = new Set<number>();
  for (;;) {
    const rest = sizes.reduce((sum, size, i) => sum + (certain.has(i) ? 0 : size), 0);
    const factor = (labels - certain.size) / rest;
    const above = sizes.flatMap((size, i) => (!certain.has(i) && size * factor >= 1 ? [i] : []));
    if (above.length === 0) return sizes.map((size, i) => (certain.has(i) ? 1 : size * factor));
    for (const i of above) certain.add(i);
  }
}

/**
 * Draws as many tickets as the chances add up to, each very nearly with its chance: Pareto sampling (Rosén
 * 1997). The same lots draw the same tickets, and for more labels nearly all of them again.
 * @param lots a number above 0 and below 1 for each ticket, by chance
 * @returns their places, ascending
 */
export function drawSample(chances: ArrayLike<number>, lots: ArrayLike<number>): number[] {
  const odds = (share: number) => share / (1 - share);
  const ranks = new Float64Array(chances.length);
  let sum = 0;
  for (let place = 0; place < ranks.length; place++) {
    const chance = chances[place] ?? 1;
    ranks[place] = chance >= 1 ? 0 : odds(lots[place] ?? 0.5) / odds(chance);
    sum += chance;
  }
  const wanted = Math.round(sum);
  const last = ranks.slice().sort()[wanted - 1] ?? -1;
  const drawn: number[] = [];
  let ties = wanted;
  for (const rank of ranks) ties -= Number(rank < last);
  for (let place = 0; place < ranks.length; place++) {
    const rank = ranks[place] ?? 0;
    if (rank < last || (rank === last && ties-- > 0)) drawn.push(place);
  }
  return drawn;
}
