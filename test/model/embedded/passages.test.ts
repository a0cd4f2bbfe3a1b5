import fc from 'fast-check';
import { expect, it } from 'vitest';
import { passagesOf, sentencesOf } from '../../../src/model/embedded/passages.ts';
import { settings } from '../../../src/model/embedded/settings.ts';

it('ends a sentence at its mark or at the line, not inside a number or an address', () => {
  expect(sentencesOf('It took 2.5 hours! See a.example.com\nWhy? 你好。再见。', 300)).toEqual([
    'It took 2.5 hours!',
    'See a.example.com',
    'Why?',
    '你好。',
    '再见。',
  ]);
});

it('cuts a sentence that is too long at white space, and never inside a character', () => {
  const words = sentencesOf('word '.repeat(50).trim(), 22);
  expect(words.every((piece) => /^word( word)*$/u.test(piece))).toBe(true);
  for (const piece of sentencesOf(`a${'😡'.repeat(40)}`, 10))
    expect(piece).not.toMatch(/\p{Surrogate}/u);
});

it('gives verbatim parts in their order, trimmed and short enough', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      let from = 0;
      for (const sentence of sentencesOf(text, 40)) {
        const at = text.indexOf(sentence, from);
        expect(at).toBeGreaterThanOrEqual(from);
        expect(sentence).toBe(sentence.trim());
        expect(sentence.length).toBeGreaterThan(0);
        expect(sentence.length).toBeLessThanOrEqual(40);
        from = at + sentence.length;
      }
    }),
  );
});

it('keeps a short ticket whole and reads a long one in passages', () => {
  expect(passagesOf('One thing. Another thing.', settings)).toHaveLength(1);
  expect(passagesOf('One thing and another thing. '.repeat(30), settings).length).toBeGreaterThan(
    3,
  );
});
