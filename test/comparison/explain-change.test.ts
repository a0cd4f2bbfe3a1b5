import { expect, it } from 'vitest';
import { changedThemes, type Decided } from '../../src/comparison/explain-change.ts';
import type { RunDifferences } from '../../src/comparison/run-differences.ts';
import { caseOf, themeIds } from '../support/cases.ts';

const none: RunDifferences = {
  settings: [],
  edited: [],
  onlyFirst: [],
  onlySecond: [],
  isEmbedded: false,
  isLearning: false,
};
const decided = (
  more: Parameters<typeof caseOf>[1] = {},
  sources: Record<string, string> = {},
): Decided => ({
  stored: { run: 'run', row: 1, id: 'T1', address: 'T1', cells: '[]', defect: null },
  decision: caseOf(undefined, more).decision,
  sources,
});
const overruled = decided({ aggregated: { themes: [] } }, { aggregator: 'ruling' });
const reasonsOf = (first: Decided, second: Decided, differences: RunDifferences) =>
  changedThemes(themeIds, first, second, differences).map(({ reasons }) => reasons);
const aggregate = { setting: 'aggregate', first: 'never', second: 'always' };

it('the same verdicts decided otherwise are the aggregator’s, its setting’s, or the rules’ doing', () => {
  expect(reasonsOf(decided(), overruled, none)).toEqual([['aggregator']]);
  expect(reasonsOf(decided(), overruled, { ...none, settings: [aggregate] })).toEqual([
    ['aggregate'],
  ]);
  expect(reasonsOf(decided(), { ...overruled, sources: {} }, none)).toEqual([['rules']]);
  expect(reasonsOf(decided(), decided(), none)).toEqual([]);
});
