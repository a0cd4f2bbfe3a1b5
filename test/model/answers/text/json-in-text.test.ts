import { expect, it } from 'vitest';
import { repeatsKey, valuesIn } from '../../../../src/model/answers/text/json-in-text.ts';

it.each([
  '{"verdict":"no","verdict":"yes"}',
  '{"list":[{"a":1,"b":{},"a":1}]}',
  '{"a" : 1, "\\u0061" : 2}',
])('an object that says something twice under one key is found: %s', (text) => {
  expect(repeatsKey(text)).toBe(true);
});

it.each([
  '[{"a":1},{"a":2}]',
  '{"a":{"a":{"b":"a"}},"b":["a","a"]}',
  '{"text":"{\\"a\\":1,\\"a\\":2}","a":1}',
  'no "a": at all, "a": twice',
])('objects that share a key say nothing twice: %s', (text) => {
  expect(repeatsKey(text)).toBe(false);
});

it.each(['<|im_end|>', '</think>', '<think>', '```', '</s>'])(
  'a token that is quoted in an object ends nothing: %s',
  (token) => {
    const said = { verdicts: [{ quote: token }, { quote: 'after it' }] };
    expect(valuesIn(`Here you are: ${JSON.stringify(said)}`)).toEqual([said]);
  },
);
