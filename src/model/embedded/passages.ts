import type { Settings } from './settings.ts';
import { type Word, wordsOf } from './words/words.ts';

interface Sentence {
  /** Copied from the ticket, without white space around it. */
  text: string;
  words: Word[];
}

/** Sentences that are weighed together. */
export type Passage = Sentence[];

// A Latin or Arabic mark ends a sentence before white space only: `2.5` and `a.example` stay whole.
const SENTENCE =
  /[^.!?…؟。！？।\n\r]+(?:[.!?…؟]+(?![\s.!?…؟。！？।]|$)[^.!?…؟。！？।\n\r]+)*[.!?…؟。！？।]*/gu;

export function passagesOf(text: string, settings: Settings): Passage[] {
  const passages: Passage[] = [];
  let passage: Passage = [];
  let count = 0;
  for (const sentence of sentencesOf(text.slice(0, settings.longestText), settings.longestQuote)) {
    const words = wordsOf(sentence, settings);
    if (count > 0 && count + words.length > settings.passageWords) {
      passages.push(passage);
      passage = [];
      count = 0;
    }
    passage.push({ text: sentence, words });
    count += words.length;
  }
  if (passage.length > 0) passages.push(passage);
  return passages;
}

/** Every sentence is a verbatim part of the text; one longer than `longest` is cut at white space where it can be. */
export function sentencesOf(text: string, longest: number): string[] {
  return (text.match(SENTENCE) ?? [])
    .flatMap((sentence) => cut(sentence, longest))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

function cut(sentence: string, longest: number): string[] {
  const pieces: string[] = [];
  let rest = sentence.trim();
  while (rest.length > longest) {
    const space = rest.slice(0, longest).search(/\s\S*$/u);
    let end = space > longest / 2 ? space : longest;
    if (isHighSurrogate(rest.charCodeAt(end - 1))) end--;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
