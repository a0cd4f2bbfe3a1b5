import type { Passage } from './passages.ts';
import type { Settings } from './settings.ts';
import type { ThemeIndex } from './theme-index.ts';
import type { Word } from './words/words.ts';

/** What one word says for each theme. */
interface WordEvidence {
  word: string;
  /** Which sentence of the passage the word stands in. */
  sentence: number;
  /** One for each theme, already divided by the passage's length. */
  byTheme: Float64Array;
}

export interface PassageEvidence {
  passage: Passage;
  words: WordEvidence[];
  /** One for each theme: the sum over the words. */
  scores: Float64Array;
}

export function weighPassage(
  passage: Passage,
  index: ThemeIndex,
  settings: Settings,
): PassageEvidence {
  const said = new Set<string>();
  const words: WordEvidence[] = [];
  let squares = 0;
  for (const [sentence, { words: own }] of passage.entries()) {
    for (const word of own) {
      const share = said.has(word.word) ? settings.repeated : 1;
      said.add(word.word);
      const weighed = weighWord(word, share, index);
      squares += weighed.squares;
      if (weighed.byTheme) words.push({ word: word.word, sentence, byTheme: weighed.byTheme });
    }
  }
  const length = Math.sqrt(squares) ** settings.ticketLength || 1;
  const scores = new Float64Array(index.themes);
  for (const { byTheme } of words) {
    for (let theme = 0; theme < index.themes; theme++) {
      byTheme[theme] = (byTheme[theme] ?? 0) / length;
      scores[theme] = (scores[theme] ?? 0) + (byTheme[theme] ?? 0);
    }
  }
  return { passage, words, scores };
}

function weighWord(word: Word, share: number, index: ThemeIndex) {
  let squares = 0;
  let byTheme: Float64Array | undefined;
  for (const [feature, weight] of word.features) {
    const posting = index.postings.get(feature);
    const value = weight * share * (posting?.rarity ?? index.rarityOfUnknown);
    // Half of it: a ticket is not less about its theme for saying more besides.
    squares += posting ? value ** 2 : (value / 2) ** 2;
    if (!posting) continue;
    byTheme ??= new Float64Array(index.themes);
    // The innermost loop of all: an iterator here is a tenth of a run.
    const { themes, weights } = posting;
    for (let at = 0; at < themes.length; at++) {
      const theme = themes[at] ?? 0;
      byTheme[theme] = (byTheme[theme] ?? 0) + value * (weights[at] ?? 0);
    }
  }
  return { squares, byTheme };
}
