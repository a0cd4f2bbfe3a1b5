import { isStackable } from '../../agents/stack.ts';
import { type DocketEffect, docketEffect } from '../evaluation/docket-effect.ts';
import type { Load } from './arrange-dockets.ts';
import type { Comparison, PlacedTrio, WeighedDocket } from './weigh-dockets.ts';

/** Themes in one call, where nobody says how many are wanted. */
export const mostStacked = 32;

/** More unanswered questions than this, and asking them again costs what the call saved. */
const mostLost = 0.1;

/** How many themes travel together, as it was weighed. */
interface WeighedStack extends WeighedDocket {
  /** What changes beyond repeat noise in the first third of a call, and in its last. */
  first: number;
  last: number;
}

interface WeighedTheme extends Pick<DocketEffect, 'questions' | 'excess' | 'upper' | 'lower'> {
  theme: string;
  /** It is shown to flip more than is tolerated, and stays alone. */
  suffers: boolean;
  /** It is shown by itself to flip no more than is tolerated. */
  isShown: boolean;
}

export interface FoundStack {
  /** Tickets in a call, as the stacks were weighed with. */
  docket: number;
  chosen: number;
  sizes: WeighedStack[];
  /** Of the size that is chosen, or of the first where none is. */
  themes: WeighedTheme[];
  /** Those of the chosen stacks that stay alone. */
  alone: string[];
}

/** The sizes that are tried, up to all of so many themes. */
export function stackSizes(themes: number, wanted: number): number[] {
  const full = Math.min(themes, wanted);
  if (full < 2) return [];
  const smaller = [2, 4, 8, 16, 32, 64].filter((size) => size < 0.75 * full);
  return [...smaller, full];
}

/**
 * Finds how many themes may travel in a call of so many tickets: the largest size up to which every size keeps within
 * the tolerance. A larger one than the first that doesn't is not asked.
 * @param sure of each limit, 0 to 1
 */
export async function findStack(
  comparison: Comparison,
  loads: readonly Load[],
  { docket, wanted, tolerance, sure }: Record<'docket' | 'wanted' | 'tolerance' | 'sure', number>,
): Promise<FoundStack> {
  const together = loads.filter(({ theme }) => isStackable(theme)).map(({ theme }) => theme.id);
  const found: FoundStack = { docket, chosen: 1, sizes: [], themes: [], alone: [] };
  for (const stack of stackSizes(together.length, wanted)) {
    const size = { docket, stack };
    const { trios, lost } = await comparison.askStacked(new Set(together), size);
    const excess = (of: (trio: PlacedTrio) => boolean) =>
      docketEffect(stack, trios.filter(of)).excess;
    const effect = docketEffect(stack, trios, sure);
    const [first, last] = [
      excess(({ place }) => place < 1 / 3),
      excess(({ place }) => place > 2 / 3),
    ];
    found.sizes.push({ ...effect, lost, first, last });
    const passes = effect.upper <= tolerance && lost <= mostLost * (lost + trios.length);
    if (passes || found.themes.length === 0)
      found.themes = together.map((theme) => weighTheme(theme, trios, together.length, tolerance));
    if (!passes) break;
    found.chosen = stack;
    found.alone = found.themes.filter(({ suffers }) => suffers).map(({ theme }) => theme);
  }
  return found;
}

/** With 95 % confidence for all themes together (C. E. Bonferroni, 1936). */
function weighTheme(
  theme: string,
  trios: readonly PlacedTrio[],
  themes: number,
  tolerance: number,
): WeighedTheme {
  const own = trios.filter((trio) => trio.theme === theme);
  const { questions, excess, upper, lower } = docketEffect(1, own, 1 - 0.05 / themes);
  return {
    theme,
    questions,
    excess,
    upper,
    lower,
    suffers: lower > tolerance,
    isShown: upper <= tolerance,
  };
}
