import type { Theme } from '../../../domain/theme.ts';
import type { Settings } from '../settings.ts';
import { profileOf } from '../theme-index.ts';
import { type Rarity, rarityIn } from './rarity.ts';
import { stem } from './stem.ts';
import { type Word, wordsOf } from './words.ts';

/** How much words say for one theme, in one file. */
export interface Telling {
  weigh(word: Word): number;
  /** What the words of a passage have to say together for a yes; infinite where the file has none of the theme's. */
  bar: number;
}

/** Weighs a theme's words by how rare they are in a file, of which these are texts. */
export function tellingOf(theme: Theme, texts: readonly string[], settings: Settings): Telling {
  const profile = profileOf(theme, settings);
  const rarity = rarityIn(texts, new Set(profile.keys()), settings);
  const weigh = (word: Word) => weighWord(word, profile, rarity);
  return { weigh, bar: barOf(theme, weigh, rarity, settings) };
}

/**
 * A word says what its best match says: `waiter` is no more of a waiter for sharing letters with it. What words
 * speak of is as common as all the words that speak of it.
 */
function weighWord(
  { features }: Word,
  profile: ReadonlyMap<string, number>,
  rarity: Rarity,
): number {
  let subject = Number.POSITIVE_INFINITY;
  for (const [feature] of features)
    if (feature.startsWith('group ') && profile.has(feature))
      subject = Math.min(subject, rarity.of(feature));
  const says = { word: 0, group: 0, fragment: 0, pair: 0 };
  for (const [feature, weight] of features) {
    const own = profile.get(feature);
    if (own === undefined) continue;
    const kind = feature.slice(0, feature.indexOf(' ')) as keyof typeof says;
    const value = weight * own * Math.min(subject, rarity.of(feature));
    says[kind] = kind === 'group' ? Math.max(says.group, value) : says[kind] + value;
  }
  return Math.max(says.word, says.group, says.fragment) + says.pair;
}

/** A part of what the theme's own words say: of the most telling one all, of each further one less. */
function barOf(
  { name, definition }: Theme,
  weigh: Telling['weigh'],
  rarity: Rarity,
  settings: Settings,
): number {
  const weights = new Map<string, number>();
  for (const word of [name, definition].flatMap((text) => wordsOf(text, settings))) {
    // A word that no ticket has can't be asked of any.
    if (!word.features.some(([feature]) => isWhole(feature) && rarity.occurs(feature))) continue;
    const own = stem(word.word);
    weights.set(own, Math.max(weights.get(own) ?? 0, weigh(word)));
  }
  if (weights.size === 0) return Number.POSITIVE_INFINITY;
  const isPhrase = weights.size <= settings.phraseWords;
  const further = isPhrase ? settings.furtherInPhrase : settings.furtherInText;
  const whole = [...weights.values()]
    .sort((a, b) => b - a)
    .reduce((sum, weight, place) => sum + weight * further ** place, 0);
  return whole * (isPhrase ? settings.shareOfPhrase : settings.shareOfText);
}

function isWhole(feature: string): boolean {
  return feature.startsWith('word ') || feature.startsWith('group ');
}
