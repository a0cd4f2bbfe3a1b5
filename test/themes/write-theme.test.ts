import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/mistake.ts';
import { writeTheme } from '../../src/themes/write-theme.ts';
import { tempFolder } from '../support/files.ts';

const draft = { name: 'A theme', definition: 'It is one.' };

it.each(['con', 'prn', 'aux', 'nul', 'com1', 'lpt9'])(
  'the id %s is refused: its file could not be on Windows',
  async (id) => {
    const folder = tempFolder();
    const written = writeTheme(folder, { id, ...draft });
    await expect(written).rejects.toThrow(UserMistake);
    await expect(written).rejects.toThrow(`choose another id for the theme, as in ${id}_theme`);
    expect(existsSync(path.join(folder, `${id}.ts`))).toBe(false);
  },
);

it.each(['console', 'com', 'com10', 'nul_theme'])('the id %s is like any other', async (id) => {
  const folder = tempFolder();
  expect(await writeTheme(folder, { id, ...draft })).toBe(path.join(folder, `${id}.ts`));
});
