import { furiousWords, happyWords, negatingWords, unhappyWords } from './words/sentiment-words.ts';

/** How far before a word a negation still turns it. */
const REACH = 3;
const FURIOUS = 2;
const UNHAPPY = 1;
const HAPPY = 0.8;
/** A positive word that is denied, and a negation that turns nothing. */
const NOT_HAPPY = 1;
const BARE_NEGATION = 0.25;
const ANGRY_FACE = /[\u{1F620}-\u{1F624}\u{1F621}\u{1F92C}\u{1F62D}\u{1F44E}]|[:=]-?\(/gu;

/** 0 calm to 1 very negative, by a small lexicon: negations turn a word, shouting and exclamation strengthen it. */
export function sentimentOf(text: string): number {
  const words = foldedWords(text);
  let negative = (text.match(ANGRY_FACE)?.length ?? 0) * UNHAPPY;
  let positive = 0;
  let negatedUntil = -1;
  let turned = true;
  for (const [at, word] of words.entries()) {
    if (negatingWords.has(word)) {
      if (!turned) negative += BARE_NEGATION;
      negatedUntil = at + REACH;
      turned = false;
    } else {
      const negated = at <= negatedUntil;
      const weight = furiousWords.has(word) ? FURIOUS : unhappyWords.has(word) ? UNHAPPY : 0;
      if (weight > 0 && !negated) negative += weight;
      if (happyWords.has(word)) {
        if (negated) negative += NOT_HAPPY;
        else positive += HAPPY;
      }
      if (negated && (weight > 0 || happyWords.has(word))) turned = true;
    }
  }
  if (!turned) negative += BARE_NEGATION;
  const net = Math.max(0, negative - positive) * emphasisOf(text);
  // A long ticket has room for more of everything.
  return 1 - Math.exp(-net / (1.5 * Math.max(1, Math.sqrt(words.length / 40))));
}

function foldedWords(text: string): string[] {
  return (
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f'’]/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

/** From 1 for a quiet text to 2 for one that shouts and exclaims. */
function emphasisOf(text: string): number {
  const exclamations = text.match(/[!！]/gu)?.length ?? 0;
  const long = text.match(/\p{L}{4,}/gu) ?? [];
  const shouted = long.filter((word) => word === word.toUpperCase() && word !== word.toLowerCase());
  const share = long.length === 0 ? 0 : shouted.length / long.length;
  return 1 + Math.min(exclamations, 4) / 8 + Math.min(share, 0.5);
}
