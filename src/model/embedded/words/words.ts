import type { Settings } from '../settings.ts';
import { relatedGroups } from './related-words.ts';
import { stem } from './stem.ts';
import { emptyWords, faintWords, frameWords, negations } from './stop-words.ts';

/** A word as written (folded to lower case), and what it can match in a theme: feature and weight. */
export interface Word {
  word: string;
  features: [feature: string, weight: number][];
}

const LONGEST_WORD = 40;
const NOISE = /https?:\/\/\S+|@[\p{L}\p{N}_]+/gu;
const SCRIPT_WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

export function wordsOf(text: string, settings: Settings): Word[] {
  const words: Word[] = [];
  let previous = { word: '', stem: '', empty: true };
  for (const found of fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) {
    const word = negations.has(found) ? 'not' : found.slice(0, LONGEST_WORD);
    const current = { word, stem: stem(word), empty: emptyWords.has(word) };
    words.push({
      word: found,
      features: [
        ...knownFeatures(current.word, current.stem, settings),
        ...featuresOfPair(previous, current, settings),
      ],
    });
    previous = current;
  }
  return words;
}

/** Lower case, without links, handles and accents; `lostBag` becomes two words. One character can unfold into 18. */
function fold(text: string): string {
  return text
    .replace(NOISE, ' ')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/gu, '')
    .normalize('NFC')
    .slice(0, 2 * text.length)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
}

/** Words whose features are kept: a few thousand make up nearly all that is written. */
const wordsKept = 5000;
const kept = new WeakMap<Settings, Map<string, Word['features']>>();

function knownFeatures(word: string, stemmed: string, settings: Settings): Word['features'] {
  const known = kept.get(settings) ?? new Map<string, Word['features']>();
  kept.set(settings, known);
  const features = known.get(word) ?? featuresOfWord(word, stemmed, settings);
  if (known.size < wordsKept) known.set(word, features);
  return features;
}

function featuresOfWord(word: string, stemmed: string, settings: Settings): Word['features'] {
  const features: Word['features'] = [];
  const groups = relatedGroups.get(stemmed) ?? [];
  if (emptyWords.has(word)) return groups.map((group) => [`group ${group}`, settings.related]);
  const weight = weightOf(word, settings);
  features.push([`word ${stemmed}`, weight]);
  if (word === 'not' || frameWords.has(word)) return features;
  for (const group of groups) features.push([`group ${group}`, settings.related * weight]);
  for (const fragment of fragmentsOf(word, settings.fragmentLetters)) {
    features.push([`fragment ${fragment}`, settings.fragment * weight]);
  }
  return features;
}

function weightOf(word: string, settings: Settings): number {
  if (word === 'not') return settings.negation;
  if (frameWords.has(word)) return settings.frameWord;
  return faintWords.has(word) ? settings.faintWord : 1;
}

/** `^` and `$` mark a word's ends, so that a beginning is not taken for a middle. */
function fragmentsOf(word: string, letters: number): string[] {
  const size = SCRIPT_WITHOUT_SPACES.test(word) ? 2 : letters;
  if (word.length < size || (size > 2 && word.length < 4)) return [];
  const marked = size > 2 ? `^${word}$` : word;
  return Array.from({ length: marked.length - size + 1 }, (_, at) => marked.slice(at, at + size));
}

/** Two words in a row, also as one: `top up` meets `topup`. */
function featuresOfPair(
  before: { word: string; stem: string; empty: boolean },
  after: { word: string; stem: string; empty: boolean },
  settings: Settings,
): Word['features'] {
  const features: Word['features'] = [];
  if (!after.empty && after.word.length > 4) {
    features.push([`pair ${after.word}`, settings.pair / 2]);
  }
  if (before.word === '') return features;
  const emptiness = before.empty && after.empty ? 0.15 : before.empty || after.empty ? 0.5 : 1;
  features.push([`pair ${before.word}${after.word}`, settings.pair * emptiness]);
  for (const group of relatedGroups.get(`${before.stem} ${after.stem}`) ?? []) {
    features.push([`group ${group}`, settings.relatedPair]);
  }
  return features;
}
