import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  estimateShare,
  type LabelledTicket,
} from '../../../src/evaluation/counts/estimate-share.ts';
import { labelsForShare, labelsNeeded } from '../../../src/evaluation/counts/labels-needed.ts';

function repeat(count: number, label: boolean, said: boolean, chance: number): LabelledTicket[] {
  return Array.from({ length: count }, () => ({ label, said, chance }));
}

describe('estimateShare', () => {
  it('is the labelled share itself, without an interval, where every ticket is labelled', () => {
    const labelled = [...repeat(3, true, false, 1), ...repeat(7, false, true, 1)];
    const { raw, share, low, high } = estimateShare(labelled, { tickets: 10, said: 7 });
    expect(raw).toBe(0.7);
    for (const value of [share, low, high]) expect(value).toBeCloseTo(0.3, 10);
  });

  it('puts the raw share right by the mistakes among the labels, as worked by hand', () => {
    // 1,000 tickets, 300 said yes. Of 100 labels 30 were said yes, 20 of them truly; of 70 no 7 are a yes.
    const labelled = [
      ...repeat(20, true, true, 0.1),
      ...repeat(10, false, true, 0.1),
      ...repeat(7, true, false, 0.1),
      ...repeat(63, false, false, 0.1),
    ];
    const found = estimateShare(labelled, { tickets: 1000, said: 300 });
    // The sample's said share is the file's, so trust moves nothing: 27 of 100.
    expect(found.share).toBeCloseTo(0.27, 10);
    // The slope of label on said, 1.25 mistakes of each kind added: all of 102.5.
    const [label, said] = [28.25 / 102.5, 31.25 / 102.5];
    expect(found.trust).toBeCloseTo((20 / 102.5 - label * said) / (said * (1 - said)), 10);
    expect(found.low).toBeLessThan(0.27);
    expect(found.high).toBeGreaterThan(0.27);
    expect(found.worth).toBeGreaterThan(130);
  });

  it('follows the file where the sample happened to hold too many said yes', () => {
    const labelled = [...repeat(20, true, true, 0.1), ...repeat(30, false, false, 0.1)];
    const { share, trust } = estimateShare(labelled, { tickets: 500, said: 100 });
    expect(trust).toBeGreaterThan(0.8);
    // 0.4 of the labels, but only 0.2 of the file are said yes.
    expect(share).toBeCloseTo(0.4 - trust * 0.2, 10);
  });

  it('weights labels by how likely they were drawn', () => {
    // Said yes were drawn five times as often: 25 of 50, and 25 of 250.
    const labelled = [...repeat(25, true, true, 0.5), ...repeat(25, false, false, 0.1)];
    const { share, low, high } = estimateShare(labelled, { tickets: 300, said: 50 });
    expect(share).toBeCloseTo(1 / 6, 2);
    expect(low).toBeLessThan(1 / 6);
    expect(high).toBeGreaterThan(1 / 6);
  });

  it('never promises certainty from a sample without a single yes', () => {
    const { share, low, high } = estimateShare(repeat(5, false, false, 0.05), {
      tickets: 100,
      said: 0,
    });
    expect(share).toBe(0);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(0.4);
  });

  it('agrees with a second way to reckon the estimate, for any labels and chances', () => {
    const ticket = fc.record({
      label: fc.boolean(),
      said: fc.boolean(),
      chance: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(ticket, { minLength: 2, maxLength: 40 }), (labelled) => {
        const found = estimateShare(labelled, { tickets: 1000, said: 250 });
        // By the four cells of label and said instead of by ticket.
        const weight = (picked: (one: LabelledTicket) => boolean) =>
          labelled.filter(picked).reduce((sum, { chance }) => sum + 1 / chance, 0);
        const total = weight(() => true);
        const label = weight((one) => one.label) / total;
        const said = weight((one) => one.said) / total;
        const expected = Math.min(1, Math.max(0, label + found.trust * (0.25 - said)));
        expect(found.share).toBeCloseTo(expected, 9);
        expect(found.low).toBeLessThanOrEqual(found.share);
        expect(found.high).toBeGreaterThanOrEqual(found.share);
      }),
    );
  });

  it('is never wider than labels alone', () => {
    const ticket = fc.record({
      label: fc.boolean(),
      said: fc.boolean(),
      chance: fc.constantFrom(0.1, 0.2),
    });
    fc.assert(
      fc.property(fc.array(ticket, { minLength: 5, maxLength: 60 }), (labelled) => {
        const helped = estimateShare(labelled, { tickets: 600, said: 200 });
        const alone = estimateShare(
          labelled.map((one) => ({ ...one, said: false })),
          { tickets: 600, said: 0 },
        );
        expect(helped.high - helped.low).toBeLessThanOrEqual(alone.high - alone.low + 1e-9);
      }),
    );
  });
});

describe('labelsNeeded', () => {
  const labelled = [...repeat(30, true, true, 0.1), ...repeat(70, false, false, 0.1)];
  const found = estimateShare(labelled, { tickets: 1000, said: 300 });

  it('asks for no more labels where the interval is as narrow already', () => {
    expect(labelsNeeded(found, 1000, 0.5)).toBe(100);
  });

  it('asks for more labels the narrower the interval, and for all tickets at most', () => {
    const some = labelsNeeded(found, 1000, 0.02);
    expect(some).toBeGreaterThan(100);
    expect(labelsNeeded(found, 1000, 0.01)).toBeGreaterThan(some);
    expect(labelsNeeded(found, 1000, 0.000001)).toBe(1000);
  });
});

describe('labelsForShare', () => {
  it('is as worked by hand, and fewer in a small file', () => {
    // 1.96^2 x 0.3 x 0.7 / 0.05^2 = 322.7 of endlessly many tickets.
    expect(labelsForShare(0.3, 1e9, 0.05)).toBe(323);
    expect(labelsForShare(0.3, 323, 0.05)).toBe(162);
    expect(labelsForShare(0, 500, 0.05)).toBe(1);
  });
});
