import type { Answers } from './answers.ts';
import { fewestApart, type Split } from './splits.ts';

/** Places at which the answers are cut in two. */
const mostCuts = 60;
/** Cuts lie close to one another: by simulation as many chances to be wrong as so many that do not. */
export const driftTries = 20;

/** The later part of a run against the earlier, cut at many places. */
export function driftSplits(answers: Answers): Split[] {
  const { docket, starts, subject, subjects } = answers;
  const startOf = (at: number) => starts[docket[at] ?? -1] ?? 0;
  const rowOf = (at: number) => subjects.rows[subject[at] ?? 0] ?? 0;
  const begun = Float64Array.from(subject.keys(), startOf);
  const rows = Int32Array.from(subject.keys(), rowOf);
  const inOrder = Int32Array.from(subject.keys()).sort(
    (one, other) =>
      (begun[one] ?? 0) - (begun[other] ?? 0) || (rows[one] ?? 0) - (rows[other] ?? 0),
  );
  const orders = new Int32Array(inOrder.length);
  for (const [order, at] of inOrder.entries()) orders[at] = order;
  const edge = Math.max(fewestApart, Math.floor(inOrder.length / 10));
  const most = inOrder.length - 2 * edge;
  const cuts = Math.min(mostCuts, Math.max(0, most));
  return Array.from({ length: cuts }, (_, index) => {
    const cut = edge + Math.floor((index * most) / cuts);
    const since = rowOf(inOrder[cut] ?? 0);
    const sides = new Int8Array(orders.length);
    for (let at = 0; at < sides.length; at++) if ((orders[at] ?? 0) >= cut) sides[at] = 1;
    return { about: `the answers since row ${since}`, since, sides };
  });
}
