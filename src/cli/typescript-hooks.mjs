// Takes the types out of `.ts` files as they are loaded; everything else passes. What came out is
// kept under its content's hash, so that only a file that changed costs anything.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cache = new URL('../../node_modules/.cache/tribunal/', import.meta.url);
/** Addresses of files whose bundled forms are loaded for them: a theme gets what all else has. */
let bundled = new Map();
const settings = { loader: 'ts', format: 'esm', target: 'node20' };

export function initialize(given) {
  bundled = given?.bundled ?? bundled;
}

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  return { ...resolved, url: bundled.get(resolved.url) ?? resolved.url };
}

export async function load(url, context, next) {
  if (!/^file:[^?]*\.ts(\?|$)/.test(url)) return next(url, context);
  const source = await withoutTypes(readFileSync(fileURLToPath(url), 'utf8'));
  return { format: 'module', source, shortCircuit: true };
}

async function withoutTypes(typed) {
  const hash = createHash('sha256').update(JSON.stringify(settings)).update(typed).digest('hex');
  const kept = new URL(`${hash}.mjs`, cache);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { transform } = await import('esbuild');
    const { code } = await transform(typed, settings);
    keep(kept, code);
    return code;
  }
}

function keep(file, code) {
  try {
    mkdirSync(cache, { recursive: true });
    const part = new URL(`${process.pid}.part`, cache);
    writeFileSync(part, code);
    renameSync(part, file);
  } catch {
    // A folder that can't be written: it is only a cache.
  }
}
