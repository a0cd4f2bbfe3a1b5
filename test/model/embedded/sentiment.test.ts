import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentimentOf } from '../../../src/model/embedded/sentiment.ts';

function expectRising(...texts: string[]): void {
  const readings = texts.map((text) => sentimentOf(text));
  for (const [at, reading] of readings.entries()) {
    if (at > 0) expect(reading, texts[at]).toBeGreaterThan(readings[at - 1] ?? 1);
  }
}

describe('sentiment', () => {
  it('is calm for praise, for plain facts and for nothing', () => {
    for (const text of ['', 'Thank you, great service', 'My order number is 4711', '👋']) {
      expect(sentimentOf(text), text).toBe(0);
    }
  });

  it('rises from plain to unhappy to furious', () => {
    expectRising(
      'The parcel arrived on Monday',
      'The parcel arrived late',
      'The parcel arrived late, this is unacceptable',
      'The parcel arrived late, unacceptable, the worst disgraceful nightmare',
    );
  });

  it('rises with shouting and with exclamation marks', () => {
    expectRising('this is terrible', 'this is terrible!!!');
    expectRising('this is terrible', 'THIS IS TERRIBLE');
  });

  it('turns a word that is denied', () => {
    expectRising('I am happy', 'I am not happy');
    expectRising('There was no delay', 'There was a delay');
    expectRising("It wasn't a problem", 'It was a problem');
  });

  it('hears the commonest complaints of five more languages', () => {
    for (const text of [
      'El servicio es pésimo y el vuelo llegó tarde',
      'Der Flug war verspätet, das ist eine Katastrophe',
      'Le vol est annulé, c’est inadmissible',
      'O atraso foi horrível, péssimo serviço',
      'Un ritardo inaccettabile, servizio pessimo',
    ]) {
      expect(sentimentOf(text), text).toBeGreaterThan(0.5);
    }
  });

  it('stays between 0 and 1 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const sentiment = sentimentOf(text);
        expect(sentiment).toBeGreaterThanOrEqual(0);
        expect(sentiment).toBeLessThanOrEqual(1);
      }),
    );
  });
});
