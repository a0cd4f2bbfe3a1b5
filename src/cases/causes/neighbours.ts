import type { Answers } from './answers.ts';

/** By answer, which answer is about the ticket so many places behind it in the same docket; -1 where none is. */
export function neighbours({ docket, place }: Answers, step: -1 | 1): Int32Array {
  const width = 2 + place.reduce((most, own) => Math.max(most, own), 0);
  const dockets = 1 + docket.reduce((most, own) => Math.max(most, own), -1);
  const isPlaced = (at: number) => (docket[at] ?? -1) >= 0 && (place[at] ?? -1) >= 0;
  const keyOf = (at: number, by: number) => (docket[at] ?? 0) * width + 1 + (place[at] ?? 0) + by;
  const answerAt = new Int32Array(dockets * width + width).fill(-1);
  for (const at of docket.keys()) if (isPlaced(at)) answerAt[keyOf(at, 0)] = at;
  return docket.map((_, at) => (isPlaced(at) ? (answerAt[keyOf(at, step)] ?? -1) : -1));
}
