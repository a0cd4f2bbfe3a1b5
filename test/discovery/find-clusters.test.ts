import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findClusters } from '../../src/discovery/find-clusters.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { topics, topicTexts } from '../support/topic-texts.ts';

const find = (texts: string[], most = 6) => findClusters(texts, most, seededRandom(1));
const made = topicTexts(30);
const clustering = find(made.map(({ text }) => text));

describe('clusters of texts', () => {
  it('hold what speaks of one thing', () => {
    const pairs = made.flatMap(({ text, topic }) =>
      clustering.belongings(text).map(({ cluster }) => ({ cluster, topic })),
    );
    expect(pairs.length).toBeGreaterThan(0.8 * made.length);
    for (const [cluster] of clustering.clusters.entries()) {
      const own = pairs.filter((pair) => pair.cluster === cluster).map(({ topic }) => topic);
      expect(new Set(own).size, `${own}`).toBe(1);
    }
    expect(new Set(pairs.map(({ topic }) => topic)).size).toBe(4);
  });

  it('are told by words of their topic, never by names, tones or what holds a sentence together', () => {
    const known = Object.values(topics).flat();
    for (const { words } of clustering.clusters) {
      expect(words.length).toBeGreaterThan(2);
      for (const word of words.flatMap((phrase) => phrase.split(' ')))
        expect(known).toContain(word);
    }
  });

  it('are the same for the same texts', () => {
    expect(find(made.map(({ text }) => text)).clusters).toEqual(clustering.clusters);
  });

  it('are no more than were asked for', () => {
    expect(
      find(
        made.map(({ text }) => text),
        2,
      ).clusters,
    ).toHaveLength(2);
  });

  it('are none where texts have nothing in common, are empty or have no words', () => {
    expect(find([]).clusters).toEqual([]);
    expect(find(Array.from({ length: 30 }, (_, at) => '?!'.repeat(at))).clusters).toEqual([]);
    expect(find(Array.from({ length: 30 }, () => 'the same as ever')).clusters).toEqual([]);
  });

  it('take verbatim pieces of any text, each into one cluster', () => {
    const words = fc.constantFrom(
      ...Object.values(topics).flat(),
      'the',
      'London',
      '…',
      'ß',
      '漢字',
    );
    const sentence = fc
      .array(words, { minLength: 1, maxLength: 12 })
      .map((found) => `${found.join(' ')}.`);
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(sentence, { maxLength: 40 }).map((found) => found.join('\n ')),
    );
    fc.assert(
      fc.property(text, (read) => {
        let rest = 0;
        for (const { cluster, similarity, text: piece } of clustering.belongings(read)) {
          expect(clustering.clusters[cluster]).toBeDefined();
          expect(similarity).toBeGreaterThan(0);
          expect(similarity).toBeLessThan(1.000001);
          // Pieces follow one another: none is part of another, so none can be in two clusters.
          const at = read.indexOf(piece, rest);
          expect(at).toBeGreaterThanOrEqual(rest);
          rest = at + piece.length;
        }
      }),
    );
  });
});
