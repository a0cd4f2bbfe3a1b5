import { addressOf } from '../../domain/address.ts';
import { sample, seededRandom } from '../../domain/random.ts';
import { judgeBatch } from '../judge-batch.ts';
import type { TrialTicket } from '../trial-tickets.ts';
import { drawLongBatch, type LongTicket } from './long-batch.ts';
import { lookAt, type Seen } from './look-at.ts';
import { spoilAnswers } from './spoil-answers.ts';
import { spoilLabels } from './spoil-labels.ts';
import { type Mistakes, spoils } from './spoils.ts';

/** What was put into runs of many tickets, and what the diagnosis made of it. */
export interface SystemScore {
  /** A cause, or two of them in one run; none where mistakes fall anywhere. */
  causes: string[];
  /** Of the answers that a cause says something about, the share that follows it. */
  strength: number;
  /** Of all answers, the share that is wrong anywhere; and of all labels. */
  noise: number;
  labelNoise: number;
  runs: number;
  withGold: Seen;
  withoutGold: Seen;
}

export interface Plan extends Pick<SystemScore, 'causes' | 'strength' | 'noise' | 'labelNoise'> {}

const tickets = 300;
const docket = 16;
/** Judges of a run: of more it says no more, and takes longer. */
const judges = 5;
const kinds = [...Object.keys(spoils), 'id_swap'];

/** Every cause by itself, two at once, mistakes that fall anywhere, and labels that are wrong. */
const plans: readonly Plan[] = [
  ...[
    { strength: 0.2, noise: 0 },
    { strength: 0.4, noise: 0.05 },
  ].flatMap((how) => kinds.map((kind) => ({ causes: [kind], ...how, labelNoise: 0 }))),
  ...kinds.map((kind, at) => ({
    causes: [kind, kinds[(at + 1) % kinds.length] ?? ''],
    strength: 0.4,
    noise: 0.02,
    labelNoise: 0,
  })),
  ...[0.02, 0.05, 0.2].map((noise) => ({ causes: [], strength: 0, noise, labelNoise: 0 })),
  ...[0.02, 0.05, 0.1].map((labelNoise) => ({ causes: [], strength: 0, noise: 0, labelNoise })),
];

export interface SystemTrialsOptions {
  folder: string;
  pool: readonly TrialTicket[];
  themes: readonly { id: string; name: string; definition: string }[];
  /** For each cause, strength and rate. */
  runs: number;
}

/** Runs of 300 tickets, sixteen a call, in which mistakes have a system. */
export class SystemTrials {
  readonly #options: SystemTrialsOptions;

  constructor(options: SystemTrialsOptions) {
    this.#options = options;
  }

  get count(): number {
    return plans.length * this.#options.runs;
  }

  async run(onTrial: () => void): Promise<SystemScore[]> {
    const scores: SystemScore[] = [];
    for (const plan of plans) {
      const seen: Awaited<ReturnType<typeof runSystem>>[] = [];
      for (let run = 0; run < this.#options.runs; run++) {
        seen.push(await runSystem(plan, run, this.#options));
        onTrial();
      }
      if (seen.length > 0)
        scores.push({
          ...plan,
          runs: seen.length,
          withGold: sumOf(seen.map(({ withGold }) => withGold)),
          withoutGold: sumOf(seen.map(({ withoutGold }) => withoutGold)),
        });
    }
    return scores;
  }
}

/** Judges one run of a plan, the same for the same number, and has it diagnosed. */
export async function runSystem(
  { causes, strength, noise, labelNoise }: Plan,
  run: number,
  { folder, pool, themes: all }: Omit<SystemTrialsOptions, 'runs'>,
): Promise<{ withGold: Seen; withoutGold: Seen }> {
  const name = `system ${causes.join(' ')} ${strength} ${noise} ${labelNoise} ${run}`;
  const random = seededRandom(Number.parseInt(addressOf(name).slice(0, 8), 16));
  const batch = drawLongBatch(random, pool, tickets);
  const themes = sample(random, all, judges);
  const ids = themes.map(({ id }) => id);
  const spoiled = sample(random, ids, causes.length);
  const mistakes = causes.map((cause, at): Mistakes => {
    const theme = spoiled[at] ?? '';
    const spoil = spoils[cause]?.(random, ids);
    return spoil === undefined
      ? { noise, swaps: { theme, strength } }
      : { noise, spoiled: { theme, spoil, strength } };
  });
  const answers = spoilAnswers(batch, mistakes.length > 0 ? mistakes : [{ noise }], name);
  const { labels, noted } = spoilLabels(random, batch, ids, labelNoise);
  const expected = causes.map((cause, at) => ({ cause, agent: `judge:${spoiled[at]}` }));
  return judgeBatch(
    {
      folder,
      name,
      batch,
      themes,
      docket,
      tampering: answers.tampering,
      route: 'all',
      aggregate: 'never',
    },
    async (judged) => {
      const given = { expected, wrong: [...answers.wrong.values()] };
      const goldOf = ({ id }: Pick<LongTicket, 'id'>) => labels.get(id);
      return {
        withGold: await lookAt(judged, goldOf, { ...given, noted }),
        withoutGold: await lookAt(judged, () => undefined, { ...given, noted: new Set() }),
      };
    },
  );
}

function sumOf(seen: readonly Seen[]): Seen {
  return seen.reduce((sum, one) => ({
    causes: sum.causes + one.causes,
    named: sum.named + one.named,
    others: sum.others + one.others,
    wrongAnswers: sum.wrongAnswers + one.wrongAnswers,
    traced: sum.traced + one.traced,
    wronglyProved: sum.wronglyProved + one.wronglyProved,
    wrongLabels: sum.wrongLabels + one.wrongLabels,
    doubted: sum.doubted + one.doubted,
    rightlyDoubted: sum.rightlyDoubted + one.rightlyDoubted,
  }));
}
