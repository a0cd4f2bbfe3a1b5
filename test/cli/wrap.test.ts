import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wrap } from '../../src/cli/drawing/wrap.ts';

it('breaks between words, and loses none', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[^ ]+$/u)), fc.nat(90), (words, indent) => {
      const text = words.join(' ');
      expect(wrap(text, indent).join(' ')).toBe(text);
    }),
  );
});

it('keeps to the room that is left', () => {
  const lines = wrap('word '.repeat(60).trim(), 40);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  expect(lines).toHaveLength(5);
});
