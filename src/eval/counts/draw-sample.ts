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
 * Draws tickets with exactly these chances, and nearly always the same number of them: systematic
 * sampling in a random order (Madow 1949). Returns their places, ascending.
 */
export function drawSample(chances: readonly number[], random: () => number): number[] {
  const order = chances.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  let reached = random();
  return order
    .filter((place) => {
      const before = reached;
      reached += chances[place] ?? 0;
      return Math.floor(reached) > Math.floor(before);
    })
    .sort((one, other) => one - other);
}

/** The chance of being in at least one of several samples that were drawn apart. */
export function joinChances(chances: readonly number[]): number {
  return 1 - chances.reduce((left, chance) => left * (1 - chance), 1);
}
