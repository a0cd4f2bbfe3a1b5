import { expect, it } from 'vitest';
import { checkFailUnder, readFailUnder } from '../../src/evaluation/fail-under.ts';

it.each([
  ['macro_f1=0.8', 'macro_f1', 0.8],
  [' waiting_time = 75% ', 'waiting_time', 0.75],
  ['completion=1', 'completion', 1],
])('%s is read', (text, name, least) => {
  expect(readFailUnder(text)).toMatchObject({ name, least });
});

it.each(['macro_f1', 'macro_f1=', 'macro_f1=1.5', 'macro_f1=80', '=0.5', 'macro_f1>0.5'])(
  '%s is refused with an example',
  (text) => {
    expect(() => readFailUnder(text)).toThrow(/as in macro_f1=0.8/);
  },
);

it('a name that is neither a measure nor a theme is refused with the nearest', () => {
  const check = (name: string) =>
    checkFailUnder([{ text: name, name, least: 0.5 }], ['late_flight']);
  expect(() => check('late_flight')).not.toThrow();
  expect(() => check('macrof1')).toThrow(/did you mean "macro_f1"/);
  expect(() => check('late_fligth')).toThrow(/did you mean "late_flight"/);
});
