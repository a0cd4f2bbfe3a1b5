import type { Theme } from '../../domain/theme.ts';
import { decide } from './decide.ts';
import { type PassageEvidence, weighPassage } from './evidence.ts';
import { type Passage, passagesOf } from './passages.ts';
import { sentimentOf } from './sentiment.ts';
import { type Settings, settings as standard } from './settings.ts';
import { foldText, SURE, settledBy } from './settled.ts';
import { indexThemes } from './theme-index.ts';

/** Changes whenever the same themes and text may be read differently. */
const CLASSIFIER_VERSION = 'embedded-1';

interface ThemeReading {
  theme: string;
  /** 0 to 1; 0.5 is the threshold. */
  score: number;
  /** Triage would hand the ticket to this theme's judge: every yes, and what comes near. */
  routed: boolean;
  verdict: 'yes' | 'no';
  /** 0 to 1, of the verdict; 0.5 where it could as well have been the other. */
  confidence: number;
  /** The sentence that spoke for the theme, verbatim; empty only for a no that nothing spoke against. */
  quote: string;
  /** The words that spoke most for the theme, at most four, in lower case. */
  words: string[];
  /** Said where the words alone don't say it. */
  rationale?: string;
}

export interface Reading {
  /** One for each theme, in the themes' order. */
  themes: ThemeReading[];
  /** 0 calm to 1 very negative. */
  sentiment: number;
}

/** Reads a text by the themes alone: no state, no chance, no earlier ticket. */
export interface Classifier {
  read(text: string): Reading;
  version: string;
}

export function createClassifier(
  themes: readonly Theme[],
  settings: Settings = standard,
): Classifier {
  const index = indexThemes(themes, settings);
  const settled = themes.map(settledBy);

  function opening(text: string, passages: Passage[]): string {
    return passages[0]?.[0]?.text ?? text.trim().slice(0, settings.longestQuote);
  }

  function read(text: string): Reading {
    const passages = passagesOf(text, settings);
    const evidence = passages.map((passage) => weighPassage(passage, index, settings));
    const standing = decide(evidence, themes.length, settings);
    const folded = text.length <= settings.longestText ? foldText(text) : '';
    return {
      themes: themes.map((theme, number) => {
        const own = settled[number]?.(folded);
        const isExample = own === 'yes';
        const reached = own === 'no' ? 0 : (standing.clearance[number] ?? 0);
        const clearance = isExample ? Math.max(reached, SURE) : reached;
        const score = standing.scores[number] ?? 0;
        const witness = witnessOf(evidence, number);
        return {
          theme: theme.id,
          score: score / (score + settings.threshold),
          routed: isExample || (standing.routed[number] ?? false),
          verdict: clearance >= 1 ? 'yes' : 'no',
          confidence: clearance >= 1 ? 1 - 0.5 / clearance : 1 - 0.5 * clearance,
          quote: witness.quote || (isExample ? opening(text, passages) : ''),
          words: witness.words,
        };
      }),
      sentiment: sentimentOf(text.slice(0, settings.longestText)),
    };
  }

  return { read, version: CLASSIFIER_VERSION };
}

function witnessOf(evidence: PassageEvidence[], theme: number): { quote: string; words: string[] } {
  const strongest = evidence.reduce<PassageEvidence | undefined>(
    (best, next) => ((next.scores[theme] ?? 0) > (best?.scores[theme] ?? 0) ? next : best),
    undefined,
  );
  if (!strongest) return { quote: '', words: [] };
  const bySentence = strongest.passage.map(() => 0);
  const byWord = new Map<string, number>();
  for (const { word, sentence, byTheme } of strongest.words) {
    const weight = byTheme[theme] ?? 0;
    bySentence[sentence] = (bySentence[sentence] ?? 0) + weight;
    if (weight > 0) byWord.set(word, (byWord.get(word) ?? 0) + weight);
  }
  const telling = bySentence.indexOf(Math.max(...bySentence));
  const words = [...byWord].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  return { quote: strongest.passage[telling]?.text ?? '', words: words.slice(0, 4) };
}
