import { realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Jiti } from 'jiti';
import { packageRoot } from '../installation.ts';

interface Module {
  default?: unknown;
}

const imported = new Map<string, { edited: number; module: Promise<Module> }>();
let loader: Promise<Jiti> | undefined;

/**
 * Imports a user's module, in TypeScript or not. What it takes from `ticket-tribunal` and `zod` is
 * what runs here, wherever the file lies and whatever is installed beside it. A file that was
 * edited since is imported anew.
 */
export async function importModule(place: string): Promise<Module> {
  const file = await realpath(place);
  const { mtimeMs: edited } = await stat(file);
  const known = imported.get(file);
  if (known?.edited === edited) return known.module;
  loader ??= openLoader();
  const jiti = await loader;
  delete jiti.cache[file];
  const module = jiti.import<Module>(file);
  imported.set(file, { edited, module });
  return module;
}

/** The file that an npm package begins with: one of the current folder's, or one beside this one. */
export async function findPackage(name: string): Promise<string | undefined> {
  loader ??= openLoader();
  const jiti = await loader;
  for (const folder of [process.cwd(), packageRoot]) {
    const parentURL = pathToFileURL(path.join(folder, 'package.json')).href;
    const found = jiti.esmResolve(name, { try: true, parentURL });
    if (found !== undefined) return fileURLToPath(found);
  }
  return undefined;
}

async function openLoader(): Promise<Jiti> {
  // As CommonJS: Node would read through all of it for names that it may export.
  const { createJiti } = createRequire(import.meta.url)('jiti') as typeof import('jiti');
  return createJiti(import.meta.url, {
    fsCache: cacheFolder(),
    interopDefault: false,
    alias: ownPackages(),
  });
}

/** The user's own: what lies in the folder for temporary files, others could have written. */
function cacheFolder(): string | false {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
  const folder = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && path.join(HOME, '.cache'));
  return folder ? path.join(folder, 'ticket-tribunal') : false;
}

function ownPackages(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const zod = path.dirname(require.resolve('zod/package.json'));
  const { exports } = require('zod/package.json') as {
    exports: Record<string, { import?: string }>;
  };
  const parts = Object.entries(exports).flatMap(([name, { import: file }]) =>
    file === undefined ? [] : [[`zod${name.slice(1)}`, path.join(zod, file)] as const],
  );
  return {
    ...Object.fromEntries(parts),
    zod: path.join(packageRoot, 'dist/command/zod.js'),
    'ticket-tribunal': path.join(packageRoot, 'dist/command/index.js'),
  };
}
