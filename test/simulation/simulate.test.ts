import { expect, it } from 'vitest';
import { breaches } from './laws.ts';
import { type Sabotage, simulate } from './simulate.ts';

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

it.each<[string, number, Sabotage]>([
  ['settledIsNeverRepeated', 2, { ledger: (run) => run('delete from answers') }],
  ['everyRowIsDecided', 1, { results: (lines) => lines.slice(1) }],
  ['budgetIsNeverPassed', 15, { isGenerous: true }],
  [
    'noVerdictIsTurned',
    1,
    { results: (lines) => lines.map((line) => line.replace('"verdict":"yes"', '"verdict":"no"')) },
  ],
])('a tribunal that breaks %s is caught', async (law, seed, sabotage) => {
  const { history } = await simulate(seed, sabotage);
  expect(breaches(history).map((breach) => breach.split(':')[0])).toContain(law);
});
