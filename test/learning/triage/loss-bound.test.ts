import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/domain/random.ts';
import { LossBound, lowestChance, missWeight } from '../../../src/learning/triage/loss-bound.ts';

describe('the bound on what was lost', () => {
  it('weighs a found miss such that what is lost and what is found balance', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.005, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (pull, share) => {
          const lowest = lowestChance(pull);
          const chance = lowest + share * (1 - lowest);
          const mean = (1 - chance) * Math.exp(pull) + chance * Math.exp(-missWeight(chance, pull));
          expect(mean).toBeCloseTo(1, 9);
          expect(missWeight(chance, pull)).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
    );
  });

  it('is passed at any time in at most 5 % of streams, though chances follow what was found', () => {
    const random = seededRandom(11);
    const streams = 2000;
    let broken = 0;
    for (let stream = 0; stream < streams; stream++) {
      const bound = new LossBound(0.1);
      let lost = 0;
      let chance = lowestChance(0.1);
      let isBroken = false;
      for (let step = 0; step < 600; step++) {
        const isYes = random() < 0.25;
        const isAsked = random() < chance;
        if (isYes && !isAsked) lost += 1;
        bound.settle(isAsked ? 0 : 1, isYes && isAsked ? [chance] : []);
        // Asks the less the longer nothing was found, as one who would like to be lucky.
        if (isAsked) chance = isYes ? 0.3 : Math.max(lowestChance(0.1), chance * 0.97);
        isBroken ||= lost > bound.atMost;
      }
      broken += isBroken ? 1 : 0;
    }
    expect(broken / streams).toBeLessThan(0.065);
    expect(broken).toBeGreaterThan(0);
  });

  it('holds on when it is relaxed, though a ticket planned before comes after', () => {
    const random = seededRandom(12);
    const streams = 2000;
    let broken = 0;
    for (let stream = 0; stream < streams; stream++) {
      const bound = new LossBound(0.2);
      let lost = 0;
      let isBroken = false;
      for (let step = 0; step < 500; step++) {
        const pull = step < 260 ? 0.2 : 0.1;
        if (step === 250) bound.relax(0.1);
        const chance = lowestChance(pull);
        const isYes = random() < 0.25;
        const isAsked = random() < chance;
        if (isYes && !isAsked) lost += 1;
        bound.settle(isAsked ? 0 : 1, isYes && isAsked ? [chance] : [], pull);
        isBroken ||= lost > bound.atMost;
      }
      broken += isBroken ? 1 : 0;
    }
    expect(broken / streams).toBeLessThan(0.065);
  });

  it('never says more than what was skipped, and nothing where all was asked', () => {
    const bound = new LossBound(0.1);
    bound.settle(0, [1, 1, 1]);
    expect(bound.atMost).toBe(0);
    bound.settle(3, []);
    expect(bound.atMost).toBe(3);
    bound.settle(1000, []);
    expect(bound.atMost).toBeCloseTo(Math.log(20) / 0.1);
  });
});
