import { expect, it } from 'vitest';
import type { Cause } from '../../src/cases/causes/find-causes.ts';
import { isExceeded, readFailOn } from '../../src/cases/fail-on.ts';
import { diagnoseCase } from '../../src/diagnosis/diagnose-case.ts';
import { caseOf, no, yes } from '../support/cases.ts';

const { findings } = diagnoseCase(caseOf([yes('manners'), yes('waiting'), no('website')]));

it.each([
  ['false_yes>2%', true],
  ['FALSE_YES > 24.9 %', true],
  ['false_yes>25%', false],
  ['false_yes>0', true],
  ['false_yes>1', false],
  ['any>0', true],
  ['timeout>0', false],
])('%s of one wrong ticket among four: %s', (limit, exceeded) => {
  expect(isExceeded(readFailOn(limit), { findings, causes: [] }, 4).exceeded).toBe(exceeded);
});

it.each([
  ['drift>0', true],
  ['drift>2%', true],
  ['drift>10%', false],
  ['position_bias>0', false],
])('%s of a drift that spoils 12 of 300 tickets: %s', (limit, exceeded) => {
  const drift: Cause = {
    agent: 'judge:waiting',
    cause: 'drift',
    about: 'the answers since row 201',
    measure: 'labels',
    since: 201,
    chance: 0.001,
    apart: { wrong: 12, of: 100 },
    others: { wrong: 1, of: 200 },
  };
  const found = { findings: [], causes: [drift] };
  expect(isExceeded(readFailOn(limit), found, 300).exceeded).toBe(exceeded);
});

it('does not count what was made good', () => {
  const passed = findings.map((finding) => ({ ...finding, absorbed: true }));
  expect(isExceeded(readFailOn('any>0'), { findings: passed, causes: [] }, 4)).toEqual({
    tickets: 0,
    exceeded: false,
  });
});

it.each([
  ['fals_yes>2%', 'did you mean "false_yes"?'],
  ['false_yes', 'takes MODE>N'],
  ['false_yes>-1', 'takes MODE>N'],
  ['false_yes>2%%', 'takes MODE>N'],
])('refuses %s and says what it takes', (limit, message) => {
  expect(() => readFailOn(limit)).toThrow(message);
});
