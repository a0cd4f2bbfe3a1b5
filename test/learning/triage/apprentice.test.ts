import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sample, seededRandom } from '../../../src/domain/random.ts';
import { Apprentice, type Plan } from '../../../src/learning/triage/apprentice.ts';
import { DriftWatch } from '../../../src/learning/triage/drift-watch.ts';

const topics: Record<string, string[]> = {
  bags: 'bag suitcase luggage lost carousel damaged handle zip tag'.split(' '),
  delays: 'late hours waiting delayed gate tarmac slow board'.split(' '),
  food: 'meal cold coffee sandwich hungry dinner vegetarian tray'.split(' '),
};
const ids = Object.keys(topics);
const filler = 'today with the airline again please from london to rome and my family'.split(' ');

/** Hears so many tickets whose topic is in their words; from `swapAt` on two themes mean each other. */
function hear(
  seed: number,
  tickets: number,
  swapAt = Number.POSITIVE_INFINITY,
  { late = 20, told = tickets as number | undefined, failing = 0 } = {},
) {
  const random = seededRandom(seed);
  const subjects = ids.map((id) => ({ id, words: id, excludes: [] }));
  const apprentice = new Apprentice(subjects, {
    tickets: told,
    maxMiss: 0.02,
    random: seededRandom(1),
  });
  const asked: boolean[][] = [];
  const open: { plan: Plan; answers: (boolean | undefined)[] }[] = [];
  let lost = 0;
  let yes = 0;
  for (let number = 0; number < tickets; number++) {
    const topic = Math.floor(random() * ids.length);
    const words = [
      ...sample(random, topics[ids[topic] ?? ''] ?? [], 3),
      ...sample(random, filler, 4),
    ];
    const meant = number < swapAt || topic === 2 ? topic : 1 - topic;
    const plan = apprentice.plan(words.join(' '), random);
    asked.push([...plan.asked]);
    yes += 1;
    lost += plan.asked[meant] ? 0 : 1;
    const answers = ids.map((_, at) => {
      const isFailed = failing > 0 && random() < failing;
      return plan.asked[at] && !isFailed ? at === meant : undefined;
    });
    open.push({ plan, answers });
    if (open.length <= late) continue;
    const [next] = open.splice(Math.floor(random() * open.length), 1);
    if (next !== undefined) apprentice.teach(next.plan, next.answers);
  }
  for (const { plan, answers } of open) apprentice.teach(plan, answers);
  return { asked, lost, yes, report: apprentice.report() };
}

const shareOf = (asked: boolean[][], theme?: number) => {
  const all = asked.flatMap((own) => (theme === undefined ? own : [own[theme] === true]));
  return all.filter((one) => one).length / all.length;
};

describe('an apprentice', () => {
  it('asks everything before there is evidence, whatever the draws', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(shareOf(hear(seed, 99).asked)).toBe(1);
      }),
      { numRuns: 10 },
    );
  });

  it('then asks less and less, keeps the promise, and knows that it did', () => {
    const { asked, lost, yes, report } = hear(1, 3000);
    expect(shareOf(asked.slice(2000))).toBeLessThan(0.7);
    expect(lost / yes).toBeLessThanOrEqual(0.02);
    expect(lost).toBeLessThanOrEqual(report.lostAtMost);
    expect(report).toMatchObject({ isKept: true, changes: [], yes: yes - lost });
  });

  it('decides the same for the same draws and verdicts', () => {
    expect(hear(2, 500)).toEqual(hear(2, 500));
  });

  it('notices when two themes change places, and asks for them again', () => {
    const { asked, report } = hear(3, 3000, 1500);
    expect(new Set(report.changes.map(({ theme }) => theme))).toEqual(new Set(['bags', 'delays']));
    const noticed = Math.max(...report.changes.map(({ ticket }) => ticket));
    expect(noticed).toBeLessThan(1600);
    for (const theme of [0, 1])
      expect(shareOf(asked.slice(noticed + 80, noticed + 140), theme)).toBe(1);
  });
});

describe('its report', () => {
  it('adds up over themes and over stretches', () => {
    const { asked, report } = hear(4, 2000);
    const { themes, over } = report;
    const sum = (values: readonly number[]) => values.reduce((all, own) => all + own, 0);
    expect(report.questions).toBe(6000);
    expect(report.asked).toBe(asked.flat().filter((one) => one).length);
    expect(report.unasked).toBe(6000 - report.asked);
    for (const key of ['questions', 'asked', 'unasked', 'audited', 'yes'] as const)
      expect(sum(themes.map((own) => own[key]))).toBe(report[key]);
    for (const key of ['asked', 'unasked', 'audited'] as const)
      expect(sum(over.map((own) => own[key]))).toBe(report[key]);
    expect(report.audited).toBeGreaterThan(100);
    expect(over.at(-1)?.lostAtMost).toBe(report.lostAtMost);
  });

  it('says of a theme what its sample is large enough for, and nothing else', () => {
    const { report } = hear(5, 4000);
    for (const { lostAtMost, isKept, yes } of report.themes) {
      expect(isKept).toBe(
        lostAtMost === undefined ? undefined : lostAtMost <= 0.02 * (yes + lostAtMost),
      );
    }
    expect(hear(5, 90).report.themes.map(({ isKept }) => isKept)).toEqual([true, true, true]);
  });

  it('goes on for a run of unknown length, and saves more the longer it is', () => {
    const { asked, lost, yes, report } = hear(6, 4000, undefined, { told: undefined });
    expect(shareOf(asked.slice(3000))).toBeLessThan(shareOf(asked.slice(500, 1500)));
    expect(lost).toBeLessThanOrEqual(report.lostAtMost);
    expect(lost / yes).toBeLessThanOrEqual(0.02);
  });

  it('takes failed judges for neither a yes nor a no', () => {
    const { report, lost } = hear(7, 2000, undefined, { failing: 0.2 });
    expect(report.yes).toBeLessThan(0.85 * 2000);
    expect(report.changes).toEqual([]);
    expect(lost * 0.8).toBeLessThanOrEqual(report.lostAtMost);
  });
});

describe('the watch for drift', () => {
  it('is silent where verdicts come as often as expected', () => {
    const random = seededRandom(5);
    const watch = new DriftWatch();
    const alarms = Array.from({ length: 20_000 }, () => {
      const expected = random() ** 3;
      return watch.hear(expected, random() < expected, 1);
    });
    expect(alarms).not.toContain('changed');
  });
});
