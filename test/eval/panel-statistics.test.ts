import { describe, expect, it } from 'vitest';
import { voteAgreement } from '../../src/evaluation/agreement/fleiss-kappa.ts';
import { pairAgreements, ratesByLabels } from '../../src/evaluation/agreement/panel-agreement.ts';

// Two models: both right 6 times, the first wrong once, both wrong twice; twice nobody knows.
const patterns = [
  { answers: [true, true], label: true, count: 2 },
  { answers: [false, false], label: false, count: 4 },
  { answers: [true, false], label: false, count: 1 },
  { answers: [true, true], label: false, count: 2 },
  { answers: [true, undefined], label: undefined, count: 1 },
  { answers: [false, true], label: undefined, count: 1 },
];

describe('a panel', () => {
  it('agrees on the questions that both models answered', () => {
    const [pair] = pairAgreements(patterns, 2);
    expect(pair).toMatchObject({ models: [0, 1], questions: 10, agreement: 8 / 10 });
  });

  it('errs together where labels show it', () => {
    expect(pairAgreements(patterns, 2)[0]?.sharedErrors?.share).toBeCloseTo(2 / 3, 10);
  });

  it('has rates from labels alone, with intervals', () => {
    const [first, second] = ratesByLabels(patterns, 2);
    expect(first).toMatchObject({ labelled: 9, found: { share: 1 }, falseYes: { share: 3 / 7 } });
    expect(second).toMatchObject({ labelled: 9, falseYes: { share: 2 / 7 } });
    expect(first?.found?.low).toBeLessThan(0.5);
  });

  it('has no rate at all without labels', () => {
    const unlabelled = patterns.map((pattern) => ({ ...pattern, label: undefined }));
    expect(ratesByLabels(unlabelled, 2)).toEqual([
      { labelled: 0, found: null, falseYes: null },
      { labelled: 0, found: null, falseYes: null },
    ]);
    expect(pairAgreements(unlabelled, 2)[0]?.sharedErrors).toBeNull();
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
