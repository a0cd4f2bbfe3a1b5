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

it('sees a cut of any size once texts of two lengths end at one round length, beyond which none goes', () => {
  const cut = new CutPrompts();
  for (const text of [9000, 12_000]) cut.isCut({ text, whole: text }, text / 4 + 1);
  expect(cut.isCut({ text: 16_800, whole: 16_800 }, 4096)).toBe(false);
  expect(cut.isCut({ text: 17_900, whole: 17_900 }, 4096)).toBe(true);
  expect(cut.isCut({ text: 15_000, whole: 15_000 }, 3751)).toBe(false);
});

/** Tokens a character as the tokenizers of GPT-4 and GPT-4o have them, of real texts. */
const scripts = {
  English: [0.21, 0.21, 0],
  tweets: [0.28, 0.28, 0.01],
  German: [0.28, 0.24, 0.02],
  Turkish: [0.34, 0.29, 0.1],
  Russian: [0.33, 0.24, 0.85],
  Arabic: [0.55, 0.31, 0.85],
  Hebrew: [0.67, 0.33, 0.85],
  Chinese: [0.48, 0.4, 0.9],
  Tamil: [0.95, 0.28, 0.85],
  Armenian: [1.11, 0.31, 0.85],
} as const;

it('believes what is read of texts in any order of languages', () => {
  const docket = fc.record({
    script: fc.constantFrom(...Object.values(scripts)),
    text: fc.integer({ min: 2000, max: 40_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(docket, { minLength: 1, maxLength: 30 }),
      fc.constantFrom(0, 1),
      (dockets, tokenizer) => {
        const cut = new CutPrompts();
        for (const { script, text } of dockets) {
          // Instructions and the frame around tickets are English.
          const own = text - 1500;
          const read = Math.round(1500 * 0.21 + own * script[tokenizer]) | 1;
          const foreign = (own * script[2]) / text;
          expect(cut.isCut({ text, whole: text, foreign }, read)).toBe(false);
        }
      },
    ),
    { numRuns: 500 },
  );
});
