import type { Piece } from './pieces.ts';

/** The words that clusters are made of, each under a number. */
export interface Vocabulary {
  /** From a stem to its number. */
  numbers: ReadonlyMap<string, number>;
  /** As it is written most often, by number. */
  written: readonly string[];
  /** How much a word tells: the fewer pieces have it the more. */
  rarity: Float64Array;
}

/** Words kept, the most frequent ones: what is rarer says nothing of a whole file. */
const mostWords = 2000;
const fewestTickets = 3;
const leastShare = 0.002;
/** A word of more than half of the tickets is what the file is about, not a theme in it. */
const mostShare = 0.5;
/** A word that is a name: written with a capital inside of sentences, more often than not. */
const nameShare = 0.5;
/** In a language that writes its nouns with a capital, as German does, capitals say nothing. */
const capitalLanguage = 0.3;

interface Counts {
  tickets: number;
  pieces: number;
  capital: number;
  small: number;
  written: Map<string, number>;
}

export function learnVocabulary(tickets: readonly (readonly Piece[])[]): Vocabulary {
  const counts = new Map<string, Counts>();
  for (const pieces of tickets) {
    const inTicket = new Set<string>();
    for (const { words } of pieces) {
      const inPiece = new Set<string>();
      for (const { stem, written, letter } of words) {
        const count = counts.get(stem) ?? newCounts();
        counts.set(stem, count);
        if (letter !== 'unknown') count[letter]++;
        if (!inTicket.has(stem)) count.tickets++;
        if (!inPiece.has(stem)) count.pieces++;
        inTicket.add(stem);
        inPiece.add(stem);
        count.written.set(written, (count.written.get(written) ?? 0) + 1);
      }
    }
  }
  const pieces = tickets.reduce((sum, { length }) => sum + length, 0);
  const kept = keep([...counts], tickets.length);
  return {
    numbers: new Map(kept.map(([stem], number) => [stem, number])),
    written: kept.map(([stem, { written }]) => mostFrequent(written) ?? stem),
    rarity: Float64Array.from(kept, ([, count]) => Math.log(1 + pieces / count.pieces)),
  };
}

function newCounts(): Counts {
  return { tickets: 0, pieces: 0, capital: 0, small: 0, written: new Map() };
}

function keep(counts: [string, Counts][], tickets: number): [string, Counts][] {
  const smalls = counts.reduce((sum, [, count]) => sum + count.small, 0);
  const capitals = counts.reduce((sum, [, count]) => sum + count.capital, 0);
  const tellsNames = capitals < capitalLanguage * (capitals + smalls);
  const fewest = Math.max(fewestTickets, leastShare * tickets);
  return counts
    .filter(
      ([, count]) =>
        count.tickets >= fewest &&
        count.tickets <= mostShare * tickets &&
        !(tellsNames && count.capital > nameShare * (count.capital + count.small)),
    )
    .sort(([a, one], [b, other]) => other.tickets - one.tickets || (a < b ? -1 : 1))
    .slice(0, mostWords);
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}
