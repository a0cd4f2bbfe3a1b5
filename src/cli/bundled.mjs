import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where the command line lies in a few files, if it was bundled. */
export const folder = path.join(root, 'dist/cli');
/** What it was made from, as JSON: each file of the project, and how it looked. */
export const list = path.join(folder, 'sources.json');
/** What can be loaded from there, and what it is called. */
export const entries = { main: 'src/cli/main.ts', judge: 'agents/judge.ts' };

/** Changes whenever a file is written. */
export function stampOf(file) {
  const { mtimeMs, size } = statSync(path.join(root, file));
  return `${mtimeMs} ${size}`;
}

/** The addresses of sources and of their bundled forms; none where a source was touched since. */
export function bundledForms() {
  const urlOf = (file) => pathToFileURL(file).href;
  const pairs = Object.entries(entries).map(([name, source]) => [
    urlOf(path.join(root, source)),
    urlOf(path.join(folder, `${name}.js`)),
  ]);
  return new Map(isFresh() ? pairs : []);
}

function isFresh() {
  try {
    const stamps = JSON.parse(readFileSync(list, 'utf8'));
    return Object.entries(stamps).every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false;
  }
}
