// Builds what ships before the tests, where it is older than what it is made from.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const settings = ['package-lock.json', 'vite.config.ts'];

export default function build(): void {
  buildWhere(
    'dist/page/index.html',
    ['src/web/page', 'src/web/api', 'src/domain', 'src/settings'],
    [],
  );
  buildWhere(
    'dist/command/tribunal.js',
    ['src', 'agents', 'workflows'],
    ['--ssr', '--mode', 'command'],
  );
  buildWhere('dist/tests/claimant.js', ['src', 'test/support'], ['--ssr', '--mode', 'tests']);
}

function buildWhere(built: string, sources: string[], words: string[]): void {
  const at = statSync(path.join(root, built), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if ([...sources, ...settings].every((source) => newest(path.join(root, source)) < at)) return;
  // As `npm ci` does: under the tests' NODE_ENV it would be React's slow development build.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync('npx', ['vite', 'build', '--logLevel', 'warn', ...words], { cwd: root, env });
}

function newest(place: string): number {
  const isFolder = statSync(place).isDirectory();
  const files = isFolder ? readdirSync(place, { recursive: true, encoding: 'utf8' }) : [''];
  return Math.max(...files.map((file) => statSync(path.join(place, file)).mtimeMs));
}
