import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRandom } from '../domain/random.ts';
import { sampleThemes } from '../themes/find-themes.ts';
import { loadThemes } from '../themes/load-themes.ts';
import { drawBatchFor } from './draw-target.ts';
import type { Injector } from './faults.ts';
import { drawMixed, togetherAs } from './faults-together.ts';
import { injectors } from './injectors.ts';
import { Keeper, type Put, type Scored } from './keeper.ts';
import { passing } from './passing.ts';
import { type SystemScore, SystemTrials } from './systems/system-trials.ts';
import { runTrial } from './trial.ts';
import { readTrialTickets, type TrialTicket } from './trial-tickets.ts';

export interface SelfTestOptions {
  seed: number;
  /** Runs for each mode, and runs without a fault. */
  trials: number;
  clean: number;
  /** Runs for each rate of mixed faults. */
  mixed: number;
  /** Runs for each system and strength. */
  systems: number;
  /** Told how many of all runs are done. */
  onTrial(done: number, all: number): void;
}

/** What the diagnosis made of the same runs with labels, and without. */
export interface Both {
  withGold: Scored;
  withoutGold: Scored;
}

export interface SelfTestReport extends Both {
  seed: number;
  clean: number;
  /** Several faults of all kinds in one run, on this share of its tickets. */
  mixed: ({ rate: number; tickets: number } & Both)[];
  /** Mistakes with a system, scattered ones, and wrong labels, in runs of many tickets. */
  systems: SystemScore[];
}

const docketSizes = [1, 3, 8];
/** Tickets in a run with several faults, and the shares of them that have one. */
const mixedTickets = 100;
const mixedRates = [0.02, 0.05, 0.2];

type Step = { injector: Injector | undefined; passes: boolean };

/** Puts faults into runs that are right without them, and sees who is blamed. */
export async function selfTest(options: SelfTestOptions): Promise<SelfTestReport> {
  const themes = await loadThemes(sampleThemes);
  const pool = await readTrialTickets(themes);
  const folder = await mkdtemp(path.join(tmpdir(), 'tribunal-self-test-'));
  const random = seededRandom(options.seed);
  const steps = planOf(options);
  const systems = new SystemTrials({ folder, pool, themes, runs: options.systems });
  const all = steps.length + mixedRates.length * options.mixed + systems.count;
  let done = 0;
  const onTrial = () => options.onTrial(++done, all);
  const newKeepers = () => ({ withGold: new Keeper(themes), withoutGold: new Keeper(themes) });
  const shared = { folder, themes, route: 'triage' } as const;
  try {
    // 1. One fault after another, each in a small run.
    const single = newKeepers();
    for (const [number, { injector, passes }] of steps.entries()) {
      const target = drawBatchFor(random, pool, injector, themes);
      const injected = injector?.inject(target);
      const fault =
        injected && (passes ? { ...injected, tampering: passing(injected.tampering) } : injected);
      const drawn = docketSizes[Math.floor(random() * docketSizes.length)] ?? 1;
      const puts = fault && injector ? [{ target, fault, mode: injector.mode }] : [];
      const trial = await runTrial(
        {
          ...shared,
          name: String(number),
          batch: target.batch,
          tampering: fault?.tampering ?? {},
          docket: fault?.docket ?? drawn,
          aggregate: fault?.aggregate ?? 'conflicts',
          excludes: fault?.excludes,
        },
        labelsOf(target.batch, puts),
      );
      keep(single, puts, trial, random);
      onTrial();
    }
    // 2. Several faults at once.
    const mixed = [];
    for (const rate of mixedRates) {
      const keepers = newKeepers();
      for (let run = 0; run < options.mixed; run++) {
        const { batch, puts, tampering } = drawMixed(random, pool, themes, {
          tickets: mixedTickets,
          rate,
        });
        const name = `mixed ${rate} ${run}`;
        const trial = await runTrial(
          { ...shared, ...togetherAs, name, batch, tampering },
          labelsOf(batch, puts),
        );
        keep(keepers, puts, trial, random);
        onTrial();
      }
      mixed.push({ rate, tickets: mixedTickets, ...scoredOf(keepers) });
    }
    // 3. Mistakes that have a system.
    const { seed, clean } = options;
    return {
      seed,
      clean,
      ...scoredOf(single),
      mixed,
      systems: await systems.run(onTrial),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function planOf({ clean, trials }: SelfTestOptions): Step[] {
  const some = (injector: Injector | undefined, count: number, passes: boolean): Step[] =>
    Array.from({ length: count }, () => ({ injector, passes }));
  return [
    ...some(undefined, clean, false),
    ...injectors.flatMap((injector) => some(injector, trials, false)),
    ...injectors
      .filter(({ mayPass }) => mayPass)
      .flatMap((injector) => some(injector, Math.ceil(trials / 4), true)),
  ];
}

function labelsOf(batch: readonly TrialTicket[], puts: readonly Put[]) {
  const labels = new Map(batch.map(({ id, themes }) => [id, themes]));
  for (const { fault, target } of puts)
    if (fault.gold !== undefined) labels.set(target.ticket.id, fault.gold);
  return labels;
}

type Keepers = { withGold: Keeper; withoutGold: Keeper };

function keep(
  { withGold, withoutGold }: Keepers,
  puts: readonly Put[],
  trial: Awaited<ReturnType<typeof runTrial>>,
  random: () => number,
): void {
  const { changed } = trial;
  withGold.count(puts, { findings: trial.withGold, changed }, random);
  // A label can't be doubted that nobody gave.
  const told = puts.filter(({ mode }) => mode !== 'gold_doubtful');
  if (puts.length > 0 && told.length === 0) return;
  withoutGold.count(told, { findings: trial.withoutGold, changed }, random);
}

function scoredOf({ withGold, withoutGold }: Keepers): Both {
  return { withGold: withGold.scored(), withoutGold: withoutGold.scored() };
}
