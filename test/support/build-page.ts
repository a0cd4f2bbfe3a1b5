// Builds the page before the tests where it is older than what it is made from.
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default async function buildPage(): Promise<void> {
  const built = statSync(`${root}/dist/page/index.html`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['src/web/page', 'src/web/api', 'src/domain'];
  if (sources.every((folder) => newest(`${root}/${folder}`) < built)) return;
  await build({ configFile: `${root}/vite.config.ts`, logLevel: 'error' });
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(`${folder}/${file}`).mtimeMs));
}
