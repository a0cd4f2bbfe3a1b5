import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { dawidSkene, type Pattern, pairAgreements } from '../../src/eval/dawid-skene.ts';
import { voteAgreement } from '../../src/eval/fleiss-kappa.ts';

const truth = [
  { sensitivity: 0.95, specificity: 0.98 },
  { sensitivity: 0.8, specificity: 0.95 },
  { sensitivity: 0.7, specificity: 0.85 },
];
const prevalence = { waiting: 0.3, website: 0.1, manners: 0.5 };

/** Answers of simulated judges; the last two repeat one another's slips in that share of the questions. */
function simulate(seed: number, questions: number, together = 0, judges = truth): Pattern[] {
  const random = seededRandom(seed);
  return Object.entries(prevalence).flatMap(([group, share]) =>
    Array.from({ length: questions }, () => {
      const isYes = random() < share;
      const draws = judges.map(() => random());
      if (random() < together) draws[draws.length - 1] = draws.at(-2) ?? 0;
      const answers = judges.map(({ sensitivity, specificity }, index) =>
        isYes ? (draws[index] ?? 0) < sensitivity : (draws[index] ?? 0) >= specificity,
      );
      return { group, answers, count: 1 };
    }),
  );
}

describe('judges without labels', () => {
  it('are told apart by how they agree', () => {
    const estimate = dawidSkene(simulate(1, 3000), 3);
    for (const [index, { sensitivity, specificity }] of truth.entries()) {
      expect(estimate?.judges[index]?.sensitivity).toBeCloseTo(sensitivity, 1);
      expect(estimate?.judges[index]?.specificity).toBeCloseTo(specificity, 1);
    }
    for (const [group, share] of Object.entries(prevalence))
      expect(Math.abs((estimate?.prevalence.get(group) ?? 0) - share)).toBeLessThan(0.05);
  });

  it('are estimated alike from answers that are counted together, and where some are missing', () => {
    const single = simulate(2, 500).map((pattern, index) => ({
      ...pattern,
      answers: pattern.answers.map((answer, judge) =>
        (index + judge) % 10 === 0 ? undefined : answer,
      ),
    }));
    const counts = new Map<string, Pattern>();
    for (const pattern of single) {
      const key = JSON.stringify([pattern.group, pattern.answers.map((answer) => answer ?? null)]);
      counts.set(key, { ...pattern, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    const [one, other] = [dawidSkene(single, 3), dawidSkene([...counts.values()], 3)];
    for (const [index, judge] of (one?.judges ?? []).entries())
      expect(other?.judges[index]?.sensitivity).toBeCloseTo(judge.sensitivity, 6);
    expect(Math.abs((one?.judges[0]?.sensitivity ?? 0) - 0.95)).toBeLessThan(0.06);
  });

  it('can’t be told apart where there are two', () => {
    expect(dawidSkene(simulate(3, 100, 0, truth.slice(1)), 2)).toBeUndefined();
  });

  it('are found out where two of them err together, and not where they err alone', () => {
    const isFoundOut = (together: number, judges = truth) => {
      const patterns = simulate(4, 2000, together, judges);
      const estimate = dawidSkene(patterns, judges.length);
      return estimate && pairAgreements(patterns, estimate).map((pair) => pair.isCorrelated);
    };
    const five = [...truth, truth[2], truth[2]].flatMap((judge) => judge ?? []);
    expect(isFoundOut(0)).toEqual([false, false, false]);
    expect(isFoundOut(0, five)?.includes(true)).toBe(false);
    expect(isFoundOut(0.6, five)?.at(-1)).toBe(true);
  });
});

describe('votes of one judge', () => {
  it('agree as in Fleiss’ table', () => {
    // Two categories, 4 raters: by hand, P̄ = (1 + 0.5 + 1/3 + 1) / 4, p = 10/16.
    const ballots = [
      { yes: 4, no: 0, count: 1 },
      { yes: 3, no: 1, count: 1 },
      { yes: 2, no: 2, count: 1 },
      { yes: 1, no: 3, count: 1 },
    ];
    const { unanimous, questions, kappa } = voteAgreement(ballots);
    expect({ unanimous, questions }).toEqual({ unanimous: 1, questions: 4 });
    const chance = (10 / 16) ** 2 + (6 / 16) ** 2;
    expect(kappa).toBeCloseTo(((1 + 0.5 + 1 / 3 + 0.5) / 4 - chance) / (1 - chance), 12);
  });

  it('have no kappa where all say the same, and a question with one answer doesn’t count', () => {
    expect(
      voteAgreement([
        { yes: 0, no: 3, count: 1 },
        { yes: 1, no: 0, count: 1 },
      ]),
    ).toEqual({ questions: 1, unanimous: 1, kappa: undefined });
  });
});
