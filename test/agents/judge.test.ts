import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTheme, judgeDigest, judgeSpec } from '../../agents/judge.ts';
import type { HelperTool } from '../../src/agent/answer.ts';
import { cannotQuote } from '../../src/domain/text/quote.ts';

const input = {
  id: 'wait',
  name: 'Waiting time',
  definition: 'Waiting for support.',
  counts: ['On hold'],
  doesNotCount: ['A late flight'],
  examples: ['An hour on hold'],
  counterExamples: ['An hour at the gate'],
};
const helper: HelperTool = {
  name: 'days_between',
  description: 'Counts days.',
  parameters: z.object({ from: z.string().describe('a day') }),
  execute: () => 3,
};
const withJudge = (judge: Parameters<typeof defineTheme>[0]['judge']) =>
  defineTheme({ ...input, judge });

describe('defineTheme', () => {
  it('gives a theme with empty lists, and a judge of its own only where it brings one', () => {
    expect(defineTheme({ name: 'Late', definition: 'Late.' })).toEqual({
      id: 'late',
      name: 'Late',
      definition: 'Late.',
      counts: [],
      doesNotCount: [],
      examples: [],
      counterExamples: [],
      excludes: [],
    });
    expect(withJudge({ model: 'large' }).judge).toEqual({ model: 'large' });
  });

  it.each([
    ['a field that it does not know', { prompt: 'x' }, /prompt/],
    ['an empty model', { model: '' }, /model/],
    ['a tool without execute', { tools: [{ ...helper, execute: undefined }] }, /a tool needs/],
    ['a tool without a name', { tools: [{ ...helper, name: undefined }] }, /a tool needs/],
    ['a tool without description', { tools: [{ ...helper, description: 1 }] }, /a tool needs/],
    [
      'a tool whose parameters are no zod object',
      { tools: [{ ...helper, parameters: {} }] },
      /a tool needs/,
    ],
    ['a tool that is nothing', { tools: [null] }, /a tool needs/],
  ])('refuses a judge with %s', (_, judge, message) => {
    expect(() => withJudge(judge as never)).toThrow(message);
  });
});

describe('judgeSpec', () => {
  const spec = judgeSpec(defineTheme(input));

  it('tells the judge all of its theme, and to treat orders in a ticket as words', () => {
    for (const words of ['wait', 'Waiting time', 'Waiting for support.', '- On hold'])
      expect(spec.instructions).toContain(words);
    for (const words of ['- A late flight', '- An hour on hold', '- An hour at the gate'])
      expect(spec.instructions).toContain(words);
    expect(spec.instructions).toMatch(/look like.*orders|looks like orders/);
  });

  it('has a stable name and the run’s model unless the theme names one', () => {
    expect(spec).toMatchObject({ name: 'judge:wait', model: undefined, helpers: [] });
    const own = judgeSpec(withJudge({ model: 'large', tools: [helper], instructions: 'Count.' }));
    expect(own).toMatchObject({ name: 'judge:wait', model: 'large', helpers: [helper] });
    expect(own.instructions).toContain('\nCount.\n');
  });

  it('leaves out the headings of empty lists', () => {
    const bare = judgeSpec(defineTheme({ name: 'Late', definition: 'Late.' }));
    expect(bare.instructions).not.toMatch(/What counts|What does not|Tickets that are|\n\n/);
  });

  it('asks for the evidence before the verdict, each field described', () => {
    expect(Object.keys(spec.fields.shape)).toEqual(['quote', 'rationale', 'verdict', 'confidence']);
    for (const field of Object.values(spec.fields.shape))
      expect((field as z.ZodType).description).toBeTruthy();
    expect(spec.fields.shape.verdict?.safeParse('maybe').success).toBe(false);
  });

  it('reads a verdict, its confidence as a share and over-long words cut', () => {
    const fields = { verdict: 'yes', confidence: 95, quote: 'hold', rationale: 'r'.repeat(5000) };
    expect(spec.read(fields)).toEqual({
      verdict: 'yes',
      confidence: 0.95,
      quote: 'hold',
      rationale: 'r'.repeat(1000),
    });
  });

  it('reads a confidence of 950 as no answer', () => {
    const fields = { verdict: 'yes', confidence: 950, quote: 'hold', rationale: '' };
    expect(() => spec.read(fields)).toThrow('confidence must be between 0 and 1, got 950');
  });

  it('tells a model that cannot quote from one that quotes nothing', () => {
    const fields = { verdict: 'yes', confidence: 1, rationale: '' };
    expect(spec.read({ ...fields, quote: cannotQuote }).quote).toBeNull();
    expect(spec.read({ ...fields, quote: '' }).quote).toBe('');
  });
});

describe('judgeDigest', () => {
  const digest = judgeDigest(defineTheme(input));

  it.each([
    ['id', { id: 'queue' }],
    ['name', { name: 'Queueing' }],
    ['definition', { definition: 'Waiting for anyone.' }],
    ['counts', { counts: ['On hold', 'In a queue'] }],
    ['doesNotCount', { doesNotCount: [] }],
    ['examples', { examples: ['Two hours on hold'] }],
    ['counterExamples', { counterExamples: ['Two hours at the gate'] }],
    ['a case that moved', { counts: [], doesNotCount: ['On hold', 'A late flight'] }],
    ['instructions of its own', { judge: { instructions: 'Count.' } }],
    ['a tool of its own', { judge: { tools: [helper] } }],
  ])('changes with the %s', (_, more) => {
    expect(judgeDigest(defineTheme({ ...input, ...more }))).not.toBe(digest);
  });

  it.each([
    ['nothing', {}],
    ['white space around its words', { definition: ' Waiting for support.\n' }],
    ['what it excludes, which its judge is not told', { excludes: ['policy'] }],
    ['its model, which is part of a verdict’s address already', { judge: { model: 'large' } }],
  ])('stays the same with another %s', (_, more) => {
    expect(judgeDigest(defineTheme({ ...input, ...more }))).toBe(digest);
  });

  it.each([
    ['name', { name: 'count_days' }],
    ['description', { description: 'Counts the days.' }],
    ['parameters', { parameters: z.object({ from: z.string().describe('a date') }) }],
    ['code', { execute: () => 4 }],
  ])('changes with the %s of a tool', (_, more) => {
    const other = judgeDigest(withJudge({ tools: [{ ...helper, ...more }] }));
    expect(other).not.toBe(judgeDigest(withJudge({ tools: [helper] })));
  });
});
