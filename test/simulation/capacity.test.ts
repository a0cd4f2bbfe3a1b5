import { expect, it } from 'vitest';
import { simulateSlots } from './capacity.ts';

it('two slots of a server that refuses more are kept busy by calls of 0.3 s', async () => {
  const load = { slots: 2, latencyMs: 300, tickets: 60, commitMs: 5 };
  const { share, refused, calls } = await simulateSlots(load);
  expect(share).toBeGreaterThan(0.9);
  expect(refused / calls).toBeLessThan(0.1);
});
