/**
 * Measures workers that share a ledger on a real PostgreSQL, on loopback: `npm run bench:cluster`, or only some parts:
 * `npm run bench:cluster -- kills`. BENCH_KILLS makes the kills fewer, BENCH_SEED draws the same again, BENCH_TICKETS
 * makes `sizes` smaller.
 */
import { runParts } from '../run-parts.ts';
import { printKills } from './kills.ts';
import { printLimit } from './limit.ts';
import { printOverhead } from './overhead.ts';
import { printSizes } from './sizes.ts';
import { printThroughput } from './throughput.ts';

await runParts({
  throughput: printThroughput,
  limit: printLimit,
  kills: printKills,
  overhead: printOverhead,
  sizes: printSizes,
});
