import fc from 'fast-check';
import { shapedAnswer, verdictsRead } from '../support/answer-shapes.ts';

/** Writes answers down in random ways and reads them: verdicts that came out as they were meant, and turned round. */
export function measureAnswers(answers: number) {
  const count = { verdicts: 0, read: 0, turned: 0 };
  fc.assert(
    fc.property(shapedAnswer, (shaped) => {
      count.verdicts += shaped.truth.size;
      for (const [id, { verdict }] of verdictsRead(shaped)) {
        count.read += 1;
        if (verdict !== shaped.truth.get(id)) count.turned += 1;
      }
    }),
    { numRuns: answers },
  );
  return count;
}
