import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadThemes } from '../../src/themes/load-themes.ts';
import { damageText, damageValue, textDamage, valueDamage } from './damage.ts';
import type { Fuzzer } from './fuzzer.ts';
import { endsWell } from './promise.ts';
import { scratch } from './scratch.ts';

const theme = {
  id: 'late',
  name: 'Late',
  definition: 'It came late.',
  counts: ['a day'],
  excludes: ['lost'],
  doesNotCount: ['an hour'],
  examples: ['It is late.'],
  counterExamples: ['It is here.'],
};
const lost = {
  name: 'Lost',
  definition: 'It is lost.',
  judge: { instructions: 'Be kind.', tools: [] },
};

/** The text of a theme file: sound, damaged, or anything. */
const texts = fc.oneof(
  fc
    .tuple(fc.array(valueDamage, { maxLength: 3 }), fc.array(textDamage, { maxLength: 1 }))
    .map(([parts, bytes]) =>
      bytes.reduce(damageText, JSON.stringify(parts.reduce(damageValue, [theme, lost])) ?? ''),
    ),
  fc.json(),
  fc.string({ unit: 'binary' }),
);

/** A theme file gives themes that can be worked with, or one line that says what is wrong. */
export const themes: Fuzzer<string> = {
  name: 'themes',
  inputs: texts,
  tries: 150,
  async check(text) {
    const file = scratch('fuzzed.themes.json');
    writeFileSync(file, text);
    for (const { id, name, definition } of (await endsWell(() => loadThemes(file))) ?? [])
      if ([id, name, definition].some((word) => word.trim() === ''))
        throw new Error(`a theme without a word: ${JSON.stringify({ id, name, definition })}`);
  },
};
