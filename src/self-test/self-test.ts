import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sample, seededRandom } from '../domain/random.ts';
import { sampleThemes } from '../themes/find-themes.ts';
import { loadThemes } from '../themes/load-themes.ts';
import type { Injector, Target } from './faults.ts';
import { injectors } from './injectors.ts';
import { Keeper, type Scored } from './keeper.ts';
import { passing } from './passing.ts';
import { runTrial } from './trial.ts';
import { drawBatch, readTrialTickets, type TrialTicket } from './trial-tickets.ts';

export interface SelfTestOptions {
  seed: number;
  /** Runs for each mode, and runs without a fault. */
  trials: number;
  clean: number;
  /** Told how many of all runs are done. */
  onTrial(done: number, all: number): void;
}

export interface SelfTestReport {
  seed: number;
  clean: number;
  withGold: Scored;
  withoutGold: Scored;
}

/** Tickets in a run, and tickets in a call. */
const batchSize = 8;
const docketSizes = [1, 3, 8];

/** Puts one fault after another into runs that are right without it, and sees who is blamed. */
export async function selfTest(options: SelfTestOptions): Promise<SelfTestReport> {
  const themes = await loadThemes(sampleThemes);
  const pool = await readTrialTickets(themes);
  const folder = await mkdtemp(path.join(tmpdir(), 'tribunal-self-test-'));
  const random = seededRandom(options.seed);
  const plan = [
    ...Array.from({ length: options.clean }, () => undefined),
    ...injectors.flatMap((injector) =>
      Array.from({ length: options.trials }, () => ({ injector, passes: false })),
    ),
    ...injectors
      .filter(({ mayPass }) => mayPass)
      .flatMap((injector) =>
        Array.from({ length: Math.ceil(options.trials / 4) }, () => ({ injector, passes: true })),
      ),
  ];
  const keepers = { withGold: new Keeper(themes), withoutGold: new Keeper(themes) };
  try {
    for (const [number, step] of plan.entries()) {
      const target = draw(random, pool, step?.injector, themes);
      const labels = new Map(target.batch.map(({ id, themes: own }) => [id, own]));
      const injected = step?.injector.inject(target);
      const fault =
        injected &&
        (step?.passes ? { ...injected, tampering: passing(injected.tampering) } : injected);
      if (fault?.gold !== undefined) labels.set(target.ticket.id, fault.gold);
      const drawn = docketSizes[Math.floor(random() * docketSizes.length)] ?? 1;
      const docket = fault?.docket ?? drawn;
      const trial = await runTrial({
        folder,
        number,
        batch: target.batch,
        themes,
        labels,
        docket,
        ...(fault && { fault }),
      });
      const given = { target, trial, fault, mode: step?.injector.mode };
      keepers.withGold.count(given, trial.withGold, random);
      // A label can't be doubted that nobody gave.
      if (step?.injector.mode !== 'gold_doubtful')
        keepers.withoutGold.count(given, trial.withoutGold, random);
      options.onTrial(number + 1, plan.length);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    seed: options.seed,
    clean: options.clean,
    withGold: keepers.withGold.scored(),
    withoutGold: keepers.withoutGold.scored(),
  };
}

function draw(
  random: () => number,
  pool: readonly TrialTicket[],
  injector: Injector | undefined,
  themes: readonly { id: string }[],
): Target {
  const [right = ''] = sample(
    random,
    themes.map(({ id }) => id),
    1,
  );
  const wantsMany = injector?.mode === 'themes_confused';
  const [confusedWith = ''] = sample(
    random,
    themes.map(({ id }) => id).filter((id) => id !== right),
    1,
  );
  const isWanted = (ticket: TrialTicket) =>
    ticket.themes.includes(right) &&
    (!wantsMany || !ticket.themes.includes(confusedWith)) &&
    (injector?.needs?.isWanted(ticket) ?? true);
  const batch = drawBatch(random, pool, batchSize, { isWanted, count: wantsMany ? 4 : 1 });
  const ticket = batch.find(isWanted);
  if (ticket === undefined) return draw(random, pool, injector, themes);
  const others = themes.map(({ id }) => id).filter((id) => !ticket.themes.includes(id));
  const [other = ''] = sample(random, others, 1);
  return { batch, ticket, right, wrong: wantsMany ? confusedWith : other, random };
}
