import { expect, it } from 'vitest';
import { breaches } from './laws.ts';
import { simulate } from './simulate.ts';

it('batches keep the laws whatever is done to them', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const { history } = await simulate(seed);
    expect({ seed, breaches: breaches(history) }).toEqual({ seed, breaches: [] });
  }
});

it('a process that is killed leaves what it settled to the next', async () => {
  const asked = async (seed: number) => (await simulate(seed)).history;
  const killed = (history: Awaited<ReturnType<typeof asked>>) =>
    history.some(({ kind }) => kind === 'killed') &&
    history.some((moment) => moment.kind === 'ended' && moment.status === 'finished');
  for (let seed = 20; ; seed++) if (killed(await asked(seed))) break;
});
