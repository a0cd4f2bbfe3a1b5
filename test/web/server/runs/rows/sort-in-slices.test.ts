import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortInSlices } from '../../../../../src/web/server/runs/rows/sort-in-slices.ts';

it('sorts as a plain sort does, equal ones in the order they had', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 1, max: 30_000 }),
      fc.boolean(),
      async (length, distinct, isSorted) => {
        const random = fc.sample(fc.nat(distinct), { numRuns: 64, seed: length });
        const keys = Uint32Array.from({ length }, (_, at) =>
          isSorted ? at : ((random[at % 64] ?? 0) * 7919 + at * 104_729) % distinct,
        );
        const compare = (one: number, other: number) => (keys[one] ?? 0) - (keys[other] ?? 0);
        const places = Uint32Array.from(keys.keys());
        expect(await sortInSlices(places, compare)).toEqual(
          Uint32Array.from([...places].sort(compare)),
        );
      },
    ),
    { numRuns: 30 },
  );
});
