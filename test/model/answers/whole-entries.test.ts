import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeEntries } from '../../../src/model/answers/whole-entries.ts';

describe('arguments that are cut off', () => {
  const entry = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue());

  it('keep the entries that are whole, wherever the cut is', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), fc.nat(), (entries, at) => {
        const text = JSON.stringify({ verdicts: entries });
        const cut = text.slice(0, at % text.length);
        const whole = entries.filter((_, index) => {
          const upTo = JSON.stringify({ verdicts: entries.slice(0, index + 1) });
          return cut.length >= upTo.length - ']}'.length;
        });
        expect(wholeEntries(cut)).toBe(
          whole.length > 0 ? JSON.stringify({ verdicts: whole }) : undefined,
        );
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['brackets and braces inside strings', '{"verdicts":[{"quote":"}],[{\\"","ticket":"q1"},{"qu'],
    ['lists inside entries', '{"verdicts":[{"themes":[{"a":1}],"ticket":"q1"},{"themes":[{"a":1}'],
    ['white space', '{ "verdicts" : [\n  { "ticket" : "q1" } ,\n  { "ticket"'],
  ])('are not led astray by %s', (_, cut) => {
    expect(JSON.parse(wholeEntries(cut) ?? '').verdicts).toMatchObject([{ ticket: 'q1' }]);
    expect(JSON.parse(wholeEntries(cut) ?? '').verdicts).toHaveLength(1);
  });
});

describe('nothing is made of', () => {
  it.each([
    ['nothing', ''],
    ['arguments that are whole', '{"verdicts":[{"ticket":"q1"}]}'],
    ['arguments of which no list came', '{"verdicts":'],
    ['a list of which nothing came', '{"verdicts":['],
    ['an entry that is cut off', '{"verdicts":[{"ticket":"q1"'],
    ['a list inside an entry that is cut off', '{"verdicts":[{"themes":[{"a":1},'],
    ['entries that are no objects', '{"verdicts":["q1","q2"'],
    ['an object that is no list', '{"verdict":{"ticket":"q1"},"quote":"I wai'],
    ['text', 'I waited ['],
  ])('%s', (_, text) => {
    expect(wholeEntries(text)).toBeUndefined();
  });
});
