import { expect, it } from 'vitest';
import { simulateSlots } from './capacity.ts';

it.each([
  [2, 0.9],
  [8, 0.85],
])(
  'a server of %i slots that refuses more is kept busy by calls of 0.3 s',
  async (slots, least) => {
    const load = { slots, latencyMs: 300, tickets: 40 * slots, commitMs: 5 };
    const { share, refused, calls } = await simulateSlots(load);
    expect(share).toBeGreaterThan(least);
    expect(refused / calls).toBeLessThan(0.1);
  },
);
