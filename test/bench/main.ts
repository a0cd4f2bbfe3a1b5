/**
 * `npm run bench [part …]` prints every figure that the README quotes: all parts but `million`, or
 * those that are named. BENCH_TICKETS makes `million` smaller, BENCH_KILLS `kills`, and BENCH_SEED
 * draws the same kills again.
 */
import { cpus, release, totalmem } from 'node:os';
import { lastingParts } from './lasting-parts.ts';
import { localParts } from './local-parts.ts';
import type { Parts } from './print.ts';
import { servedParts } from './served-parts.ts';

const parts: Parts = { ...localParts, ...servedParts, ...lastingParts };
/** They take tens of minutes. */
const onlyWhenNamed = ['million', 'apprentice', 'triage'];

const named = process.argv.slice(2);
const unknown = named.filter((name) => parts[name] === undefined);
if (unknown.length > 0)
  throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(' ')}`);
console.log(
  `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}\n`,
);
for (const [name, run] of Object.entries(parts))
  if (named.length === 0 ? !onlyWhenNamed.includes(name) : named.includes(name)) await run();
