import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareClusters } from './compare-clusters.ts';

const pairsOf = (text: string) =>
  text.split(' ').map(([cluster = '', label = '']) => ({ cluster, label }));

it('clusters that are the labels under other names agree wholly', () => {
  expect(compareClusters(pairsOf('1a 1a 2b 3c'))).toEqual({ information: 1, purity: 1 });
});

it('clusters that say nothing of the labels share no information', () => {
  const { information, purity } = compareClusters(pairsOf('1a 1b 2a 2b'));
  expect(information).toBeCloseTo(0, 10);
  expect(purity).toBe(0.5);
});

it('information and purity are shares, and names and order are no matter', () => {
  const pair = fc.record({
    cluster: fc.constantFrom('1', '2', '3'),
    label: fc.constantFrom('a', 'b'),
  });
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      const { information, purity } = compareClusters(pairs);
      expect(information).toBeGreaterThan(-1e-9);
      expect(information).toBeLessThan(1 + 1e-9);
      expect(purity).toBeGreaterThan(0);
      expect(purity).toBeLessThanOrEqual(1);
      const renamed = pairs
        .toReversed()
        .map(({ cluster, label }) => ({ cluster: `${cluster}x`, label }));
      expect(compareClusters(renamed).information).toBeCloseTo(information, 9);
    }),
  );
});
