import { describe, expect, it } from 'vitest';
import { krippendorffAlpha } from '../../../src/evaluation/agreement/krippendorff.ts';

describe('krippendorffAlpha', () => {
  it('has the value of the known example of four observers and twelve units', () => {
    // K. Krippendorff, Computing Krippendorff's alpha-reliability (2011), C: nominal data, gaps, alpha 0.743.
    const units = [
      '111',
      '2232',
      '3333',
      '3333',
      '2222',
      '1234',
      '4444',
      '1121',
      '2222',
      '555',
      '11',
      '3',
    ];
    expect(krippendorffAlpha(units.map((unit) => [...unit]))).toBeCloseTo(0.743, 3);
  });

  it('is 1 where all agree, about 0 by chance, and below where they avoid one another', () => {
    expect(
      krippendorffAlpha([
        ['a', 'a'],
        ['b', 'b'],
      ]),
    ).toBe(1);
    expect(
      krippendorffAlpha([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ).toBeLessThan(0);
  });

  it('says nothing where only one answer was ever given, or nobody answered twice', () => {
    expect(
      krippendorffAlpha([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toBeUndefined();
    expect(krippendorffAlpha([['a'], ['b']])).toBeUndefined();
  });
});
