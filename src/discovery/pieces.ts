import { sentencesOf } from '../model/embedded/passages.ts';
import { stem } from '../model/embedded/words/stem.ts';
import { isTelling } from './empty-words.ts';

/** A part of a ticket that speaks of one thing: a sentence, or a short ticket as a whole. */
export interface Piece {
  /** Verbatim. */
  text: string;
  words: PieceWord[];
}

interface PieceWord {
  stem: string;
  /** In lower case, as it was written. */
  written: string;
  /** Where no sentence starts: a capital there may mean a name. */
  letter: 'capital' | 'small' | 'unknown';
}

/** Characters of a ticket that are read, and of a sentence. */
const longestText = 6000;
const longestSentence = 300;
/** A ticket of no more characters is one piece. */
const shortTicket = 160;

const noise = /https?:\/\/\S+|[@#][\p{L}\p{N}_]+|&\w+;/gu;
const wordLike = /[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)?/gu;

export function piecesOf(text: string): Piece[] {
  const read = text.slice(0, longestText).trim();
  if (read.length <= shortTicket) return read === '' ? [] : [pieceOf(read)];
  return sentencesOf(read, longestSentence).map(pieceOf);
}

function pieceOf(text: string): Piece {
  const words: PieceWord[] = [];
  const shouts = text === text.toUpperCase();
  const clean = text.replace(noise, (found) => ' '.repeat(found.length));
  for (const { 0: found, index } of clean.matchAll(wordLike)) {
    const written = fold(found);
    if (!isTelling(written)) continue;
    const starts = !/[\p{L}\p{N},;'’)\]&/-]\s*$/u.test(clean.slice(0, index));
    const letter = starts || shouts ? 'unknown' : /^\p{Lu}/u.test(found) ? 'capital' : 'small';
    words.push({ stem: stem(written), written, letter });
  }
  return { text, words };
}

/** Lower case, without accents, apostrophes and a possessive s. */
function fold(word: string): string {
  return word
    .toLowerCase()
    .replace(/['’]s$/u, '')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/gu, '')
    .normalize('NFC');
}
