import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../installation.ts';

/** The themes that come with the tribunal: those of an airline's help desk. */
export const sampleThemes = path.join(packageRoot, 'agents/themes');

/** Where the current folder may have themes, the first one first. */
const homes = ['themes', path.join('agents', 'themes')];

/** The themes where nobody names any: those of the current folder, else the samples. */
export function findThemes(): string {
  return ownHome() ?? sampleThemes;
}

/** The folder that a new theme belongs into: always one of the current folder's. */
export function homeOfThemes(): string {
  const [usual = '', ...others] = homes.map((home) => path.resolve(home));
  return ownHome() ?? others.find((home) => existsSync(home)) ?? usual;
}

/** Paths of the theme files in a folder, by name. */
export function themeFilesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => isThemeFile(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => path.join(folder, name));
}

export function isThemeFile(name: string): boolean {
  return /\.(ts|mjs|js|json|yaml|yml)$/.test(name);
}

/** Whether a theme file only says something, and runs nothing. */
export function isData(name: string): boolean {
  return /\.(json|ya?ml)$/.test(name);
}

function ownHome(): string | undefined {
  return homes
    .map((home) => path.resolve(home))
    .filter((home) => existsSync(home) && statSync(home).isDirectory())
    .find((home) => themeFilesIn(home).length > 0);
}
