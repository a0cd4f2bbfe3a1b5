import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/domain/mistake.ts';

describe('nearest', () => {
  const themes = ['waiting_time', 'policy', 'technology'];

  it.each([
    ['a letter left out', 'wating_time', 'waiting_time'],
    ['a letter too many', 'policyy', 'policy'],
    ['a wrong letter', 'polocy', 'policy'],
    ['two letters swapped', 'techonlogy', 'technology'],
    ['another case', 'POLICY', 'policy'],
    ['the word itself', 'technology', 'technology'],
  ])('finds the candidate with %s', (_, word, found) => {
    expect(nearest(word, themes)).toBe(found);
  });

  it('sees past the case of the candidates', () => {
    expect(nearest('ticket_id', ['TICKET_ID', 'ticker'])).toBe('TICKET_ID');
  });

  it('forgives a long word more than a short one', () => {
    expect(nearest('waiting_period', themes)).toBe('waiting_time');
    expect(nearest('pol', themes)).toBeUndefined();
  });

  it('keeps the nearest of several that are near, and the first of equally near ones', () => {
    expect(nearest('cat', ['cart', 'cat', 'car'])).toBe('cat');
    expect(nearest('cax', ['car', 'cat'])).toBe('car');
  });

  it('finds nothing when none is near', () => {
    expect(nearest('refund', themes)).toBeUndefined();
    expect(nearest('policy', [])).toBeUndefined();
  });
});
