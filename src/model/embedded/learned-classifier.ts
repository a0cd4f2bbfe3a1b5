import type { Theme } from '../../domain/theme.ts';
import type { Classifier, Reading, ThemeReading } from './classifier.ts';
import { sentencesOf } from './passages.ts';
import { sentimentOf } from './sentiment.ts';
import { type Settings, settings as standard } from './settings.ts';
import { foldText, settledBy } from './settled.ts';
import { isTelling } from './words/stop-words.ts';

/** What was learned from verdicts. */
export interface Learned {
  /** Of what it consists of: another one may read the same text differently. */
  address: string;
  /** The themes that it decides; others are decided as without it. */
  ids: readonly string[];
  /** One for each of its themes, in the same order. */
  read(text: string): { probability: number; isYes: boolean }[];
  /** What a part of a text says for a theme, by its number. */
  weigh(text: string, theme: number): number;
  tellingWords(text: string, theme: number, most: number): string[];
}

/** Triage hands a ticket also to judges who may find it: a part of the probability that makes a yes. */
const routedFrom = 0.25;
const mostWords = 4;
/** Among them may be words without a subject of their own. */
const wordsRead = 12;

/** Decides the learned themes by what was learned, and the others by the themes themselves. */
export function createLearnedClassifier(
  themes: readonly Theme[],
  learned: Learned,
  plain: Classifier,
  settings: Settings = standard,
): Classifier {
  const numbers = themes.map(({ id }) => learned.ids.indexOf(id));
  const settled = themes.map(settledBy);

  function readTheme(
    text: string,
    id: string,
    number: number,
    { probability, isYes }: { probability: number; isYes: boolean },
  ): ThemeReading {
    const isRouted = isYes || probability >= routedFrom;
    const words = isRouted
      ? learned.tellingWords(text, number, wordsRead).filter(isTelling).slice(0, mostWords)
      : [];
    return {
      theme: id,
      score: probability,
      routed: isRouted,
      verdict: isYes ? 'yes' : 'no',
      // From a probability below a half on it may be best to say yes: it could then as well have been the other.
      confidence: Math.max(0.5, isYes ? probability : 1 - probability),
      quote: isYes ? quoteOf(text, number) : '',
      words,
      rationale: `learned: probability ${probability.toFixed(2)}${words.length === 0 ? '' : `; telling: ${words.join(', ')}`}`,
    };
  }

  function quoteOf(text: string, number: number): string {
    const sentences = sentencesOf(text.slice(0, settings.longestText), settings.longestQuote);
    const weighed = sentences.map((sentence) => learned.weigh(sentence, number));
    return sentences[weighed.indexOf(Math.max(...weighed))] ?? '';
  }

  return {
    version: `${plain.version} learned ${learned.address}`,
    read(text) {
      const judged = learned.read(text);
      const folded = foldText(text.slice(0, settings.longestText));
      let own: Reading | undefined;
      return {
        themes: themes.map(({ id }, at): ThemeReading => {
          const number = numbers[at] ?? -1;
          const judgement = judged[number];
          // What a theme itself says of a text needs no learning.
          if (judgement !== undefined && settled[at]?.(folded) === undefined)
            return readTheme(text, id, number, judgement);
          own ??= plain.read(text);
          return own.themes[at] as ThemeReading;
        }),
        sentiment: own?.sentiment ?? sentimentOf(text.slice(0, settings.longestText)),
      };
    },
  };
}
