import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pooled, pool, type Vote } from '../../src/domain/pool.ts';

const stands = (quote: string | null) => quote === 'stands';
const answer = (verdict: 'yes' | 'no', confidence = 0.9, quote: string | null = ''): Vote => ({
  ok: true,
  answer: { verdict, confidence, quote, rationale: 'so it is' },
});
const failed: Vote = { ok: false, cause: 'timeout', detail: 'no answer within 120 s' };

const verdicts = fc.record({
  verdict: fc.constantFrom('yes' as const, 'no' as const),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  quote: fc.constantFrom('', 'stands', 'made up', null),
  rationale: fc.constantFrom('a', 'b'),
});
const answers = verdicts.map((answer): Vote => ({ ok: true, answer }));
const failures = fc.record({
  ok: fc.constant(false as const),
  cause: fc.constantFrom('timeout' as const, 'not_json' as const),
  detail: fc.constantFrom('x', 'y'),
});
const votes: fc.Arbitrary<Vote[]> = fc.array(fc.oneof(answers, failures), {
  minLength: 2,
  maxLength: 9,
});
const verdictOf = (pooled: Pooled) => (pooled.ok ? pooled.answer.verdict : 'failed');

describe('pooled votes', () => {
  it('are the same in whatever order they came', () => {
    const shuffled = votes.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expect(pool(other, stands)).toEqual(pool(given, stands));
      }),
    );
  });

  it('say what all of them say', () => {
    fc.assert(
      fc.property(fc.array(answers, { minLength: 2, maxLength: 9 }), (given) => {
        const said = new Set(given.map((vote) => verdictOf(vote)));
        if (said.size === 1) expect(verdictOf(pool(given, stands))).toBe([...said][0]);
      }),
    );
  });

  it('never turn from yes to no by one more yes', () => {
    fc.assert(
      fc.property(votes, answers, (given, more) => {
        if (verdictOf(more) !== 'yes' || verdictOf(pool(given, stands)) !== 'yes') return;
        expect(verdictOf(pool([...given, more], stands))).toBe('yes');
      }),
    );
  });

  it('never take a failure for a no', () => {
    fc.assert(
      fc.property(votes, (given) => {
        const pooled = pool(given, stands);
        const answered = given.filter(({ ok }) => ok);
        if (2 * answered.length < given.length || answered.length === 0)
          expect(pooled.ok).toBe(false);
        else {
          const alone = answered.length === 1 ? answered[0] : pool(answered, stands);
          expect(verdictOf(pooled)).toBe(verdictOf(alone as Pooled));
        }
      }),
    );
  });

  it('are as sure as the winners’ share of the answers times their mean confidence', () => {
    const pooled = pool([answer('yes', 0.9), answer('yes', 0.6), answer('no', 1), failed], stands);
    expect(pooled).toMatchObject({
      ok: true,
      answer: { verdict: 'yes', confidence: 0.5 },
      votes: { yes: 2, no: 1, failed: 1 },
    });
  });

  it('that are tied are a no that nobody is sure of', () => {
    expect(pool([answer('yes', 1), answer('no', 1)], stands)).toMatchObject({
      answer: { verdict: 'no', confidence: 0 },
    });
  });

  it('quote what stands in the ticket before what somebody was surer of', () => {
    const pooled = pool([answer('yes', 0.99, 'made up'), answer('yes', 0.7, 'stands')], stands);
    expect(pooled).toMatchObject({ answer: { quote: 'stands' } });
  });

  it('fail where fewer than half answered, with the cause that is most common', () => {
    const other: Vote = { ok: false, cause: 'not_json', detail: 'prose' };
    expect(pool([answer('no'), failed, other, failed, answer('no')], stands).ok).toBe(false);
    expect(pool([answer('no'), failed, failed], stands)).toEqual({
      ok: false,
      cause: 'timeout',
      detail: '2 of 3 votes failed: no answer within 120 s',
    });
  });

  it('are a plain answer where it was asked once', () => {
    expect(pool([answer('yes')], stands)).toEqual(answer('yes'));
    expect(pool([failed], stands)).toEqual(failed);
  });
});
