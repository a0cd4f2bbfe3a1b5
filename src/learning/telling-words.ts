import type { Example } from './example.ts';
import { countFeatures, wordsIn } from './features.ts';
import type { LogisticLearner } from './logistic-learner.ts';
import type { Rarity } from './rarity.ts';

const most = 8;

/** The words of texts with a yes that speak most for the theme, over all of these texts. */
export function tellingWords(
  examples: readonly Example[],
  id: string,
  learner: LogisticLearner,
  rarity: Rarity,
): string[] {
  const texts = new Map<string, number>();
  for (const { text, answers } of examples)
    if (answers.get(id) === true)
      for (const word of new Set(wordsIn(text))) texts.set(word, (texts.get(word) ?? 0) + 1);
  const silence = learner.score(rarity.weigh(countFeatures('')));
  return [...texts]
    .map(([word, count]) => {
      const says = learner.score(rarity.weigh(countFeatures(word))) - silence;
      return { word, says: says * Math.sqrt(count) };
    })
    .filter(({ word, says }) => says > 0 && word.length > 1)
    .sort((one, other) => other.says - one.says || (one.word < other.word ? -1 : 1))
    .slice(0, most)
    .map(({ word }) => word);
}
