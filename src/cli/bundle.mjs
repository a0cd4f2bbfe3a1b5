// Puts the command line with all that it loads into `dist/cli`: a few files in the place of a
// thousand, which a command would read one by one at every start. `npm ci` runs it.
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundledForms, entries, folder, list, root, stampOf } from './bundled.mjs';

/** A file of the project says where something lies from where it is itself, and not from the bundle. */
const ownPlaces = {
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      if (!source.includes('import.meta.url')) return undefined;
      const place = JSON.stringify(path.relative(folder, file));
      const contents = source.replaceAll(
        'import.meta.url',
        `new URL(${place}, import.meta.url).href`,
      );
      return { contents, loader: 'ts' };
    });
  },
};

if (bundledForms().size === 0) await bundle();

async function bundle() {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: folder,
    ...{ bundle: true, splitting: true, metafile: true, legalComments: 'none' },
    ...{ format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning' },
    // What has machine code of its own, or is not there.
    external: ['libsql', 'esbuild', 'pg-native'],
    // Packages of the older kind look for it.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    plugins: [ownPlaces],
  });
  const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  const sources = ['package-lock.json', ...own];
  const stamps = sources.map((file) => [file, stampOf(file)]);
  writeFileSync(list, JSON.stringify(Object.fromEntries(stamps)));
}
