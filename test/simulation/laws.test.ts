import { expect, it } from 'vitest';
import type { History, Moment, Result } from './history.ts';
import { breaches } from './laws.ts';

const at = (time: number) => ({ at: time, process: 'p1' });
const asked = (time: number, ...questions: string[]): Moment => ({
  ...at(time),
  kind: 'asked',
  questions,
  fault: 'none',
});
const settled = (time: number, ...questions: string[]): Moment => ({
  ...at(time),
  kind: 'settled',
  questions,
});
const command = (mostCalls?: number): Moment => ({
  ...at(0),
  kind: 'command',
  mostCalls,
  isFresh: false,
});
const result = (id: string, more: Partial<Result> = {}): Result => ({
  id,
  status: 'decided',
  verdicts: { late: 'yes' },
  truth: { late: 'yes' },
  ...more,
});
const ended = (results: Result[] | undefined, more: object = {}): Moment => ({
  ...at(99),
  kind: 'ended',
  status: 'finished',
  because: null,
  rows: 2,
  results,
  ...more,
});
const sound: History = [
  command(4),
  ...[asked(1, 'a', 'b'), asked(2, 'c'), settled(3, 'a'), asked(4, 'b'), settled(5, 'b', 'c')],
  ended([result('T1'), result('T2', { status: 'failed', verdicts: {} })]),
];

it('a sound history breaks no law', () => expect(breaches(sound)).toEqual([]));

it.each<[string, string, History]>([
  ['what was settled is asked again', 'settledIsNeverRepeated', [...sound, asked(6, 'x', 'a')]],
  ['a row is missing', 'everyRowIsDecided', [ended([result('T1')])]],
  ['a row comes twice', 'everyRowIsDecided', [ended([result('T1'), result('T1')])]],
  [
    'a row is not decided',
    'everyRowIsDecided',
    [ended([result('T1'), result('T2', { status: '' })])],
  ],
  ['no results are written', 'everyRowIsDecided', [ended(undefined)]],
  [
    'it stops and does not say why',
    'everyRowIsDecided',
    [ended(undefined, { status: 'interrupted' })],
  ],
  ['a call too many', 'budgetIsNeverPassed', [command(1), asked(1, 'a'), asked(2, 'b')]],
  [
    'a verdict is turned round',
    'noVerdictIsTurned',
    [ended([result('T1'), result('T2', { verdicts: { late: 'no' } })])],
  ],
  ['a process crashes', 'nothingCrashes', [{ ...at(1), kind: 'crashed', error: 'TypeError' }]],
])('it is found that %s', (_, law, history) => {
  expect(breaches(history)).toEqual([expect.stringMatching(new RegExp(`^${law}: `))]);
});
