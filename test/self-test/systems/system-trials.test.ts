import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Plan, runSystem } from '../../../src/self-test/systems/system-trials.ts';
import { readTrialTickets, type TrialTicket } from '../../../src/self-test/trial-tickets.ts';
import { sampleThemes } from '../../../src/themes/find-themes.ts';
import { loadThemes } from '../../../src/themes/load-themes.ts';

const nothing: Plan = { causes: [], strength: 0, noise: 0, labelNoise: 0 };

let folder = '';
let themes: Awaited<ReturnType<typeof loadThemes>> = [];
let pool: TrialTicket[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tribunal-systems-'));
  themes = await loadThemes(sampleThemes);
  pool = await readTrialTickets(themes);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const run = (plan: Partial<Plan>) =>
  runSystem({ ...nothing, ...plan }, 1, { folder, pool, themes });

describe('runs of 300 tickets', { timeout: 120_000 }, () => {
  it('have the causes of two judges’ mistakes named, and no other judge accused', async () => {
    const { withGold } = await run({ causes: ['position_bias', 'id_swap'], strength: 0.5 });
    expect(withGold).toMatchObject({ causes: 2, named: 2, others: 0, wronglyProved: 0 });
    expect(withGold.wrongAnswers).toBeGreaterThan(50);
    expect(withGold.traced).toBeGreaterThan(0.9 * withGold.wrongAnswers - 60);
  });

  it('have no cause where mistakes fall anywhere, and each of them traced with labels', async () => {
    const { withGold, withoutGold } = await run({ noise: 0.05 });
    expect(withGold).toMatchObject({ causes: 0, others: 0, wronglyProved: 0 });
    expect(withGold.wrongAnswers).toBeGreaterThan(30);
    expect(withGold.traced).toBe(withGold.wrongAnswers);
    expect(withoutGold).toMatchObject({ others: 0, traced: 0, wronglyProved: 0 });
  });

  it('have wrong labels listed beside judges that are right', async () => {
    const { withGold } = await run({ labelNoise: 0.1 });
    expect(withGold.wrongLabels).toBeGreaterThan(15);
    expect(withGold.rightlyDoubted / withGold.wrongLabels).toBeGreaterThanOrEqual(0.6);
    expect(withGold.rightlyDoubted / withGold.doubted).toBeGreaterThanOrEqual(0.7);
    expect(withGold.wronglyProved).toBe(0);
  });
});
