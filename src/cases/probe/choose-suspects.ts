import type { Case } from '../../diagnosis/case.ts';
import type { Theme } from '../../domain/theme.ts';
import { foreignTo } from '../../model/embedded/words/language.ts';
import { WordModel } from '../doubts/word-model.ts';
import { type Suspect, suspectOf, type UsualWords } from './suspect.ts';

/** A word of more texts than this share of all is no rare one, nor one of more than two. */
const rareShare = 0.01;

/**
 * The tickets of a run whose verdicts are likeliest to follow an order, one verdict of each, the likeliest first. Asks
 * no model.
 * @param read gives all cases of the run; it is called twice
 */
export async function chooseSuspects(
  read: () => AsyncIterable<Case>,
  themes: readonly Pick<Theme, 'id' | 'name' | 'definition'>[],
  most: number,
): Promise<Suspect[]> {
  const words = new WordModel();
  for await (const { ticket, gold, decision } of read())
    if (ticket.defect === undefined)
      words.learn(
        ticket.row,
        [ticket.text, ...Object.values(ticket.context)].join('\n'),
        gold ?? decision.themes,
      );
  const usual = usualWordsOf(words, themes);
  let suspects: Suspect[] = [];
  for await (const known of read()) {
    if (known.ticket.defect !== undefined) continue;
    const suspect = await suspectOf(known, themes, usual);
    if (suspect !== undefined) suspects.push(suspect);
    if (suspects.length > 4 * most) suspects = likeliest(suspects, most);
  }
  return likeliest(suspects, most);
}

function likeliest(suspects: Suspect[], most: number): Suspect[] {
  return suspects.sort((one, other) => other.points - one.points).slice(0, most);
}

/** A long word tells more; and some scripts have no spaces. */
function lettersOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0);
}

function usualWordsOf(
  words: WordModel,
  themes: readonly Pick<Theme, 'id' | 'name' | 'definition'>[],
): UsualWords {
  const languageOf = foreignTo(themes);
  const spread = words.spread();
  const rarest = Math.max(2, rareShare * words.size);
  const odds = new Map(themes.map(({ id }) => [id, words.evidence(id)]));
  const twins = words.twins();
  return {
    isForeign: async (text) => (await languageOf(text)) !== undefined,
    rarity: (own) =>
      lettersOf(own.filter((word) => spread(word) <= rarest)) / Math.max(1, lettersOf(own)),
    odds: (theme, row) => odds.get(theme)?.(row) ?? 1,
    ofTwins: (theme, row) => {
      const labels = twins.of(row).flatMap((other) => words.isLabelled(other, theme) ?? []);
      const yes = labels.filter((label) => label).length;
      return labels.length === 0 || 2 * yes === labels.length ? undefined : 2 * yes > labels.length;
    },
  };
}
