/** Whole batches on hand-made time, network and disk. A seed plays the same one again. */
import type { History } from '../simulation/history.ts';
import { breaches } from '../simulation/laws.ts';
import { simulate } from '../simulation/simulate.ts';

export interface Simulations {
  runs: number;
  finished: number;
  calls: number;
  kills: number;
  /** What was broken, with its seed. */
  broken: string[];
  secondsSimulated: number;
}

export async function measureSimulations(runs: number, seed: number): Promise<Simulations> {
  const sum: Simulations = {
    runs,
    finished: 0,
    calls: 0,
    kills: 0,
    broken: [],
    secondsSimulated: 0,
  };
  for (let own = seed; own < seed + runs; own++) {
    const { history, lasted } = await simulate(own);
    const count = (kind: string) => history.filter((moment) => moment.kind === kind).length;
    sum.finished += history.some((one) => one.kind === 'ended' && one.status === 'finished')
      ? 1
      : 0;
    sum.calls += count('asked');
    sum.kills += count('killed');
    sum.secondsSimulated += lasted / 1000;
    sum.broken.push(...breaches(history).map((breach) => `seed ${own}: ${breach}`));
  }
  return sum;
}

/** Plays one again, and tells all that happened in it. */
export async function tellSimulation(seed: number): Promise<History> {
  const { plan, history } = await simulate(seed);
  console.log(JSON.stringify(plan, undefined, 2));
  const began = history[0]?.at ?? 0;
  for (const { at, process, kind, ...more } of history)
    console.log(
      `${((at - began) / 1000).toFixed(3)} s  ${process}: ${kind} ${JSON.stringify(more)}`,
    );
  return history;
}
