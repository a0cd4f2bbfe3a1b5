import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Theme } from '../../../src/domain/theme.ts';
import { chanceOf, embeddedRules, sureEnough } from '../../../src/model/embedded/certainty.ts';
import { createClassifier } from '../../../src/model/embedded/classifier.ts';
import type { Signs } from '../../../src/model/embedded/words/signs.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const signs: fc.Arbitrary<Signs> = fc.record({
  lead: fc.double({ min: -8, max: 8, noNaN: true }),
  own: share,
  calm: share,
  beyond: fc.double({ min: 0, max: 3, noNaN: true }),
  words: fc.double({ min: 0, max: 3, noNaN: true }),
});

const themes = ['Lost luggage', 'Refund', 'Rude staff', 'Parking'].map((name) =>
  Theme.parse({ name, definition: `The customer writes about this: ${name}` }),
);
const confidenceOf = (text: string, theme = 'refund') =>
  createClassifier(themes)
    .read(text)
    .themes.find((reading) => reading.theme === theme)?.confidence ?? 0;

describe('the chance that a theme applies', () => {
  it.each(['lead', 'own', 'beyond', 'words'] as const)('never falls with more %s', (sign) => {
    fc.assert(
      fc.property(signs, fc.double({ min: 0, max: 2, noNaN: true }), (given, more) => {
        const chance = chanceOf(given);
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
        expect(chanceOf({ ...given, [sign]: given[sign] + more })).toBeGreaterThanOrEqual(chance);
      }),
    );
  });

  it('falls where the theme is of trouble and the text is calm', () => {
    fc.assert(
      fc.property(signs, (given) => {
        expect(chanceOf({ ...given, calm: 1 })).toBeLessThanOrEqual(
          chanceOf({ ...given, calm: 0 }),
        );
      }),
    );
  });
});

describe('a verdict', () => {
  it('is surer of a text that says more for its theme, and less sure where others share it', () => {
    const one = confidenceOf('I want a refund');
    expect(confidenceOf('I want a refund, my money back')).toBeGreaterThan(one);
    expect(confidenceOf('I want a refund for the parking of my luggage')).toBeLessThan(one);
  });

  it('may be a yes of which it is not sure, so that a person sees what it may be', () => {
    const faint = createClassifier(themes).read('The staff at the parking lost my refund');
    const yes = faint.themes.filter(({ verdict }) => verdict === 'yes');
    expect(yes.length).toBeGreaterThan(1);
    expect(yes.some(({ confidence }) => confidence < embeddedRules.confidence_floor)).toBe(true);
  });

  it('has no stop word for a reason', () => {
    const theme = Theme.parse({ name: 'Price', definition: 'No, it is not a matter of how much' });
    const [reading] = createClassifier([theme]).read('no, it is not a matter of how much').themes;
    expect(reading?.words).toEqual(['matter']);
    const [bare] = createClassifier([theme]).read('How much is it? Not that much.').themes;
    expect(bare?.words).toEqual([]);
  });
});

describe('a text in which no theme is found', () => {
  const readingOf = (text: string) => createClassifier(themes).read(text);

  it.each(['Thank you!', 'ok', '👍', ''])('is left alone where it says nothing: "%s"', (text) => {
    const { none, themes } = readingOf(text);
    expect(none).toBe(1);
    expect(themes.some(({ routed }) => routed)).toBe(false);
  });

  it('is looked at where the chance is too great that one applies', () => {
    const doubtful = createClassifier(themes, undefined, () => 0.2).read('They ate my sandwich');
    expect(doubtful.none).toBeLessThan(sureEnough);
    expect(doubtful.themes.filter(({ routed }) => routed)).toHaveLength(1);
    expect(doubtful.themes.every(({ verdict }) => verdict === 'no')).toBe(true);
    const sure = createClassifier(themes, undefined, () => 0.01).read('They ate my sandwich');
    expect(sure.themes.some(({ routed }) => routed)).toBe(false);
  });
});
