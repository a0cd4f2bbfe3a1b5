import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Theme } from '../../../src/domain/theme.ts';
import { createFinder } from '../../../src/model/embedded/finder.ts';

const texts = [
  'The flight was delayed by three hours.',
  'A pleasant flight and a friendly crew.',
  'My flight was fine, the meal was cold.',
  'The flight left on time.',
  'Nice flight, but they lost my suitcase.',
  'The crew on this flight were rude.',
  'A short flight with no meal at all.',
  'This flight had a broken screen.',
  'Delayed again, and no word from anyone.',
];

function themeOf(words: string, more: object = {}): Theme {
  return Theme.parse({ name: words, definition: words, ...more });
}

function matchesOf(theme: Theme, among = texts): string[] {
  const finder = createFinder([theme], among);
  return among.filter((text) => finder.read(text).themes[0]?.verdict === 'yes');
}

describe('what a search finds', () => {
  it('goes by the word that few tickets have, not by one that all have', () => {
    expect(matchesOf(themeOf('delayed flight'))).toEqual([texts[0], texts[8]]);
  });

  it('finds related words', () => {
    expect(matchesOf(themeOf('luggage'))).toEqual([texts[4]]);
  });

  it('leaves a word out of account that no ticket has', () => {
    expect(matchesOf(themeOf('rude crew, impertinent'))).toContain(texts[5]);
  });

  it('finds nothing where no ticket has any of the words', () => {
    expect(matchesOf(themeOf('gherkin'))).toEqual([]);
  });

  it('takes its examples for a yes and its counter-examples for a no', () => {
    const theme = themeOf('delayed flight', {
      examples: ['The flight left on time.'],
      counterExamples: ['THE FLIGHT was delayed  by three hours.'],
    });
    expect(matchesOf(theme)).toEqual([texts[3], texts[8]]);
  });

  it('is surer of more', () => {
    const finder = createFinder([themeOf('rude crew')], texts);
    const confidenceOf = (text: string) => finder.read(text).themes[0]?.confidence ?? 0;
    expect(confidenceOf('The rude crew! So rude, an impolite crew.')).toBeGreaterThan(
      confidenceOf('How rude.'),
    );
  });

  it('quotes the sentence that says most, and names its words', () => {
    const finder = createFinder([themeOf('delayed flight')], texts);
    const [found] = finder.read('We had tea. The flight was delayed! We slept.').themes;
    expect(found).toMatchObject({ quote: 'The flight was delayed!', words: ['delayed', 'flight'] });
  });
});

const someTexts = fc.array(fc.constantFrom(...texts, '', '🙄', '你好'), {
  maxLength: 12,
});

describe('whatever the file', () => {
  it('reads a theme the same way beside others as alone', () => {
    fc.assert(
      fc.property(someTexts, fc.string(), (among, other) => {
        const themes = ['delayed flight', 'rude crew', 'meal'].map((words) => themeOf(words));
        for (const text of [...texts, other])
          expect(createFinder(themes, among).read(text).themes).toEqual(
            themes.map((theme) => createFinder([theme], among).read(text).themes[0]),
          );
      }),
      { numRuns: 20 },
    );
  });

  it('keeps its numbers from 0 to 1, and quotes verbatim for every yes', () => {
    fc.assert(
      fc.property(someTexts, fc.string({ unit: 'binary' }), (among, more) => {
        const finder = createFinder([themeOf('delayed flight')], among);
        const text = `${among[0] ?? ''} ${more}`;
        const { sentiment, themes } = finder.read(text);
        for (const { score, confidence, quote, verdict } of themes) {
          for (const share of [score, confidence, sentiment]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
          expect(text).toContain(quote);
          if (verdict === 'yes') expect(quote).not.toBe('');
        }
      }),
    );
  });
});
