import type { Theme } from '../../domain/theme.ts';
import type { Settings } from './settings.ts';
import { wordsOf } from './words/words.ts';

/** From a feature to the themes that have it. */
export interface ThemeIndex {
  themes: number;
  postings: ReadonlyMap<string, Postings>;
  /** How much a feature that no theme has would weigh: it lengthens a ticket. */
  rarityOfUnknown: number;
}

interface Postings {
  rarity: number;
  /** Theme numbers, and beside each the feature's weight there. */
  themes: number[];
  weights: number[];
}

export function indexThemes(themes: readonly Theme[], settings: Settings): ThemeIndex {
  const profiles = themes.map((theme) => profileOf(theme, settings));
  const frequency = new Map<string, number>();
  for (const profile of profiles) {
    for (const feature of profile.keys()) {
      frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
    }
  }
  const count = Math.max(themes.length, settings.fewestThemes);
  // The root, because the rarity enters twice: once by the ticket and once by the theme.
  const rarityAt = (found: number) => Math.sqrt(Math.log((count + 1) / found) + 1);
  const postings = new Map<string, Postings>();
  for (const [number, profile] of profiles.entries()) {
    const rarities = [...profile.keys()].map((feature) => rarityAt(frequency.get(feature) ?? 1));
    const squares = [...profile.values()].map((weight, at) => (weight * (rarities[at] ?? 0)) ** 2);
    const length = Math.sqrt(squares.reduce((sum, square) => sum + square, 0)) || 1;
    for (const [feature, weight] of profile) {
      const rarity = rarityAt(frequency.get(feature) ?? 1);
      const posting = postings.get(feature) ?? { rarity, themes: [], weights: [] };
      posting.themes.push(number);
      posting.weights.push((weight * rarity) / length ** settings.themeLength);
      postings.set(feature, posting);
    }
  }
  return { themes: themes.length, postings, rarityOfUnknown: rarityAt(0.5) };
}

/** What a theme is made of: features of its name, definition, what counts and examples, with their weights. */
export function profileOf(theme: Theme, settings: Settings): Map<string, number> {
  const profile = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const { features } of wordsOf(text, settings)) {
      for (const [feature, own] of features) {
        profile.set(feature, (profile.get(feature) ?? 0) + own * weight);
      }
    }
  };
  add(theme.name, settings.nameWeight);
  add(theme.definition, 1);
  for (const line of theme.counts)
    add(line, settings.countsWeight / Math.sqrt(theme.counts.length));
  for (const text of theme.examples) {
    add(text, settings.exampleWeight / Math.sqrt(theme.examples.length));
  }
  return profile;
}
