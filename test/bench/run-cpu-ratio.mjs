// The process that `cpu-ratio.ts` measures.
import path from 'node:path';
import '../../src/cli/typescript.mjs';

const [, , script, ...args] = process.argv;
const { measureHere } = await import(path.resolve(script));
await measureHere(...args);
