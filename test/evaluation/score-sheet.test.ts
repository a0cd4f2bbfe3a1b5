import { expect, it } from 'vitest';
import { failedDecision } from '../../src/domain/decision/decide.ts';
import { disagreementOf } from '../../src/evaluation/agreement/disagreements.ts';
import { markOf } from '../../src/evaluation/mark.ts';
import { ScoreSheet } from '../../src/evaluation/score-sheet.ts';
import { caseOf, failed, no, themeIds, unrouted, yes } from '../support/cases.ts';

it('what triage left out is a no; what a judge failed on, or nobody judged, is neither', () => {
  const { decision } = caseOf([failed('manners'), yes('waiting'), unrouted('website')]);
  expect(markOf(themeIds, decision, ['website', 'unheard_of'])).toEqual({
    gold: ['website'],
    said: ['waiting'],
    failed: ['manners'],
  });
  expect(markOf(themeIds, failedDecision('bad_row', 'empty'), []).failed).toEqual(themeIds);
});

it('counts how tickets stand, failures by cause, and how sure which answers were', () => {
  const sheet = new ScoreSheet(themeIds);
  sheet.add(caseOf().decision, ['waiting']);
  sheet.add(caseOf([failed('manners'), yes('waiting'), unrouted('website')]).decision, []);
  sheet.add(failedDecision('bad_row', 'empty'), ['waiting']);
  expect(sheet.add(undefined, ['waiting'])).toBeUndefined();
  expect(sheet.tickets).toEqual({ labelled: 4, decided: 1, review: 1, failed: 1, undecided: 1 });
  expect(sheet.failures).toEqual({ tickets: 2, causes: { timeout: 1, not_judged: 3 } });
  expect([sheet.marks.length, sheet.sureMarks.length]).toEqual([3, 1]);
  expect(sheet.claims.verdicts.map(({ isRight }) => isRight)).toEqual([true, true, false]);
  expect(sheet.claims.decisions).toEqual([{ confidence: 0.9, isRight: true }]);
});

it('a disagreement weighs the more the surer the wrong answers were', () => {
  const weigh = (confidence: number, gold: string[]) => {
    const { decision } = caseOf([
      no('manners'),
      yes('waiting', { confidence }),
      unrouted('website'),
    ]);
    return disagreementOf(markOf(themeIds, decision, gold), decision);
  };
  expect(weigh(0.9, ['waiting'])).toBeUndefined();
  expect(weigh(0.9, [])).toEqual({ extra: ['waiting'], missed: [], severity: 0.9 });
  expect(weigh(0.6, [])?.severity).toBe(0.6);
  expect(weigh(0.9, ['waiting', 'website'])).toEqual({
    extra: [],
    missed: ['website'],
    severity: 0.5,
  });
});
