/** How often a cause with an effect of 20 points is named, and how often one where there is none. */
import { findCauses } from '../../../src/cases/causes/find-causes.ts';
import { Recorder } from '../../../src/cases/causes/observation.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { judged, makeRun, type RunOptions, spoils } from '../../support/faulty-runs.ts';

export const causesTried = [...Object.keys(spoils), 'id_swap'];

/** The causes that are named of a made-up run. */
function causesOf(options: RunOptions) {
  const { cases, columns } = makeRun(options);
  const recorder = new Recorder();
  for (const { known, ticket } of cases) recorder.count(known, { ...ticket, id: `T${ticket.row}` });
  return findCauses(recorder.records(), { themes: judged, columns });
}

/** Of so many runs with the cause, those whose first cause is it, with the right judge. */
export function named(cause: string, runs: number, noise: number): number {
  const strength = 0.2;
  let hits = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const random = seededRandom(seed * 7919);
    const theme = judged[Math.floor(random() * judged.length)] ?? '';
    const spoil = spoils[cause]?.(random);
    const [first] = causesOf({
      ...{ seed, tickets: 300, noise },
      ...(spoil === undefined ? { swaps: { theme, strength } } : {}),
      ...(spoil && { spoiled: { theme, spoil, strength } }),
    });
    if (first?.cause === cause && first.agent === `judge:${theme}`) hits += 1;
  }
  return hits;
}

/** Of so many runs without any cause, those of which one is named. */
export function falselyNamed(runs: number, noise: number): number {
  let alarms = 0;
  for (let seed = 1; seed <= runs; seed++)
    if (causesOf({ seed: 1000 + seed, tickets: 300, noise }).length > 0) alarms += 1;
  return alarms;
}
