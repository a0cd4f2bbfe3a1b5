import { nearest, UserMistake } from '../../domain/mistake.ts';
import {
  compareShares,
  correctForMany,
  type KnownShare,
  ofTicketsLikeThese,
} from './compare-shares.ts';
import type { CountedTheme } from './counted-themes.ts';

/** How a theme's share in one group differs from another: in a month from the months before, in a group from all others. */
export interface CountedChange {
  theme: string;
  group: string;
  from: number;
  to: number;
  /** In shares, -1 to 1, with the limits of a 95 % interval. */
  difference: number;
  low: number;
  high: number;
  /** How likely it is by chance alone, all comparisons considered, 0 to 1. */
  chance: number;
  isProved: boolean;
  /** Whether labels put both shares right; what the run says is compared where not. */
  isCorrected: boolean;
}

/** Of the comparisons that are called proved at most one in twenty reports holds a false one. */
export const falseAlarms = 0.05;
/** Groups with fewer tickets say nothing. */
const fewestTickets = 10;

interface Group {
  group: string;
  tickets: number;
  counts: CountedTheme[];
}

/** Every theme's change: over months that of the last one, else that of each group. */
export function compareGroups(groups: readonly Group[], isOverTime: boolean): CountedChange[] {
  const named = groups.filter(({ group, tickets }) => group !== '' && tickets >= fewestTickets);
  if (named.length < 2) return [];
  const changed = isOverTime ? named.slice(-1) : named;
  const changes = changed.flatMap((group) => {
    const others = isOverTime ? named.slice(0, -1) : named.filter((other) => other !== group);
    return group.counts.flatMap((counted, place) =>
      compare(
        group.group,
        counted,
        others.flatMap(({ counts }) => counts[place] ?? []),
      ),
    );
  });
  const chances = correctForMany(changes.map(({ chance }) => chance));
  return changes
    .map((change, i) => {
      const chance = chances[i] ?? 1;
      // With few tickets the interval may hold none where the chance is small.
      const isBeyondNone = change.low > 0 || change.high < 0;
      return { ...change, chance, isProved: chance <= falseAlarms && isBeyondNone };
    })
    .sort((one, other) => one.chance - other.chance);
}

function compare(
  group: string,
  counted: CountedTheme,
  others: readonly CountedTheme[],
): Omit<CountedChange, 'isProved'>[] {
  const isCorrected = [counted, ...others].every(({ estimate }) => estimate !== null);
  const to = shareOf([counted], isCorrected);
  const from = shareOf(others, isCorrected);
  if (to === undefined || from === undefined) return [];
  return [
    {
      theme: counted.count.id,
      group,
      from: from.share,
      to: to.share,
      isCorrected,
      ...compareShares(from, to),
    },
  ];
}

/** Of several groups together, each by its tickets. */
function shareOf(counted: readonly CountedTheme[], isCorrected: boolean): KnownShare | undefined {
  const tickets = counted.reduce((sum, { answered }) => sum + answered, 0);
  if (tickets === 0) return undefined;
  const mean = (read: (theme: CountedTheme) => number, power: number) =>
    counted.reduce((sum, one) => sum + (one.answered / tickets) ** power * read(one), 0);
  return isCorrected
    ? ofTicketsLikeThese(
        mean(({ estimate }) => estimate?.share ?? 0, 1),
        mean(({ estimate }) => estimate?.variance ?? 0, 2),
        tickets,
      )
    : ofTicketsLikeThese(
        mean(({ count }) => count.raw ?? 0, 1),
        mean(({ rawVariance }) => rawVariance, 2),
        tickets,
      );
}

/** What a nightly job is to be told of, as in `waiting_time > +5 points`. */
export interface CountAlert {
  text: string;
  theme: string;
  /** Shares above 0 for a rise, below for a fall. */
  step: number;
}

/** @throws UserMistake for what can't be read */
export function readAlert(text: string): CountAlert {
  const [, theme, sign, step, points] =
    /^\s*(\S+)\s*[<>]\s*([+-])\s*(\d+(?:\.\d+)?)\s*(points?|%)?\s*$/.exec(text) ?? [];
  const size = Number(step) / 100;
  if (theme === undefined || points === '%' || !(size > 0 && size <= 1))
    throw new UserMistake(
      `--alert takes THEME > +N points, or THEME < -N points, as in "waiting_time > +5 points"; got "${text}"`,
    );
  return { text: text.trim(), theme, step: sign === '-' ? -size : size };
}

/**
 * The alerts that go off: the change is proved, goes that way, and may be as large as that (the interval
 * reaches the step).
 * @throws UserMistake for an alert on what is no theme
 */
export function alarmsOf(
  alerts: readonly CountAlert[],
  changes: readonly CountedChange[],
  themes: readonly string[],
): { alert: CountAlert; change: CountedChange }[] {
  return alerts.flatMap((alert) => {
    if (!themes.includes(alert.theme))
      throw new UserMistake(
        `--alert knows no theme "${alert.theme}"; the nearest is "${nearest(alert.theme, themes) ?? themes[0]}"`,
      );
    return changes
      .filter(({ theme, isProved, low, high, difference }) => {
        if (theme !== alert.theme || !isProved) return false;
        return alert.step > 0
          ? difference > 0 && high >= alert.step
          : difference < 0 && low <= alert.step;
      })
      .map((change) => ({ alert, change }));
  });
}
