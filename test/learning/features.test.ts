import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countFeatures, featureSpace, wordsIn } from '../../src/learning/features.ts';
import { Rarity, rarityOf } from '../../src/learning/rarity.ts';

const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 12 });

it('letter groups and single words are the same in any order of the words', () => {
  fc.assert(
    fc.property(words, (own) => {
      const [one, other] = [own, own.toReversed()].map((some) => countFeatures(some.join(' ')));
      const sorted = (counts: ReadonlyMap<number, number> = new Map()) =>
        [...counts].sort(([a], [b]) => a - b);
      expect(sorted(one?.letters)).toEqual(sorted(other?.letters));
      expect(wordsIn(own.join(' ')).toSorted()).toEqual(own.toSorted());
    }),
  );
});

it('case, accents, links and handles say nothing; marks of a tone do', () => {
  expect(wordsIn('@Air  Où est MON café? https://a.example/x')).toEqual([
    ...['ou', 'est', 'mon', 'cafe', '?'],
  ]);
});

it('a text has length 1 in words and 1 in letters, and none in what no text had before', () => {
  fc.assert(
    fc.property(fc.array(words, { minLength: 1 }), words, (texts, other) => {
      const counts = texts.map((own) => countFeatures(own.join(' ')));
      const rarity = rarityOf(counts);
      for (const own of counts) {
        const { slots, values, square } = rarity.weigh(own);
        expect(values.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(square, 4);
        expect(square).toBe(own.words.size === 0 ? 0 : 2);
        for (const slot of slots) expect(slot).toBeLessThan(featureSpace);
      }
      expect(new Rarity().weigh(countFeatures(other.join(' '))).slots).toHaveLength(0);
    }),
  );
});

it('what is rare weighs more', () => {
  const rarity = rarityOf(['the bag', 'the cat', 'the bag is gone'].map(countFeatures));
  const weightOf = (word: string) => {
    const [only = 0] = countFeatures(word).words.keys();
    const { slots, values } = rarity.weigh(countFeatures('the cat'));
    return values[slots.indexOf(only)] ?? 0;
  };
  expect(weightOf('cat')).toBeGreaterThan(weightOf('the'));
});
