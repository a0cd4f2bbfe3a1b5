import { crossValidate, type Tested } from './cross-validate.ts';
import { countAnswers, type Example, type Subject } from './example.ts';
import { countFeatures, featureSpace } from './features.ts';
import { fitThemes } from './fit-themes.ts';
import { type Rarity, rarityOf } from './rarity.ts';
import { tellingWords } from './telling-words.ts';
import type { Terms } from './triage/judge-scores.ts';

interface LearnedTheme extends Terms, Tested {
  id: string;
  /** Texts that it was learned from. */
  yes: number;
  no: number;
  /** The words that speak most for it, the best first. */
  words: string[];
  /** The features that tell most, ascending, and what they weigh. */
  slots: Uint32Array;
  values: Float32Array;
  /** Its score where a text says nothing. */
  offset: number;
}

export interface LearnedModel {
  themes: LearnedTheme[];
  /** Every text has exactly one of the themes. */
  isOneOfAll: boolean;
  rarity: Rarity;
}

/** A theme is not learned from fewer texts with a yes, nor from fewer with a no. */
export const fewestOfEach = 5;
/** Features that a model keeps: of one theme, and of all together. */
const mostOfTheme = 8192;
const mostOfAll = 400_000;

/** Learns themes from examples. The same examples and the same chance give the same model. */
export function train(
  subjects: readonly Subject[],
  examples: readonly Example[],
  random: () => number,
): LearnedModel {
  const learned = subjects.filter(({ id }) => {
    const { yes, no } = countAnswers(examples, id);
    return Math.min(yes, no) >= fewestOfEach;
  });
  const excludes = learned.map((one) =>
    [...learned.keys()].filter((other) => excludeEachOther(one, learned[other] as Subject)),
  );
  const isOneOfAll =
    excludes.every((others) => others.length === learned.length - 1) &&
    examples.every(({ answers }) => learned.filter(({ id }) => answers.get(id)).length === 1);
  const counts = examples.map(({ text }) => countFeatures(text));
  const told = learned.map(({ words }) => countFeatures(words));
  const { terms, tested } = crossValidate(
    { subjects: learned, examples, counts, told, excludes, isOneOfAll },
    random,
  );
  const rarity = rarityOf([...counts, ...told]);
  const themes: LearnedTheme[] = [];
  const most = Math.min(mostOfTheme, Math.floor(mostOfAll / Math.max(1, learned.length)));
  for (const { subject, learner } of fitThemes(
    learned,
    { examples, vectors: counts.map((own) => rarity.weigh(own)) },
    told.map((own) => rarity.weigh(own)),
    random,
  )) {
    const theme = themes.length;
    const { id } = subject;
    themes.push({
      id,
      ...countAnswers(examples, id),
      ...(terms[theme] as Terms),
      ...(tested[theme] as Tested),
      words: tellingWords(examples, id, learner, rarity),
      ...prune(learner.weights, most),
    });
  }
  return { themes, isOneOfAll, rarity };
}

function excludeEachOther(one: Subject, other: Subject): boolean {
  return one !== other && (one.excludes.includes(other.id) || other.excludes.includes(one.id));
}

/** Keeps the features with the longest weights. */
function prune(weights: Float32Array, most: number) {
  const used = [...weights.keys()].filter((slot) => slot < featureSpace && weights[slot] !== 0);
  const longest = used
    .sort((a, b) => Math.abs(weights[b] ?? 0) - Math.abs(weights[a] ?? 0) || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
  return {
    slots: Uint32Array.from(longest),
    values: Float32Array.from(longest, (slot) => weights[slot] ?? 0),
    offset: weights[featureSpace] ?? 0,
  };
}
