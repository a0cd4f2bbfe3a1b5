/**
 * `npm run bench [part …]` prints every figure that the README quotes: all parts but those that take
 * tens of minutes, or those that are named. BENCH_TICKETS makes `million` smaller, BENCH_KILLS
 * `kills` and `nemesis`, BENCH_RUNS, BENCH_ANSWERS, BENCH_CLOCKS and BENCH_PAUSES `nemesis`, which BENCH_REPLAY has tell one of its runs, and BENCH_SEED draws the same kills and inputs again.
 */
import { contactParts } from './contact-parts.ts';
import { lastingParts } from './lasting-parts.ts';
import { localParts } from './local-parts.ts';
import { nemesisParts } from './nemesis-parts.ts';
import { runParts } from './run-parts.ts';
import { servedParts } from './served-parts.ts';
import { stackParts } from './stack-parts.ts';

await runParts(
  {
    ...localParts,
    ...servedParts,
    ...lastingParts,
    ...contactParts,
    ...nemesisParts,
    ...stackParts,
  },
  ['million', 'apprentice', 'triage', 'nemesis'],
);
