import { describe, expect, it } from 'vitest';
import { Stretches } from '../../../src/learning/triage/tally.ts';

describe('stretches', () => {
  it('stay at most 20, of equal length, and lose nothing when they are merged', () => {
    const stretches = new Stretches();
    for (let ticket = 1; ticket <= 5030; ticket++) {
      stretches.add(2, 1, ticket % 2, ticket);
      expect(stretches.all.length).toBeLessThanOrEqual(20);
    }
    const { all } = stretches;
    expect(new Set(all.slice(0, -1).map(({ tickets }) => tickets)).size).toBe(1);
    const sum = (key: 'tickets' | 'asked' | 'unasked' | 'audited') =>
      all.reduce((total, own) => total + own[key], 0);
    expect([sum('tickets'), sum('asked'), sum('unasked'), sum('audited')]).toEqual([
      5030, 10_060, 5030, 2515,
    ]);
    expect(all.at(-1)?.lostAtMost).toBe(5030);
  });
});
