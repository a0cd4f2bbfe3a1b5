import type { Settings } from '../settings.ts';
import { wordsOf } from './words.ts';

/** How rare features are among the texts of one file. */
export interface Rarity {
  /** From `least`, where every text has the feature, to the logarithm of the number of texts. */
  of(feature: string): number;
  occurs(feature: string): boolean;
}

/** What all texts have still tells a little: a theme may be made of nothing else. */
const least = 0.05;

/** Counts only the features that are asked for: a file has some hundred thousand others. */
export function rarityIn(
  texts: readonly string[],
  wanted: ReadonlySet<string>,
  settings: Settings,
): Rarity {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const found = new Set<string>();
    for (const { features } of wordsOf(text.slice(0, settings.longestText), settings))
      for (const [feature] of features) if (wanted.has(feature)) found.add(feature);
    for (const feature of found) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return {
    of: (feature) =>
      Math.max(least, Math.log((texts.length + 1) / ((counts.get(feature) ?? 0) + 1))),
    occurs: (feature) => counts.has(feature),
  };
}
