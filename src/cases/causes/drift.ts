import type { Observation } from './observation.ts';
import { fewestApart, type Split } from './splits.ts';

/** Places at which the answers are cut in two. */
const mostCuts = 60;
/** Cuts lie close to one another: by simulation as many chances to be wrong as so many that do not. */
export const driftTries = 20;

/** The later part of a run against the earlier, cut at many places. */
export function driftSplits(observations: readonly Observation[]): Split[] {
  const inOrder = observations
    .map(({ startedAt, subject: { row } }, at) => ({ startedAt, row, at }))
    .sort((one, other) => one.startedAt - other.startedAt || one.row - other.row);
  const orders = new Int32Array(observations.length);
  for (const [order, { at }] of inOrder.entries()) orders[at] = order;
  const edge = Math.max(fewestApart, Math.floor(inOrder.length / 10));
  const most = inOrder.length - 2 * edge;
  const cuts = Math.min(mostCuts, Math.max(0, most));
  return Array.from({ length: cuts }, (_, index) => {
    const cut = edge + Math.floor((index * most) / cuts);
    const since = inOrder[cut]?.row ?? 0;
    return {
      ...{ about: `the answers since row ${since}`, since },
      isApart: (at: number) => (orders[at] ?? 0) >= cut,
    };
  });
}
