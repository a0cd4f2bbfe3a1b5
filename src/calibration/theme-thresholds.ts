import { chanceOfAtMost } from '../evaluation/statistics/binomial.ts';

/** A yes of a judge on a labelled ticket, and whether the label bears it out. */
export interface GradedYes {
  theme: string;
  /** 0 to 1. */
  confidence: number;
  isRight: boolean;
}

/** The confidence that a yes to a theme needs, and what it did on labels that it was not chosen by. */
export interface ThemeThreshold {
  theme: string;
  threshold: number;
  /** Yes verdicts that fall by it: wrong ones, as they should, and right ones. */
  fallen: { wrong: number; right: number };
  /** Whether more of them are wrong than right, 95 % sure of all themes together. */
  isProved: boolean;
}

/** The chance that any promise is broken. */
const doubt = 0.05;

/**
 * For each theme the threshold that sets the most wrong yes verdicts aside, right ones subtracted, on
 * the first labels; checked on the second ones by a sign test, corrected for the themes tried (Holm
 * 1979). A theme that no threshold helps is left out.
 */
export function findThemeThresholds(
  chosenBy: readonly GradedYes[],
  checkedBy: readonly GradedYes[],
): ThemeThreshold[] {
  const tried = [...new Set(chosenBy.map(({ theme }) => theme))].flatMap((theme) => {
    const threshold = bestThreshold(chosenBy.filter((yes) => yes.theme === theme));
    if (threshold === undefined) return [];
    const fallen = fallBelow(
      checkedBy.filter((yes) => yes.theme === theme),
      threshold,
    );
    const chance = chanceOfAtMost(fallen.right, fallen.wrong + fallen.right, 0.5);
    return [{ theme, threshold, fallen, chance }];
  });
  const order = tried.toSorted((one, other) => one.chance - other.chance);
  const failing = order.findIndex(({ chance }, rank) => chance > doubt / (order.length - rank));
  const proved = new Set(failing === -1 ? order : order.slice(0, failing));
  return tried.map((one) => {
    const { chance: _, ...found } = one;
    return { ...found, isProved: proved.has(one) };
  });
}

/** Nothing where every threshold costs as many right verdicts as it sets wrong ones aside. */
function bestThreshold(yes: readonly GradedYes[]): number | undefined {
  const levels = [...new Set(yes.map(({ confidence }) => confidence))].sort((a, b) => a - b);
  let best: { threshold: number; gain: number } | undefined;
  for (const threshold of levels.slice(1)) {
    const { wrong, right } = fallBelow(yes, threshold);
    if (wrong - right > (best?.gain ?? 0)) best = { threshold, gain: wrong - right };
  }
  return best?.threshold;
}

function fallBelow(yes: readonly GradedYes[], threshold: number): ThemeThreshold['fallen'] {
  const fallen = yes.filter(({ confidence }) => confidence < threshold);
  const wrong = fallen.filter(({ isRight }) => !isRight).length;
  return { wrong, right: fallen.length - wrong };
}
