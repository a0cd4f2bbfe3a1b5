import { expect, it } from 'vitest';
import { diagnoseCase } from '../../src/diagnosis/diagnose-case.ts';
import { isExceeded, readFailOn } from '../../src/diagnosis/fail-on.ts';
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
  expect(isExceeded(readFailOn(limit), findings, 4).exceeded).toBe(exceeded);
});

it('does not count what was made good', () => {
  const passed = findings.map((finding) => ({ ...finding, absorbed: true }));
  expect(isExceeded(readFailOn('any>0'), passed, 4)).toEqual({ tickets: 0, exceeded: false });
});

it.each([
  ['fals_yes>2%', 'did you mean "false_yes"?'],
  ['false_yes', 'takes MODE>N'],
  ['false_yes>-1', 'takes MODE>N'],
  ['false_yes>2%%', 'takes MODE>N'],
])('refuses %s and says what it takes', (limit, message) => {
  expect(() => readFailOn(limit)).toThrow(message);
});
