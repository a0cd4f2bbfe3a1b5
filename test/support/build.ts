// Builds the page and bundles the command line before the tests where they are older than what they are made from.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default function build(): void {
  const built = statSync(`${root}/dist/page/index.html`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['src/web/page', 'src/web/api', 'src/domain'];
  if (sources.some((folder) => newest(`${root}/${folder}`) >= built))
    // As `npm ci` does: under the tests' NODE_ENV it would be React's slow development build.
    execFileSync('npm', ['run', 'prepare'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
    });
  else execFileSync(process.execPath, ['src/cli/bundle.mjs'], { cwd: root });
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(`${folder}/${file}`).mtimeMs));
}
