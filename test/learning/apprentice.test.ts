import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sample, seededRandom } from '../../src/eval/random.ts';
import { Apprentice, type Plan } from '../../src/learning/apprentice.ts';
import { DriftWatch } from '../../src/learning/drift-watch.ts';

const topics: Record<string, string[]> = {
  bags: 'bag suitcase luggage lost carousel damaged handle zip tag'.split(' '),
  delays: 'late hours waiting delayed gate tarmac slow board'.split(' '),
  food: 'meal cold coffee sandwich hungry dinner vegetarian tray'.split(' '),
};
const ids = Object.keys(topics);
const filler = 'today with the airline again please from london to rome and my family'.split(' ');

/** Hears so many tickets whose topic is in their words; from `swapAt` on two themes mean each other. */
function hear(seed: number, tickets: number, swapAt = Number.POSITIVE_INFINITY, late = 20) {
  const random = seededRandom(seed);
  const subjects = ids.map((id) => ({ id, words: id, excludes: [] }));
  const apprentice = new Apprentice(subjects, {
    ...{ tickets, maxMiss: 0.02, random: seededRandom(1) },
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
    open.push({ plan, answers: ids.map((_, at) => (plan.asked[at] ? at === meant : undefined)) });
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
