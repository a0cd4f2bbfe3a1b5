/** What an apprentice saves, and whether it keeps its promise, with gold labels as the judges' verdicts. */
import { sample, seededRandom } from '../../src/domain/random.ts';
import { Apprentice, type Plan } from '../../src/learning/triage/apprentice.ts';
import { readLabelled } from './learning.ts';
import { percent, print } from './print.ts';

const maxMiss = 0.02;
/** Tickets whose verdicts are still to come. */
const inFlight = 64;

interface Heard {
  asked: number;
  questions: number;
  yes: number;
  lost: number;
  lostAtMost: number;
  isCertified: boolean;
  /** Shares asked, by block of tickets. */
  askedOver: number[];
  changes: readonly { ticket: number; theme: string }[];
}

const block = 250;
/** What is asked for, and what a fit of the first so many tickets saved, which learned nothing after them. */
const targets: Record<string, { saved: number; batch: string }> = {
  banking77: { saved: 0.55, batch: '47 % after 1,000' },
  mams_restaurant: { saved: 0.22, batch: '23 % after 600' },
};

export function measureApprentice(): void {
  const orders = Number(process.env.BENCH_ORDERS ?? 10);
  const only = process.env.BENCH_FILES?.split(',');
  for (const [file, target] of Object.entries(targets)) {
    if (only !== undefined && !only.includes(file)) continue;
    const labelled = readLabelled(file);
    if (labelled === undefined) continue;
    const { themes, tickets } = labelled;
    const gold = tickets.map(({ labels }) =>
      themes.map(({ id, name }) => labels.has(name) || labels.has(id)),
    );
    const subjects = themes.map(({ id, name, definition }) => ({
      id,
      words: `${name}. ${definition}`,
      excludes: [],
    }));
    const hear = (seed: number, swapped?: readonly [number, number]): Heard => {
      const random = seededRandom(seed);
      const order = sample(random, [...tickets.keys()], tickets.length);
      const apprentice = new Apprentice(subjects, {
        tickets: order.length,
        maxMiss,
        random: seededRandom(seed + 1_000_000),
      });
      const blocks = Math.ceil(order.length / block);
      const heard = {
        asked: 0,
        questions: 0,
        yes: 0,
        lost: 0,
        askedOver: Array<number>(blocks).fill(0),
      };
      const flying: { plan: Plan; answers: (boolean | undefined)[] }[] = [];
      const land = () => {
        const [next] = flying.splice(Math.floor(random() * flying.length), 1);
        if (next !== undefined) apprentice.teach(next.plan, next.answers);
      };
      for (const [place, at] of order.entries()) {
        const verdicts = [...(gold[at] ?? [])];
        if (swapped !== undefined && place >= order.length / 2) {
          const [one, other] = swapped;
          [verdicts[one], verdicts[other]] = [verdicts[other] === true, verdicts[one] === true];
        }
        const plan = apprentice.plan(tickets[at]?.text ?? '', random);
        const answers = verdicts.map((isYes, theme) => (plan.asked[theme] ? isYes : undefined));
        const asked = plan.asked.filter((isAsked) => isAsked).length;
        const within = Math.floor(place / block);
        const size = Math.min(block, order.length - within * block) * themes.length;
        heard.asked += asked;
        heard.questions += themes.length;
        heard.yes += verdicts.filter((isYes) => isYes).length;
        heard.lost += verdicts.filter((isYes, theme) => isYes && !plan.asked[theme]).length;
        heard.askedOver[within] = (heard.askedOver[within] ?? 0) + asked / size;
        flying.push({ plan, answers });
        if (flying.length > inFlight) land();
      }
      while (flying.length > 0) land();
      const { lostAtMost, isKept, changes } = apprentice.report();
      return { ...heard, lostAtMost, isCertified: isKept, changes };
    };
    const before = process.cpuUsage();
    const runs = Array.from({ length: orders }, (_, order) => hear(order + 1));
    const { user, system } = process.cpuUsage(before);
    const saved = runs.map(({ asked, questions }) => 1 - asked / questions);
    const lost = runs.map((run) => run.lost / run.yes);
    const kept = lost.filter((share) => share <= maxMiss).length;
    const certified = runs.filter(({ isCertified }) => isCertified).length;
    print(
      `apprentice ${file} (${tickets.length} x ${themes.length}), questions saved`,
      `${percent(mean(saved))}; ${percent(Math.min(...saved))} at least`,
      `>= ${percent(target.saved)}; batch ${target.batch}`,
    );
    print('  promise kept', `${kept} of ${orders} orders`, '>= 95 of 100');
    print('  certified at the end', `${certified} of ${orders}`);
    print(
      '  yes lost: mean; most',
      `${percent(mean(lost))}; ${percent(Math.max(...lost))}`,
      '<= 2 %',
    );
    const over = runs[0]?.askedOver.map((_, at) => mean(runs.map((run) => run.askedOver[at] ?? 0)));
    print(
      `  asked of each ${block} tickets`,
      (over ?? []).map((share) => (100 * share).toFixed(0)).join(' '),
      '%',
    );
    print(
      '  CPU a ticket; a run',
      `${((user + system) / 1e3 / orders / tickets.length).toFixed(1)} ms; ${((user + system) / 1e6 / orders).toFixed(1)} s`,
      '< 25 s',
    );
    print(
      '  themes taken for changed, an order',
      mean(runs.map(({ changes }) => changes.length)).toFixed(1),
      '0',
    );
    const counts = themes.map((_, theme) => gold.filter((own) => own[theme]).length);
    const [one = 0, other = 1] = [...counts.keys()]
      .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
      .slice(1);
    for (const drifted of Array.from({ length: Math.min(orders, 3) }, (_, order) =>
      hear(order + 1, [one, other]),
    )) {
      const ids = [themes[one]?.id, themes[other]?.id];
      const half = tickets.length / 2;
      // Verdicts come in another order, so fewer may be heard when the first one of a changed theme is.
      const first = half - inFlight;
      const found = ids.map((id) =>
        drifted.changes.find(({ ticket, theme }) => theme === id && ticket > first),
      );
      print(
        `  drift at ${Math.ceil(half)}: noticed at; yes lost; saved`,
        `${found.map((change) => change?.ticket ?? 'never').join(', ')}; ${percent(drifted.lost / drifted.yes)}; ${percent(1 - drifted.asked / drifted.questions)}`,
      );
    }
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
