import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteLocator } from '../../../src/domain/text/locate-quote.ts';
import { standsInTicket } from '../../../src/domain/text/quote.ts';

/** Texts that are changed on their way to a comparison, more often than random ones are. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ' ',
        '\n\t ',
        '“',
        "'",
        '<|im_start|>',
        '|>',
        '[INST]',
        '<s>',
        'İ',
        'ΑΣ',
        'ﬁ',
        '&amp;',
        '&#39;',
        '&nbsp;',
        '\u200b',
        '…',
        '...',
      ),
      fc.constantFrom('😀', 'مرحبا', '<script>', 'word', 'Word '),
      fc.string({ unit: 'grapheme' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('quoteLocator', () => {
  it('finds a quote in other case, white space and quotation marks, where it was written', () => {
    const written = 'Hello.\n  The “APP”\n\n is <|broken|>.  Bye';
    const place = quoteLocator(written)('the "app" is < |broken| >');
    expect(written.slice(place?.start, place?.end)).toBe('The “APP”\n\n is <|broken|>');
  });

  it('finds nothing where the quote is not in the text, or blank', () => {
    const locate = quoteLocator('it is late');
    expect(locate('it was late')).toBeUndefined();
    expect(locate(' \n')).toBeUndefined();
  });

  it('finds what the tribunal takes for a quote of the text, and nothing else', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (whole, from, length) => {
        const start = from % (whole.length + 1);
        const quote = whole.slice(start, start + (length % 40));
        const place = quoteLocator(whole)(quote);
        const stands = standsInTicket(quote, { text: whole, context: {} });
        expect(place !== undefined).toBe(stands);
        if (place === undefined) return;
        expect(place.start).toBeLessThan(place.end);
        const marked = { text: whole.slice(place.start, place.end), context: {} };
        expect(standsInTicket(quote, marked)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
