import type { Observation } from './observation.ts';
import { fewestApart, type Split } from './splits.ts';

/** Places at which the answers are cut in two. */
const mostCuts = 60;
/** Cuts lie close to one another: by simulation as many chances to be wrong as so many that do not. */
export const driftTries = 20;

/** The later part of a run against the earlier, cut at many places. */
export function driftSplits(observations: readonly Observation[]): Split[] {
  const inOrder = [...observations].sort(
    (one, other) => one.startedAt - other.startedAt || one.subject.row - other.subject.row,
  );
  const orders = new Map(inOrder.map((one, at) => [one, at]));
  const edge = Math.max(fewestApart, Math.floor(inOrder.length / 10));
  const most = inOrder.length - 2 * edge;
  const cuts = Math.min(mostCuts, Math.max(0, most));
  return Array.from({ length: cuts }, (_, at) => {
    const cut = edge + Math.floor((at * most) / cuts);
    return {
      about: `the answers since row ${inOrder[cut]?.subject.row}`,
      isApart: (one: Observation) => (orders.get(one) ?? 0) >= cut,
    };
  });
}
