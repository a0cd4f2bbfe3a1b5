import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { findThemes, homeOfThemes, sampleThemes } from '../../src/themes/find-themes.ts';
import { tempFolder } from '../support/files.ts';

let here = '';
beforeEach(() => {
  here = path.join(tempFolder(), 'here');
  mkdirSync(here);
  vi.spyOn(process, 'cwd').mockReturnValue(here);
});

const folder = (name: string, ...files: string[]) => {
  const made = path.join(here, name);
  mkdirSync(made, { recursive: true });
  for (const file of files) writeFileSync(path.join(made, file), '{}');
  return made;
};

describe('where themes are when nobody says', () => {
  it('takes the samples in a folder that has none, and new ones go into ./themes', () => {
    expect([findThemes(), homeOfThemes()]).toEqual([sampleThemes, path.join(here, 'themes')]);
  });

  it.each(['themes', 'agents/themes'])('takes ./%s, and new ones go there too', (name) => {
    const own = folder(name, 'late.json');
    expect([findThemes(), homeOfThemes()]).toEqual([own, own]);
  });

  it('takes ./themes where both have some', () => {
    folder('agents/themes', 'late.ts');
    const own = folder('themes', 'lost.mjs');
    expect([findThemes(), homeOfThemes()]).toEqual([own, own]);
  });

  it('does not take a folder without a theme file', () => {
    folder('themes', 'dark.css', 'types.d.ts');
    writeFileSync(path.join(here, 'agents'), 'a file');
    expect([findThemes(), homeOfThemes()]).toEqual([sampleThemes, path.join(here, 'themes')]);
  });

  it('writes into an empty ./agents/themes', () => {
    const own = folder('agents/themes');
    expect([findThemes(), homeOfThemes()]).toEqual([sampleThemes, own]);
  });
});
