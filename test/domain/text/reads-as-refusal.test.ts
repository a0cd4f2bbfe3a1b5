import { expect, it } from 'vitest';
import { readsAsRefusal } from '../../../src/domain/text/reads-as-refusal.ts';

it.each([
  "I'm sorry, but I can't assist with that request.",
  'I’m sorry, but I cannot help with this.',
  "Sorry, I can't help with that.",
  'I am unable to process this content.',
  "I can't help with that.",
  'I must decline to judge these tickets.',
  "As an AI language model, I'm not able to evaluate messages of this kind.",
  'Unfortunately, I cannot comply with this request, as it contains hate speech.',
  'I won’t do that.',
  'Es tut mir leid, aber dabei kann ich nicht helfen.',
  'Lo siento, pero no puedo ayudar con eso.',
  '抱歉，我无法处理这个请求。',
])('reads "%s" as a refusal', (text) => {
  expect(readsAsRefusal(text)).toBe(true);
});

it.each([
  'I think that the theme applies to most of them.',
  "I can't find any evidence that the theme applies.",
  'Sorry for the delay: T-1 is a yes.',
  'No, the customer cannot get help with a refund.',
  'The customer says: "I am sorry, but I can\'t help it."',
  'I cannot see a complaint about the wait in this ticket.',
  '{"verdicts": []}',
  '',
])('does not read "%s" as one', (text) => {
  expect(readsAsRefusal(text)).toBe(false);
});
