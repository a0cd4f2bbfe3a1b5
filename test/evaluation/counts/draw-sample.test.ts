import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/domain/random.ts';
import { chancesOf, drawSample } from '../../../src/evaluation/counts/draw-sample.ts';

const drawable = fc.record({
  doubt: fc.double({ min: 0, max: 1, noNaN: true }),
  themes: fc.subarray(['one', 'two', 'three']),
});

describe('chancesOf', () => {
  it('adds up to the labels that are wanted, with no chance of 0 or above 1', () => {
    fc.assert(
      fc.property(
        fc.array(drawable, { minLength: 2, maxLength: 80 }),
        fc.integer({ min: 1, max: 100 }),
        (tickets, labels) => {
          const chances = chancesOf(tickets, labels);
          const sum = chances.reduce((total, chance) => total + chance, 0);
          expect(sum).toBeCloseTo(Math.min(labels, tickets.length), 6);
          for (const chance of chances) {
            expect(chance).toBeGreaterThan(0);
            expect(chance).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it('draws doubtful tickets and those of rare themes more often', () => {
    const tickets = [
      { doubt: 0.9, themes: ['common'] },
      { doubt: 0.1, themes: ['rare'] },
      ...Array.from({ length: 98 }, () => ({ doubt: 0.1, themes: ['common'] })),
    ];
    const [doubtful = 0, rare = 0, plain = 0] = chancesOf(tickets, 10);
    expect(doubtful).toBeGreaterThan(plain);
    expect(rare).toBeGreaterThan(plain);
  });
});

describe('drawSample', () => {
  it('draws as many as the chances add up to, each about as often as its chance', () => {
    const chances = [0.9, 0.5, 0.3, 0.2, 0.1, 1];
    const random = seededRandom(3);
    const times = chances.map(() => 0);
    for (let draw = 0; draw < 4000; draw++) {
      const drawn = drawSample(chances, chances.map(random));
      expect(drawn).toHaveLength(3);
      expect(drawn).toContain(5);
      for (const place of drawn) times[place] = (times[place] ?? 0) + 1;
    }
    for (const [place, chance] of chances.entries())
      expect((times[place] ?? 0) / 4000).toBeCloseTo(chance, 1);
  });

  it('draws nearly all of them again where more are wanted, and the same for the same lots', () => {
    const tickets = Array.from({ length: 400 }, (_, i) => ({ doubt: i / 400, themes: [] }));
    const random = seededRandom(5);
    const lots = tickets.map(random);
    const first = drawSample(chancesOf(tickets, 50), lots);
    const second = new Set(drawSample(chancesOf(tickets, 100), lots));
    expect(drawSample(chancesOf(tickets, 50), lots)).toEqual(first);
    expect(first.filter((place) => second.has(place)).length).toBeGreaterThanOrEqual(48);
  });
});
