import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutraliseControlTokens } from '../../../src/domain/text/control-tokens.ts';
import { cannotQuote, standsInTicket } from '../../../src/domain/text/quote.ts';

const tokens = ['<|im_start|>', '</s>', '[INST]', '<think>', ']~b]', '<fim_prefix>', '<｜User｜>'];

const text = fc
  .array(fc.oneof(fc.constantFrom(...tokens, '<', '|', '>', '[', ' ', '\n'), fc.string()))
  .map((parts) => parts.join(''));

describe('standsInTicket', () => {
  const ticket = {
    text: 'They  said:\n“it’s your Fault” and hung up',
    context: { resolution: 'Voucher sent' },
  };

  it.each([
    ['the same words', 'and hung up'],
    ['other white space', ' They said: '],
    ['other case', 'YOUR FAULT'],
    ['other quotation marks', '"it\'s your fault"'],
    ['words of the context', 'voucher sent'],
    ['all of the text', ticket.text],
  ])('finds %s', (_, quote) => {
    expect(standsInTicket(quote, ticket)).toBe(true);
  });

  it.each([
    ['words that are not there', 'they shouted'],
    ['words that are there in another order', 'hung and up'],
    ['words pieced together across columns', 'and hung up Voucher sent'],
    ['an empty quote', ''],
    ['white space alone', ' \n\t'],
    ['the mark of a model that cannot quote', cannotQuote],
    ['the name of a column', 'resolution'],
  ])('does not find %s', (_, quote) => {
    expect(standsInTicket(quote, ticket)).toBe(false);
  });

  it('finds no empty quote in an empty ticket', () => {
    expect(standsInTicket('', { text: '', context: { note: '' } })).toBe(false);
  });

  it('finds a quote whether it was copied from the ticket or from the broken-up text of the prompt', () => {
    fc.assert(
      fc.property(text, text, text, (before, quote, after) => {
        fc.pre(quote.trim() !== '');
        const whole = { text: `${before} ${quote} ${after}`, context: {} };
        expect(standsInTicket(quote, whole)).toBe(true);
        expect(standsInTicket(neutraliseControlTokens(quote), whole)).toBe(true);
      }),
    );
  });
});
