import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutraliseControlTokens } from '../../../src/domain/text/control-tokens.ts';
import { cannotQuote, paraphrases, standsInTicket } from '../../../src/domain/text/quote.ts';

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
    ['quotation marks around it', '"and hung up"'],
    ['other quotation marks around it', '«And hung up».'],
    ['a full stop at its end', 'your fault!'],
    ['an ellipsis between pieces in order', 'They said … your fault ... hung up'],
    ['an ellipsis at its ends', '...it’s your fault...'],
    ['a word put in by who quotes', 'They said: “it’s [all] your Fault”'],
    ['two spans', '"it’s your fault" and "They said"'],
    ['two spans of two columns', '"it’s your fault", "Voucher sent"'],
    ['a speaker before it', 'Customer: and hung up'],
    ['a speaker before it, in quotation marks', 'The customer says: "and hung up."'],
    ['brackets around it', '[and hung up]'],
    ['entities', 'They&nbsp;said: &quot;it&#39;s'],
    ['characters that nobody sees', 'and\u00a0hu\u00adng \u200bup\ufeff'],
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
    ['an ellipsis between pieces in another order', 'hung up … They said'],
    ['pieces of a letter or two', 'th … up'],
    ['two spans of which one is not there', '"it’s your fault" and "they laughed"'],
    ['quotation marks around nothing', '“…”'],
  ])('does not find %s', (_, quote) => {
    expect(standsInTicket(quote, ticket)).toBe(false);
  });

  it('tells a quote that is told in other words from one that is made up', () => {
    const text = { text: 'I have waited on the phone for an hour and a half', context: {} };
    expect(paraphrases('waited on the telephone for an hour', text)).toBe(true);
    expect(paraphrases('and they never sent me the voucher', text)).toBe(false);
    expect(paraphrases('waited long', text)).toBe(false);
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
