import { countFeatures, featureSpace, wordsIn } from './features.ts';
import type { Vector } from './rarity.ts';
import type { LearnedModel } from './train.ts';
import { type Judgement, judgeScores } from './triage/judge-scores.ts';

/** Reads texts by what was learned. */
export interface LearnedReader {
  /** What it learned, in the model's order. */
  ids: readonly string[];
  /** One for each theme, in the same order. */
  read(text: string): Judgement[];
  /** What a part of a text says for a theme; above 0 where it speaks for it. */
  weigh(text: string, theme: number): number;
  /** The words of a text that speak most for a theme, at most so many. */
  tellingWords(text: string, theme: number, most: number): string[];
}

export function openLearned({ themes, isOneOfAll, rarity }: LearnedModel): LearnedReader {
  const byFeature = index(themes);
  const offsets = Float32Array.from(themes, ({ offset }) => offset);
  const vectorOf = (text: string) => rarity.weigh(countFeatures(text));

  function scoresOf({ slots, values }: Vector): Float64Array {
    const scores = Float64Array.from(offsets);
    const { starts, owners, weights } = byFeature;
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at] ?? 0;
      const value = values[at] ?? 0;
      const end = starts[slot + 1] ?? 0;
      for (let entry = starts[slot] ?? 0; entry < end; entry++) {
        const theme = owners[entry] ?? 0;
        scores[theme] = (scores[theme] ?? 0) + value * (weights[entry] ?? 0);
      }
    }
    return scores;
  }

  const weigh = (text: string, theme: number) =>
    (scoresOf(vectorOf(text))[theme] ?? 0) - (offsets[theme] ?? 0);
  return {
    ids: themes.map(({ id }) => id),
    read: (text) => judgeScores(scoresOf(vectorOf(text)), themes, isOneOfAll),
    weigh,
    tellingWords: (text, theme, most) =>
      [...new Set(wordsIn(text))]
        .map((word) => ({ word, says: weigh(word, theme) }))
        .filter(({ word, says }) => says > 0 && word.length > 1)
        .sort((one, other) => other.says - one.says)
        .slice(0, most)
        .map(({ word }) => word),
  };
}

/** From a feature to the themes that know it, as one row of entries each: `starts[slot]` up to the next. */
function index(themes: LearnedModel['themes']) {
  const starts = new Uint32Array(featureSpace + 1);
  for (const { slots } of themes)
    for (const slot of slots) starts[slot + 1] = (starts[slot + 1] ?? 0) + 1;
  for (let slot = 0; slot < featureSpace; slot++)
    starts[slot + 1] = (starts[slot + 1] ?? 0) + (starts[slot] ?? 0);
  const size = starts[featureSpace] ?? 0;
  const owners = new Uint16Array(size);
  const weights = new Float32Array(size);
  const next = starts.slice();
  for (const [theme, { slots, values }] of themes.entries())
    for (const [at, slot] of slots.entries()) {
      const entry = next[slot] ?? 0;
      next[slot] = entry + 1;
      owners[entry] = theme;
      weights[entry] = values[at] ?? 0;
    }
  return { starts, owners, weights };
}
