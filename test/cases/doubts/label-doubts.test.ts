import { describe, expect, it } from 'vitest';
import { LabelDoubts } from '../../../src/cases/doubts/label-doubts.ts';
import type { Outcome } from '../../../src/domain/decision/outcome.ts';
import { sample, seededRandom } from '../../../src/domain/random.ts';
import { caseOf, no, themeIds, unrouted, yes } from '../../support/cases.ts';

const words: Record<string, string[]> = {
  manners: ['rude', 'shouted', 'impolite', 'mocked', 'cold', 'hung', 'insulting', 'sneering'],
  waiting: ['queue', 'hour', 'hold', 'late', 'waited', 'slow', 'endless', 'delay'],
  website: ['page', 'button', 'login', 'browser', 'crashed', 'link', 'screen', 'form'],
};
const others = ['the', 'my', 'ticket', 'flight', 'bag', 'they', 'was', 'again', 'and', 'then'];

interface Noise {
  /** Of labels, and of each judge's answers, 0 to 1. */
  labels: number;
  judges: number;
  isRouted?: boolean;
}

/** What is doubted of tickets whose words give their themes away, and whose labels are wrong. */
function doubtsOf(noise: Noise) {
  const random = seededRandom(11);
  const doubts = new LabelDoubts();
  const wrong = new Set<number>();
  for (let row = 1; row <= 400; row++) {
    const truth = themeIds.filter(() => random() < 0.3);
    const told = truth.flatMap((theme) => sample(random, words[theme] ?? [], 3));
    const text = [...told, ...sample(random, others, 6)].join(' ');
    const gold = [...truth];
    if (random() < noise.labels) {
      wrong.add(row);
      const added = themeIds.filter((theme) => !truth.includes(theme));
      const kind = Math.floor(3 * random());
      if (kind !== 1 && gold.length > 0) gold.shift();
      if ((kind !== 0 || gold.length === truth.length) && added[0]) gold.push(added[0]);
      if (gold.join() === truth.join()) wrong.delete(row);
    }
    const outcomes = themeIds.map((theme): Outcome => {
      const applies = truth.includes(theme) !== random() < noise.judges;
      if (applies) return yes(theme, { quote: text.slice(0, 20) });
      return noise.isRouted ? unrouted(theme) : no(theme);
    });
    doubts.count(caseOf(outcomes, { ticket: { row, id: `T${row}`, text }, gold }));
  }
  const listed = doubts.doubtful();
  const hits = listed.filter(({ row }) => wrong.has(row)).length;
  return { doubts, listed, hits, wrong };
}

describe('labels that answers contradict', () => {
  it.each([
    ['every judge is asked', false],
    ['triage leaves judges out', true],
  ])('are doubted where the tribunal is right, and %s', (_, isRouted) => {
    const { listed, hits, wrong } = doubtsOf({ labels: 0.1, judges: 0, isRouted });
    expect(hits / wrong.size).toBeGreaterThanOrEqual(0.6);
    expect(hits / listed.length).toBeGreaterThanOrEqual(0.7);
  });

  it('are not doubted where judges err and the words side with the labels', () => {
    const { listed, doubts } = doubtsOf({ labels: 0, judges: 0.1 });
    expect(listed.length).toBeLessThanOrEqual(4);
    const said = Array.from({ length: 400 }, (_, at) => doubts.likelyWrong(at + 1, themeIds));
    expect(said.filter((likely) => likely === 'agent').length).toBeGreaterThan(40);
  });

  it('come with what they were, what is likelier, and why', () => {
    const [first] = doubtsOf({ labels: 0.1, judges: 0 }).listed;
    expect(first?.probability).toBeGreaterThan(0.8);
    expect(first?.suggested).not.toEqual(first?.label);
    expect(first?.why).toContain('tickets of such words are labelled that way');
  });

  it('are left open where nothing is known but the one answer', () => {
    const doubts = new LabelDoubts();
    doubts.count(caseOf([yes('manners'), yes('waiting'), no('website')]));
    expect(doubts.likelyWrong(7, ['manners'])).toBe('unknown');
    expect(doubts.likelyWrong(8, ['manners'])).toBe('unknown');
  });

  it('prove no judge wrong where a ticket of nearly the same words has the other label', () => {
    const text = 'they lost my bag in Rome and nobody at the desk knew where it might be';
    const judged = (words: string, gold: string[], row: number) =>
      caseOf([yes('manners'), no('waiting'), no('website')], {
        ticket: { row, id: `T${row}`, text: words },
        gold,
      });
    const likely = (twin: string) => {
      const doubts = new LabelDoubts();
      // A judge that contradicts most labels is taken to be wrong itself.
      for (let row = 10; row < 60; row++) doubts.count(judged(`${row} other`, [], row));
      doubts.count(judged(text, [], 1));
      doubts.count(judged(twin, ['manners'], 2));
      return doubts.likelyWrong(1, ['manners']);
    };
    expect(likely('a text of quite other words')).toBe('agent');
    expect(likely(`${text} now`)).toBe('unknown');
  });
});
