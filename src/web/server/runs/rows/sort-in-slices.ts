import { setImmediate } from 'node:timers/promises';

/** Numbers that are sorted before others get their turn. */
const slice = 4096;

/** Sorts numbers while others are answered in between; equal ones keep their order. Long stretches in order cost little. */
export async function sortInSlices(
  numbers: Uint32Array,
  compare: (one: number, other: number) => number,
): Promise<Uint32Array> {
  let from = numbers.slice();
  for (let start = 0; start < from.length; start += slice) {
    const part = from.subarray(start, start + slice);
    if (!part.every((one, at) => at === 0 || compare(part[at - 1] ?? 0, one) <= 0))
      part.sort(compare);
    await setImmediate();
  }
  let into = new Uint32Array(from.length);
  for (let width = slice; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      await merge(from, into, [start, middle, Math.min(middle + width, from.length)], compare);
    }
    [from, into] = [into, from];
  }
  return from;
}

/** Two stretches that lie side by side into one. */
async function merge(
  from: Uint32Array,
  into: Uint32Array,
  [start, middle, end]: readonly [number, number, number],
  compare: (one: number, other: number) => number,
): Promise<void> {
  if (middle === end || compare(from[middle - 1] ?? 0, from[middle] ?? 0) <= 0) {
    into.set(from.subarray(start, end), start);
    return;
  }
  let [left, right] = [start, middle];
  for (let at = start; at < end; at++) {
    const isLeft =
      right === end || (left < middle && compare(from[left] ?? 0, from[right] ?? 0) <= 0);
    into[at] = from[isLeft ? left++ : right++] ?? 0;
    if (at % slice === 0) await setImmediate();
  }
}
