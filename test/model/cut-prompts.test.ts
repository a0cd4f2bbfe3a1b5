import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CutPrompts } from '../../src/model/cut-prompts.ts';

const prompts = fc.array(
  fc.record({
    text: fc.integer({ min: 500, max: 60_000 }),
    tools: fc.integer({ min: 0, max: 8000 }),
  }),
  { minLength: 1, maxLength: 30 },
);
/** Tokens a character, in texts and in tools: some templates leave tools out. */
const server = fc.record({
  text: fc.constantFrom(0.19, 0.25, 0.3, 0.6),
  tools: fc.constantFrom(0, 0.1, 0.25),
});

it('believes every server that counts all that it was sent, whatever it makes of tools', () => {
  fc.assert(
    fc.property(prompts, server, (sent, tokens) => {
      const cut = new CutPrompts();
      for (const { text, tools } of sent) {
        const read = Math.round(text * tokens.text + tools * tokens.tools) | 1;
        expect(cut.isCut({ text, whole: text + tools }, read)).toBe(false);
      }
    }),
  );
});

it('believes a server that always says the same', () => {
  const cut = new CutPrompts();
  for (const text of [900, 3000, 60_000, 4000])
    expect(cut.isCut({ text, whole: text }, 100)).toBe(false);
});

it('does not believe answers about prompts that were cut, once others were counted', () => {
  const cut = new CutPrompts();
  for (const text of [3000, 3300, 3600]) cut.isCut({ text, whole: text + 2000 }, text / 4 + 500);
  expect(cut.isCut({ text: 16_000, whole: 18_000 }, 1900)).toBe(true);
  expect(cut.isCut({ text: 16_000, whole: 18_000 }, 4500)).toBe(false);
});
