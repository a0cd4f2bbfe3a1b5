import { describe, expect, it } from 'vitest';
import { aggregatorDigest, aggregatorSpec, panelLine } from '../../agents/aggregator.ts';
import { defineTheme } from '../../agents/judge.ts';

const wait = defineTheme({ id: 'wait', name: 'Waiting time', definition: 'Waiting for support.' });
const policy = defineTheme({ name: 'Policy', definition: 'The rules.', excludes: ['wait'] });
const spec = aggregatorSpec([wait, policy]);
const fields = {
  themes: ['wait'],
  confidence: 0.7,
  sentiment: 0.2,
  justification: 'said so',
  needs_review: false,
};

describe('aggregatorSpec', () => {
  it('tells of every theme and of what it excludes', () => {
    expect(spec.instructions).toContain('- wait: Waiting time. Waiting for support.\n');
    expect(spec.instructions).toContain('- policy: Policy. The rules. Excludes wait.');
    expect(spec).toMatchObject({ name: 'aggregator', tool: { name: 'submit_decisions' } });
  });

  it('reads a ruling', () => {
    const ruling = spec.read({ ...fields, confidence: 70, justification: 'j'.repeat(3000) });
    expect(ruling).toEqual({
      themes: ['wait'],
      confidence: 0.7,
      sentiment: 0.2,
      justification: 'j'.repeat(2000),
      needsReview: false,
    });
    expect(spec.read({ ...fields, needs_review: true }).needsReview).toBe(true);
  });

  it('takes a theme’s name for its id, and leaves an unknown theme for the rules to refuse', () => {
    expect(spec.read({ ...fields, themes: ['Waiting time', 'POLICY', 'baggage'] }).themes).toEqual([
      'wait',
      'policy',
      'baggage',
    ]);
  });

  it.each(['confidence', 'sentiment'])('reads a %s of 950 as no answer', (name) => {
    expect(() => spec.read({ ...fields, [name]: 950 })).toThrow(`${name} must be between 0 and 1`);
  });
});

describe('panelLine', () => {
  it('shows verdicts, failures as failures, and conflicts, but nothing of judges not asked', () => {
    const conflicts = [{ kind: 'judge_failed' as const, themes: ['policy'], detail: 'timeout' }];
    const verdict = { verdict: 'yes' as const, confidence: 0.9, quote: null, rationale: 'hold' };
    const line = panelLine(
      [
        { kind: 'verdict', theme: 'wait', ...verdict },
        { kind: 'failed', theme: 'policy', cause: 'timeout', detail: 'none in 60 s' },
        { kind: 'not_routed', theme: 'technology' },
      ],
      conflicts,
    );
    expect(line).toEqual({
      verdicts: [
        { theme: 'wait', ...verdict, quote: '' },
        { theme: 'policy', failed: 'timeout' },
      ],
      conflicts,
    });
  });
});

describe('aggregatorDigest', () => {
  const digest = aggregatorDigest([wait, policy]);

  it.each([
    ['definition', { definition: 'The fees.' }],
    ['name', { name: 'Rules' }],
    ['excluded themes', { excludes: [] }],
  ])('changes with the %s of a theme', (_, more) => {
    expect(aggregatorDigest([wait, { ...policy, ...more }])).not.toBe(digest);
  });

  it('stays the same when only what judges are told changes', () => {
    expect(aggregatorDigest([wait, { ...policy, counts: ['A fee'] }])).toBe(digest);
  });
});
