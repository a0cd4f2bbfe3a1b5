import { expect, it } from 'vitest';
import { Recorder } from '../../../src/cases/causes/answers.ts';
import { sharesOf } from '../../../src/cases/causes/shares.ts';

/** Agents that were asked 300 times, each with so many mistakes. */
function agentsWith(...mistakes: number[]) {
  const recorder = new Recorder();
  const [record] = (() => {
    const dockets = new Map();
    const outcome = { kind: 'verdict', theme: 'delay', verdict: 'yes', confidence: 1 } as const;
    const said = { outcomes: [{ ...outcome, quote: null, rationale: '' }] };
    const ticket = { row: 1, length: 1, language: null, cells: [], gold: ['delay'] };
    recorder.count({ decision: said, gold: ['delay'], reading: undefined, dockets }, ticket);
    return recorder.records();
  })();
  if (record === undefined) throw new Error('no record');
  return mistakes.map((count) => ({
    ...record,
    wrong: Int8Array.from({ length: 300 }, (_, at) => Number(at < count)),
  }));
}

it('shares false alarms evenly among agents that are wrong alike', () => {
  const shares = sharesOf(agentsWith(15, 14, 16, 15), 4);
  for (const share of shares) expect(share).toBeCloseTo(1 / 4, 1);
});

it('gives most to one that is wrong far more often than the others, and together no more than 1', () => {
  const shares = sharesOf(agentsWith(30, 15, 15, 15, 15), 4);
  expect(shares[0]).toBeGreaterThan(0.7);
  expect(shares[1]).toBeGreaterThan(0);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
});

it('gives nothing to one with too few mistakes', () => {
  expect(sharesOf(agentsWith(3, 9), 4)).toEqual([0, 1]);
});
