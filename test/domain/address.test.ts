import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, ticketAddress } from '../../src/domain/address.ts';

describe('addressOf', () => {
  it('gives 32 hexadecimal digits that stay the same from one release to the next', () => {
    expect(addressOf('verdict', 'embedded')).toBe('64d2cbce43c145ad656f9bcaf20cc2da');
  });

  it('is the same for the same parts and another for any others', () => {
    const parts = fc.array(fc.oneof(fc.constantFrom('a', 'b', 'ab', '","', '', '"'), fc.string()));
    fc.assert(
      fc.property(parts, parts, (some, others) => {
        const areSame =
          some.length === others.length && some.every((part, index) => part === others[index]);
        expect(addressOf(...some) === addressOf(...others)).toBe(areSame);
        expect(addressOf(...some)).toBe(addressOf(...[...some]));
      }),
    );
  });

  it.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [['a', ''], ['a']],
    [['a","b'], ['a', 'b']],
    [['a,b'], ['a', 'b']],
  ])('does not let %j run into %j', (some, others) => {
    expect(addressOf(...some)).not.toBe(addressOf(...others));
  });
});

describe('ticketAddress', () => {
  const ticket = { text: 'Late  again', context: { subject: 'Flight' } };

  it('folds white space in the text and the context', () => {
    const spaced = { text: ' Late\n\tagain ', context: { subject: ' Flight\n' } };
    expect(ticketAddress(spaced)).toBe(ticketAddress(ticket));
  });

  it('does not depend on the row, the id or the other cells', () => {
    const row = { ...ticket, row: 7, id: 'T7', cells: ['T7', 'Late  again', 'Flight', '2026'] };
    expect(ticketAddress(row)).toBe(ticketAddress(ticket));
  });

  it.each([
    ['text', { ...ticket, text: 'Late once' }],
    ['letter case', { ...ticket, text: 'late again' }],
    ['white space between words', { ...ticket, text: 'Lateagain' }],
    ['context', { ...ticket, context: { subject: 'Bag' } }],
    ['name of a context column', { ...ticket, context: { title: 'Flight' } }],
    ['no context', { ...ticket, context: {} }],
    ['context that is part of the text', { text: 'Late again Flight', context: {} }],
  ])('changes with another %s', (_, other) => {
    expect(ticketAddress(other)).not.toBe(ticketAddress(ticket));
  });
});
