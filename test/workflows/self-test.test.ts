import { expect, it } from 'vitest';
import { selfTest } from '../../src/self-test/self-test.ts';

it('blames what was put there, and nobody where nothing was', async () => {
  const { withGold, withoutGold } = await selfTest({
    seed: 3,
    trials: 1,
    clean: 2,
    mixed: 1,
    systems: 0,
    onTrial() {},
  });
  expect(withGold.all.trials).toBeGreaterThan(15);
  expect(withGold.all.joint?.share).toBeGreaterThanOrEqual(0.95);
  expect(withoutGold.all.joint?.share).toBeGreaterThanOrEqual(0.6);
  expect(withGold.baselines.alwaysTheJudge.joint?.share).toBeLessThan(0.2);
  for (const { falseAlarms, wronglyProved } of [withGold, withoutGold]) {
    expect(falseAlarms.clean).toBe(0);
    expect(wronglyProved).toBe(0);
  }
});
