// Takes the types out of `.ts` files as they are loaded; everything else passes.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

export async function load(url, context, next) {
  if (!/^file:[^?]*\.ts(\?|$)/.test(url)) return next(url, context);
  const file = fileURLToPath(url);
  const { code } = await transform(await readFile(file, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcefile: file,
    sourcemap: process.env.NODE_OPTIONS?.includes('--enable-source-maps') ? 'inline' : false,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
