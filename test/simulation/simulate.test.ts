import { expect, it } from 'vitest';
import { breaches } from './laws.ts';
import { simulate } from './simulate.ts';

it('batches keep the laws whatever is done to them', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const { history } = await simulate(seed);
    expect({ seed, breaches: breaches(history) }).toEqual({ seed, breaches: [] });
  }
});

it('the same seed plays the same history again', async () => {
  for (const seed of [20, 21, 22]) {
    const { history } = await simulate(seed);
    expect((await simulate(seed)).history).toEqual(history);
  }
});
