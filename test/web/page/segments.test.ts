import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteLocator } from '../../../src/domain/text/locate-quote.ts';
import type { QuoteMark } from '../../../src/web/api/ticket.ts';
import { cutAtMarks } from '../../../src/web/page/ticket/segments.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('cutAtMarks', () => {
  it('gives the text back when its segments are joined, and covers every quote that is found', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 5 }),
        (whole, cuts) => {
          const locate = quoteLocator(whole);
          const marks = cuts.flatMap(([start, length], index): QuoteMark[] => {
            const place = locate(whole.slice(start, start + length));
            return place === undefined
              ? []
              : [{ ...place, theme: `theme ${index}`, verdict: 'yes' }];
          });
          const segments = cutAtMarks(whole, marks);
          expect(segments.map((segment) => segment.text).join('')).toBe(whole);
          for (const mark of marks) {
            const covered = segments.filter((segment) => segment.marks.includes(mark));
            expect(covered.map((segment) => segment.text).join('')).toBe(
              whole.slice(mark.start, mark.end),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
