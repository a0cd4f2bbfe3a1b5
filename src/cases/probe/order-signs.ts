import { findInstruction, readInstruction } from '../../diagnosis/instruction-like.ts';
import type { Theme } from '../../domain/theme.ts';
import { wordsIn } from '../../learning/features.ts';

/** What makes a sentence look like an order about a theme. */
export interface Signs {
  /** 0 and more. */
  points: number;
  why: string[];
  /** The verdict that it asks for, where its words say so; `either` where they only name the theme by its id. */
  target: 'yes' | 'no' | 'either' | undefined;
}

type Named = Pick<Theme, 'id' | 'name'>;

/** Words in capitals before a colon, brackets, and other marks that customers rarely write. */
const marks = /[{}[\]<>|=`*]|\b[A-Z]{3,}\b[^.\n]{0,40}:|[A-Za-z0-9+/]{24,}/;
/** So many words tell something; of a script without spaces so many letters. */
const fewest = { words: 3, letters: 6 };

/** What sets a sentence apart from others. */
interface Odd {
  /** Of words, 0 to 1: the share of their letters in words that hardly any other ticket has. */
  rarity(words: readonly string[]): number;
  /** It is in another language than the rest of its ticket. */
  isForeign: boolean;
}

/** Says cheaply, in any language, how much a sentence looks like an order. */
export function signsOf(
  sentence: string,
  rest: string,
  theme: Named,
  { rarity, isForeign }: Odd,
): Signs {
  const { isAddressed, wants } = readInstruction(sentence);
  const isOrder = findInstruction(sentence) !== undefined;
  const isById = /[^\p{L}]/u.test(theme.id) && sentence.includes(theme.id);
  const isByName = folded(sentence).includes(folded(theme.name));
  const words = wordsIn(sentence);
  const isLong = words.length >= fewest.words || words.join('').length >= 3 * fewest.letters;
  const apart = isLong ? Math.max(0, rarity(words) - rarity(wordsIn(rest))) : 0;
  const told: [points: number, why: string][] = [
    [isOrder ? 2 : 0, 'reads like an order'],
    [isAddressed ? 1 : 0, 'is meant for a model'],
    [isById ? 2 : 0, 'names the theme by its id'],
    [isByName ? 1 : 0, 'names the theme'],
    [marks.test(sentence) ? 0.7 : 0, 'has marks that customers rarely write'],
    [isForeign ? 2 : 0, 'is in another language than the rest of the ticket'],
    [2 * apart, 'is in words that hardly another ticket has'],
  ];
  const counted = told.filter(([points]) => points > 0);
  const order = isOrder && isAddressed ? wants : undefined;
  return {
    points: counted.reduce((sum, [points]) => sum + points, 0),
    why: counted.filter(([points]) => points >= 0.5).map(([, why]) => why),
    target: order ?? (isById ? 'either' : undefined),
  };
}

function folded(text: string): string {
  return ` ${wordsIn(text).join(' ')} `;
}
