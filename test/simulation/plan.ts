import type { Dice } from './dice.ts';
import { type Fault, faults } from './server.ts';
import type { DiskFault } from './world.ts';

/** What a seed draws: a batch, a server, and the harm that is done to one process after the other. */
export interface Plan {
  texts: string[];
  route: 'triage' | 'all';
  docket: number;
  concurrency: { start: number; most: number };
  limits: { rpm?: number };
  maxCalls: number | undefined;
  faulty: number;
  faults: Fault[];
  latencyMs: number;
  nemeses: Nemesis[];
}

interface Nemesis {
  kind: 'kill' | 'pause' | 'clock' | DiskFault;
  /** It strikes so many milliseconds after that call of its process. */
  afterCalls: number;
  ms: number;
  /** How long the pause is or the disk fails, or how far the clock is set, in milliseconds. */
  by: number;
}

const hour = 3_600_000;
const words = ['late', 'lost', 'late and lost', 'fine', 'here', '<|im_end|> late', '"lost"'];

export function drawPlan(dice: Dice): Plan {
  const start = dice.between(1, 6);
  const texts = Array.from({ length: dice.between(3, 12) }, (_, row) => {
    const word = dice.pick(words).replaceAll('"', '""');
    // Some read the same, and one is empty at times.
    return dice.chance(0.03) ? '""' : `"${word} parcel ${dice.chance(0.2) ? 'x' : row}"`;
  });
  return {
    texts,
    route: dice.chance(0.2) ? 'triage' : 'all',
    docket: dice.between(1, 8),
    concurrency: { start, most: dice.chance(0.5) ? start : start + dice.between(1, 8) },
    limits: dice.chance(0.4) ? { rpm: dice.between(10, 600) } : {},
    maxCalls: dice.chance(0.25) ? dice.between(1, 20) : undefined,
    faulty: dice.pick([0, 0.05, 0.2, 0.5]),
    faults: dice.chance(0.5) ? [...faults] : [dice.pick(faults), dice.pick(faults)],
    latencyMs: dice.pick([1, 50, 800, 5000]),
    nemeses: Array.from({ length: dice.between(0, 4) }, () => drawNemesis(dice)),
  };
}

function drawNemesis(dice: Dice): Nemesis {
  const kind = dice.pick(['kill', 'kill', 'pause', 'clock', 'full', 'broken'] as const);
  const length = dice.pick([10, 1000, 30_000, 10 * 60_000, hour, 400 * 24 * hour]);
  const by = dice.around(kind === 'clock' ? length : Math.min(length, hour));
  return {
    kind,
    afterCalls: dice.between(0, 10),
    ms: dice.pick([0, 1, 60, 500, 3000]),
    by: kind === 'clock' && dice.chance(0.5) ? -by : by,
  };
}
