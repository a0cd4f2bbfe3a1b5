/**
 * Measures workers that share a ledger on a real PostgreSQL, on loopback: `npm run bench:cluster`, or only some parts:
 * `npm run bench:cluster -- kills`. BENCH_KILLS makes the kills fewer, BENCH_SEED draws the same again, BENCH_TICKETS
 * makes `sizes` smaller.
 */
import { cpus, release, totalmem } from 'node:os';
import type { Parts } from '../print.ts';
import { printKills } from './kills.ts';
import { printLimit } from './limit.ts';
import { printOverhead } from './overhead.ts';
import { printSizes } from './sizes.ts';
import { printThroughput } from './throughput.ts';

const parts: Parts = {
  throughput: printThroughput,
  limit: printLimit,
  kills: printKills,
  overhead: printOverhead,
  sizes: printSizes,
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => parts[name] === undefined);
if (unknown.length > 0)
  throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(' ')}`);
console.log(
  `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}\n`,
);
for (const [name, run] of Object.entries(parts))
  if (named.length === 0 || named.includes(name)) await run();
