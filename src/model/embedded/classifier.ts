import type { Theme } from '../../domain/theme.ts';
import { chanceOf, sureEnough } from './certainty.ts';
import { decide } from './decide.ts';
import { type PassageEvidence, weighPassage } from './evidence.ts';
import { type Passage, passagesOf } from './passages.ts';
import { sentimentOf } from './sentiment.ts';
import { type Settings, settings as standard } from './settings.ts';
import { foldText, settledBy } from './settled.ts';
import { indexThemes } from './theme-index.ts';
import { type Signs, signsOf, strongestOf } from './words/signs.ts';
import { emptyWords, isTelling } from './words/stop-words.ts';

/** Changes whenever the same themes and text may be read differently. */
const CLASSIFIER_VERSION = 'embedded-2';

/** The chance that a theme applies to a text that it gives itself as an example. */
const ONE_OF_ITS_OWN = 0.98;

export interface ThemeReading {
  theme: string;
  /** 0 to 1; 0.5 is the threshold. */
  score: number;
  /** Triage would hand the ticket to this theme's judge: every yes, and what comes near. */
  routed: boolean;
  verdict: 'yes' | 'no';
  /** 0 to 1: the chance that the verdict is right. */
  confidence: number;
  /** The sentence that spoke for the theme, verbatim; empty only for a no that nothing spoke against. */
  quote: string;
  /** The words that spoke most for the theme, at most four, in lower case; none without a subject of its own. */
  words: string[];
  /** Said where the words alone don't say it. */
  rationale?: string;
}

export interface Reading {
  /** One for each theme, in the themes' order. */
  themes: ThemeReading[];
  /** 0 calm to 1 very negative. */
  sentiment: number;
  /** The chance that no theme applies, 0 to 1; nothing where that is not estimated. */
  none?: number;
}

/** Reads a text by the themes alone: no state, no chance, no earlier ticket. */
export interface Classifier {
  read(text: string): Reading;
  version: string;
}

export function createClassifier(
  themes: readonly Theme[],
  settings: Settings = standard,
  chance: (signs: Signs) => number = chanceOf,
): Classifier {
  const index = indexThemes(themes, settings);
  const settled = themes.map(settledBy);
  const troubles = themes.map(({ definition }) => sentimentOf(definition));

  function opening(text: string, passages: Passage[]): string {
    return passages[0]?.[0]?.text ?? text.trim().slice(0, settings.longestQuote);
  }

  function read(text: string): Reading {
    const passages = passagesOf(text, settings);
    const evidence = passages.map((passage) => weighPassage(passage, index, settings));
    const standing = decide(evidence, themes.length, settings);
    const sentiment = sentimentOf(text.slice(0, settings.longestText));
    const { fewestThemes } = settings;
    const signs = signsOf(evidence, standing, { fewestThemes, troubles, sentiment });
    const strongest = strongestOf(evidence, themes.length);
    const folded = text.length <= settings.longestText ? foldText(text) : '';
    const readings = themes.map((theme, number): ThemeReading => {
      const own = settled[number]?.(folded);
      const applies =
        own === undefined ? chance(signs[number] as Signs) : own === 'yes' ? ONE_OF_ITS_OWN : 0;
      // A theme that clears the bar is named, however unsure: a person then sees what it may be.
      const isFound = own === undefined && (standing.clearance[number] ?? 0) >= 1;
      const isYes = isFound || applies >= 0.5;
      const score = standing.scores[number] ?? 0;
      const witness = witnessOf(strongest[number], number);
      return {
        theme: theme.id,
        score: score / (score + settings.threshold),
        routed: isYes || (standing.routed[number] ?? false),
        verdict: isYes ? 'yes' : 'no',
        confidence: isYes ? applies : 1 - applies,
        quote: witness.quote || (isYes ? opening(text, passages) : ''),
        words: witness.words,
      };
    });
    const none = saysNothing(passages) ? 1 : noneOf(readings);
    return { themes: none < sureEnough ? withRoute(readings) : readings, sentiment, none };
  }

  return { read, version: CLASSIFIER_VERSION };
}

/** Nothing but words without a subject: thanks, a greeting, a smile. */
function saysNothing(passages: readonly Passage[]): boolean {
  return passages.flat().every(({ words }) => words.every(({ word }) => emptyWords.has(word)));
}

/** The chance that no theme applies, as though they were independent of one another. */
function noneOf(readings: readonly ThemeReading[]): number {
  return readings.reduce(
    (none, { verdict, confidence }) => none * (verdict === 'yes' ? 1 - confidence : confidence),
    1,
  );
}

/** Where nothing speaks for any theme, and yet one may apply, the likeliest is looked at. */
function withRoute(readings: readonly ThemeReading[]): ThemeReading[] {
  if (readings.some(({ routed }) => routed)) return [...readings];
  const least = Math.min(...readings.map(({ confidence }) => confidence));
  const likeliest = readings.findIndex(({ confidence }) => confidence === least);
  return readings.map((reading, at) => ({ ...reading, routed: at === likeliest }));
}

function witnessOf(
  strongest: PassageEvidence | undefined,
  theme: number,
): { quote: string; words: string[] } {
  if (strongest === undefined) return { quote: '', words: [] };
  const bySentence = strongest.passage.map(() => 0);
  const byWord = new Map<string, number>();
  for (const { word, sentence, byTheme } of strongest.words) {
    const weight = byTheme[theme] ?? 0;
    bySentence[sentence] = (bySentence[sentence] ?? 0) + weight;
    if (weight > 0 && isTelling(word)) byWord.set(word, (byWord.get(word) ?? 0) + weight);
  }
  const telling = bySentence.indexOf(Math.max(...bySentence));
  const words = [...byWord].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  return { quote: strongest.passage[telling]?.text ?? '', words: words.slice(0, 4) };
}
