import { findCentres, nearestOf } from './k-means.ts';
import { mergeAlike } from './merge-alike.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { phraseWords, tellingWords } from './telling-words.ts';
import { numbersOf, type Vector, vectorOf } from './vectors.ts';
import { learnVocabulary } from './vocabulary.ts';
import { learnWordSpace } from './word-space.ts';

/** What many pieces of different tickets have in common. */
interface Cluster {
  /** As they are written most often, the most telling first; two that stand side by side are one phrase. */
  words: string[];
}

/** A piece of a ticket that belongs to a cluster. */
interface Belonging {
  /** The number of the cluster, from 0. */
  cluster: number;
  /** 0 to 1: how near to the cluster's centre. */
  similarity: number;
  /** Verbatim. */
  text: string;
}

export interface Clustering {
  /** The one that most tickets speak of first. */
  clusters: Cluster[];
  /** The pieces of any text that belong to a cluster, each to one. */
  belongings(text: string): Belonging[];
}

/** Centres looked for, more than are wanted: some turn out to be tiny, alike or about nothing. */
const centresForEach = 2.4;
/** Many pieces have more to tell apart: so many centres for the root of their number, up to a most. */
const centresForRoot = { each: 0.45, most: 40 };
/** Pieces that are learnt from; in a larger sample more would only take time. */
const mostPieces = 12_000;
const fewestVectors = 10;
/** A piece farther from every centre speaks of something else. */
const leastSimilarity = 0.35;
const fewestTickets = 3;
const leastShare = 0.005;
const mostWords = 8;

/** Finds what different texts speak of, at most so many clusters. The same texts give the same clusters. */
export function findClusters(
  texts: readonly string[],
  most: number,
  random: () => number,
): Clustering {
  // 1. Texts become pieces, and pieces the words that tell something.
  const tickets = texts.map(piecesOf);
  const vocabulary = learnVocabulary(tickets);
  const pieces = tickets.flatMap((own, ticket) =>
    own.map((piece) => ({ ticket, text: piece.text, words: numbersOf(piece, vocabulary) })),
  );
  // 2. Words get a place near to their like, and pieces one among their words.
  const telling = pieces.filter(({ words }) => words.length >= 2).slice(0, mostPieces);
  const learnt = telling.map(({ words }) => words);
  const space = learnWordSpace(learnt, vocabulary.written.length, random);
  const size = space.length + (space[0]?.length ?? 0);
  const toVector = (words: readonly number[]) => vectorOf(words, vocabulary, space);
  const vectors = learnt.map(toVector);
  // 3. Clusters are where many pieces are.
  const count = countCentres(most, vectors.length);
  const centres = mergeAlike(findCentres(vectors, count, size, random), vectors, size);
  const groups = centres.map(() => ({
    tickets: new Set<number>(),
    texts: [] as string[],
    words: new Map<number, number>(),
  }));
  const all = { words: new Float64Array(space.length), pieces: telling.length };
  for (const [index, { ticket, text, words }] of telling.entries()) {
    for (const word of words) all.words[word] = (all.words[word] ?? 0) + 1;
    const { cluster, similarity } = nearestOf(vectors[index] as Vector, centres);
    const group = groups[cluster];
    if (group === undefined || similarity < leastSimilarity) continue;
    group.tickets.add(ticket);
    group.texts.push(text);
    for (const word of words) group.words.set(word, (group.words.get(word) ?? 0) + 1);
  }
  // 4. Those with the most tickets stay; the others keep their pieces from being taken for these.
  const fewest = Math.max(fewestTickets, leastShare * texts.length);
  const kept = groups
    .map((group, centre) => ({ centre, ...group }))
    .filter(({ tickets }) => tickets.size >= fewest)
    .sort((a, b) => b.tickets.size - a.tickets.size)
    .slice(0, most);
  const numbers = new Map(kept.map(({ centre }, number) => [centre, number]));

  return {
    clusters: kept.map((group) => ({
      words: phraseWords(
        tellingWords(group.words, group.texts.length, all)
          .slice(0, mostWords)
          .map((word) => vocabulary.written[word] ?? ''),
        group.texts,
      ),
    })),
    belongings: (text) => piecesOf(text).flatMap((piece) => belongingOf(piece)),
  };

  function belongingOf(piece: Piece): Belonging[] {
    const words = numbersOf(piece, vocabulary);
    if (words.length === 0) return [];
    const { cluster: centre, similarity } = nearestOf(toVector(words), centres);
    const cluster = numbers.get(centre);
    if (cluster === undefined || similarity < leastSimilarity) return [];
    return [{ cluster, similarity, text: piece.text }];
  }
}

function countCentres(most: number, vectors: number): number {
  const { each, most: mostForRoot } = centresForRoot;
  const wanted = Math.max(most * centresForEach, Math.min(mostForRoot, each * Math.sqrt(vectors)));
  return Math.floor(Math.min(wanted, vectors / fewestVectors));
}
