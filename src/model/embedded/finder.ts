import type { Theme } from '../../domain/theme.ts';
import type { Classifier } from './classifier.ts';
import { type Passage, passagesOf } from './passages.ts';
import { sentimentOf } from './sentiment.ts';
import { type Settings, settings as standard } from './settings.ts';
import { foldText, SURE, settledBy } from './settled.ts';
import { isTelling } from './words/stop-words.ts';
import { type Telling, tellingOf } from './words/telling.ts';

/** Changes whenever the same themes, texts and ticket may be read differently. */
const FINDER_VERSION = 'embedded-search-1';

/** What the passage of a ticket that says most for a theme says. */
interface Finding {
  sum: number;
  quote: string;
  /** Each with what it says, the one that says most first. */
  words: [word: string, weight: number][];
}

/**
 * Reads each theme by itself, against the other tickets of the file: there need be no second theme that claims what
 * doesn't speak for the first.
 */
export function createFinder(
  themes: readonly Theme[],
  texts: readonly string[],
  settings: Settings = standard,
): Classifier {
  const sought = themes.map((theme) => ({
    id: theme.id,
    settled: settledBy(theme),
    telling: tellingOf(theme, texts, settings),
  }));
  return {
    version: FINDER_VERSION,
    read(text) {
      const passages = passagesOf(text, settings);
      const folded = text.length <= settings.longestText ? foldText(text) : '';
      return {
        themes: sought.map(({ id, telling, settled }) => {
          const { sum, quote, words } = bestOf(passages, telling, settings);
          const own = settled(folded);
          const found = own === 'no' ? 0 : sum / telling.bar;
          const clearance = own === 'yes' ? Math.max(found, SURE) : found;
          const isYes = clearance >= 1;
          const opening = passages[0]?.[0]?.text ?? text.trim().slice(0, settings.longestQuote);
          return {
            theme: id,
            score: clearance / (clearance + 1),
            routed: isYes,
            verdict: isYes ? 'yes' : 'no',
            confidence: isYes ? 1 - 0.5 / clearance : 1 - 0.5 * clearance,
            quote: quote || (isYes ? opening : ''),
            words: words
              .map(([word]) => word)
              .filter(isTelling)
              .slice(0, 4),
          };
        }),
        sentiment: sentimentOf(text.slice(0, settings.longestText)),
      };
    },
  };
}

function bestOf(passages: readonly Passage[], telling: Telling, settings: Settings): Finding {
  return passages
    .map((passage) => weighPassage(passage, telling, settings))
    .reduce((best, next) => (next.sum > best.sum ? next : best), { sum: 0, quote: '', words: [] });
}

function weighPassage(passage: Passage, { weigh }: Telling, settings: Settings): Finding {
  const words = new Map<string, number>();
  let sum = 0;
  let most = 0;
  let quote = '';
  for (const sentence of passage) {
    const before = sum;
    for (const word of sentence.words) {
      const known = words.get(word.word);
      const weight = weigh(word) * (known === undefined ? 1 : settings.repeated);
      if (weight > 0) words.set(word.word, (known ?? 0) + weight);
      sum += weight;
    }
    if (sum - before <= most) continue;
    most = sum - before;
    quote = sentence.text;
  }
  return { sum, quote, words: [...words].sort((a, b) => b[1] - a[1]) };
}
