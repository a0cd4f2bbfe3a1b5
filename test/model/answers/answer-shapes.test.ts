import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shapedAnswer, verdictsRead } from '../../support/answer-shapes.ts';

it('no way of writing an answer down makes a no of a yes, or a yes of a no', () => {
  fc.assert(
    fc.property(shapedAnswer, (shaped) => {
      for (const [id, { verdict }] of verdictsRead(shaped))
        expect(verdict).toBe(shaped.truth.get(id));
    }),
    { numRuns: 1000 },
  );
});
