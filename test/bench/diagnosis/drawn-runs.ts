import { seededRandom } from '../../../src/domain/random.ts';
import { spoils } from '../../../src/self-test/systems/spoils.ts';
import { judged, type MadeRun, makeRun } from '../../support/faulty-runs.ts';

/** Of the answers that a cause says something about, so many follow it. */
export const strength = 0.2;

export interface Drawn {
  run: MadeRun;
  /** Whose answers are spoiled. */
  theme: string;
}

/** None of the runs that thresholds were chosen on comes after it. */
const firstSeed = Number(process.env.BENCH_SEED ?? 90_000);

/** A run of 300 tickets with one cause, or with none. The same number gives the same run. */
export function drawRun(cause: string | undefined, number: number, noise: number): Drawn {
  if (cause === undefined)
    return { run: makeRun({ seed: firstSeed + number, tickets: 300, noise }), theme: '' };
  const seed = firstSeed + number;
  const random = seededRandom(seed * 7919);
  const theme = judged[Math.floor(random() * judged.length)] ?? '';
  const spoil = spoils[cause]?.(random, judged);
  const faults =
    spoil === undefined ? { swaps: { theme, strength } } : { spoiled: { theme, spoil, strength } };
  return { run: makeRun({ seed, tickets: 300, noise, ...faults }), theme };
}
