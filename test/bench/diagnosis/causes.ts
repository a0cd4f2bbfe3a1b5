/** How often a cause with an effect of 20 points is named, and how often one where there is none. */

import { Recorder } from '../../../src/cases/causes/answers.ts';
import { findCauses } from '../../../src/cases/causes/find-causes.ts';
import { spoils } from '../../../src/self-test/systems/spoils.ts';
import { judged, type MadeRun } from '../../support/faulty-runs.ts';
import { drawRun } from './drawn-runs.ts';

export const causesTried = [...Object.keys(spoils), 'id_swap'];

function causesOf({ cases, columns }: MadeRun) {
  const recorder = new Recorder();
  for (const { known, ticket } of cases) recorder.count(known, ticket);
  return findCauses(recorder.records(), { themes: judged, columns });
}

/** Of so many runs with the cause, those whose first cause is it, with the right judge. */
export function named(cause: string, runs: number, noise: number): number {
  let hits = 0;
  for (let number = 0; number < runs; number++) {
    const { run, theme } = drawRun(cause, number, noise);
    const [first] = causesOf(run);
    if (first?.cause === cause && first.agent === `judge:${theme}`) hits += 1;
  }
  return hits;
}

/** Of so many runs without any cause, those of which one is named. */
export function falselyNamed(runs: number, noise: number): number {
  let alarms = 0;
  for (let number = 0; number < runs; number++)
    if (causesOf(drawRun(undefined, number, noise).run).length > 0) alarms += 1;
  return alarms;
}
