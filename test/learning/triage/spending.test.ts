import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/domain/random.ts';
import { LossBound } from '../../../src/learning/triage/loss-bound.ts';
import { Spending } from '../../../src/learning/triage/spending.ts';

/** One run whose learner takes every question for an obvious no; how often verdicts are yes changes half-way. */
function hearBlindly(seed: number) {
  const random = seededRandom(seed);
  const spending = Spending.begin(40, 0.1) as Spending;
  const bound = new LossBound(spending.pull);
  const claimed = Float64Array.of(0.001);
  const lately = Array.from({ length: 100 }, () => claimed);
  let lost = 0;
  let isBroken = false;
  for (let step = 0; step < 2000; step++) {
    if (step % 25 === 0)
      spending.look({ allowed: 40, left: 2000 - step, done: step / 2000, lately }, 0);
    const chance = spending.chanceOf(0.001);
    const isYes = random() < (step < 1000 ? 0.01 : 0.3);
    // One judge of ten would fail: then there is no yes to be lost or found.
    const isFailed = random() < 0.1;
    const isAsked = random() < chance;
    const isFound = isAsked && isYes && !isFailed && chance < 1;
    if (isYes && !isAsked && !isFailed) lost += 1;
    if (chance < 1 && isAsked) spending.hear(0.001, chance, isFound);
    bound.settle(isAsked ? 0 : 1, isFound ? [chance] : []);
    isBroken ||= lost > bound.atMost;
  }
  return { lost, isBroken, atMost: bound.atMost };
}

describe('spending', () => {
  const runs = Array.from({ length: 1000 }, (_, seed) => hearBlindly(seed + 1));

  it('leaves the bound right in 95 of 100 runs though the learner errs as badly as it can', () => {
    const broken = runs.filter(({ isBroken }) => isBroken).length;
    expect(broken / runs.length).toBeLessThan(0.065);
    expect(broken).toBeGreaterThan(0);
  });

  it('stops leaving out questions before much more than allowed is lost', () => {
    const lost = runs.map((run) => run.lost).sort((one, other) => one - other);
    expect(lost[950]).toBeLessThanOrEqual(40);
    expect(lost[500]).toBeGreaterThan(5);
  });

  it('does not begin where too few may be lost to prove anything', () => {
    expect(Spending.begin(2, 0.1)).toBeUndefined();
  });
});
