import type { Standing } from '../decide.ts';
import type { PassageEvidence } from '../evidence.ts';
import { isTelling } from './stop-words.ts';

/** What speaks for one theme in one text, in numbers that mean the same whatever the themes are. */
export interface Signs {
  /** Logarithm of its odds among all the themes, by what their words say. */
  lead: number;
  /** The part of its evidence that speaks for no other theme, 0 to 1. */
  own: number;
  /** Logarithm of how many times it clears the bar beside the other themes; 0 where it doesn't. */
  beyond: number;
  /** Logarithm of 1 and the number of different words that tell it. */
  words: number;
  /** How calm the text is where the theme speaks of trouble, 0 to 1. */
  calm: number;
}

/** Evidence no larger than that proves little, though no other theme shares it: it may be a likeness of letters. */
const faint = 0.2;

/** A theme among few is weighed as though others stood by of which nothing is said. */
interface Frame {
  fewestThemes: number;
  /** By theme: how much trouble its definition speaks of, 0 to 1. */
  troubles: readonly number[];
  /** Of the text, 0 calm to 1. */
  sentiment: number;
}

export function signsOf(
  evidence: readonly PassageEvidence[],
  { scores, clearance }: Standing,
  { fewestThemes, troubles, sentiment }: Frame,
): Signs[] {
  const odds = Float64Array.from(scores, Math.exp);
  const all = odds.reduce((sum, one) => sum + one, Math.max(1, fewestThemes - odds.length));
  const strongest = strongestOf(evidence, scores.length);
  const totals = new Map<PassageEvidence, Float64Array>();
  return troubles.map((trouble, theme) => {
    const passage = strongest[theme];
    const mine = odds[theme] ?? 1;
    const signs: Signs = {
      lead: Math.log(mine / (all - mine)),
      own: 0,
      words: 0,
      beyond: Math.log(Math.max(1, clearance[theme] ?? 0)),
      calm: trouble * (1 - sentiment),
    };
    if (passage === undefined) return signs;
    const sums = totals.get(passage) ?? totalsOf(passage);
    totals.set(passage, sums);
    const telling = new Set<string>();
    let own = 0;
    for (const [at, { word, byTheme }] of passage.words.entries()) {
      const says = byTheme[theme] ?? 0;
      if (says <= 0) continue;
      own += says ** 2 / (sums[at] ?? says);
      if (isTelling(word)) telling.add(word);
    }
    return {
      ...signs,
      own: own / ((passage.scores[theme] ?? 0) + faint),
      words: Math.log1p(telling.size),
    };
  });
}

/** By theme: the passage that says most for it; nothing where none says anything. */
export function strongestOf(
  evidence: readonly PassageEvidence[],
  themes: number,
): (PassageEvidence | undefined)[] {
  return Array.from({ length: themes }, (_, theme) =>
    evidence.reduce<PassageEvidence | undefined>(
      (best, next) => ((next.scores[theme] ?? 0) > (best?.scores[theme] ?? 0) ? next : best),
      undefined,
    ),
  );
}

/** By word: what it says for all themes together. */
function totalsOf({ words }: PassageEvidence): Float64Array {
  return Float64Array.from(words, ({ byTheme }) => byTheme.reduce((sum, says) => sum + says, 0));
}
