import { describe, expect, it } from 'vitest';
import { mendCompletion } from '../../../src/model/answers/mend-completion.ts';
import { isObject, valuesIn } from '../../../src/model/answers/text/json-in-text.ts';
import { chatCompletion, responsesObject } from '../../support/chat-shapes.ts';

/** Whatever may stand in a ticket, and be quoted. */
const verdicts = ['I waited "two" weeks {[,', 'C:\\temp\\u00e4, 遅い 🐌', 'late\n]}]}'].map(
  (quote, index) => ({
    ticket: `q${index + 1}`,
    verdict: 'yes',
    confidence: 0.85,
    quote,
    rationale: 'it says so',
  }),
);
const whole = JSON.stringify({ verdicts });
const callOf = (args: string) => ({ id: 'call_1', name: 'submit_verdicts', arguments: args });

function completionOf(args = whole, text: string | null = null): object {
  return chatCompletion({ text, calls: [callOf(args)], finish: 'tool_calls' }, 'mock', 1, 100, 0.2);
}

/** As Python writes it: everything but ASCII escaped. */
function escaped(text: string): string {
  return text.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const bodies: [name: string, body: string][] = [
  ['as it comes', JSON.stringify(completionOf())],
  [
    'with line breaks',
    JSON.stringify(completionOf(JSON.stringify({ verdicts }, null, 2)), null, 2),
  ],
  ['with escapes', escaped(JSON.stringify(completionOf()))],
  ['with escapes in its arguments', JSON.stringify(completionOf(escaped(whole)))],
  ['with text beside the call', JSON.stringify(completionOf(whole, 'They say {"verdicts":[{}'))],
];

/** What arrives of a body that breaks off, at every byte; half a letter becomes U+FFFD. */
function cutsOf(body: string): string[] {
  const bytes = Buffer.from(body);
  const cuts = Array.from({ length: bytes.length }, (_, end) => bytes.toString('utf8', 0, end));
  return [...new Set(cuts)];
}

/** The verdicts of a body that was mended, and all else in it; undefined where it could not be. */
function mended(cut: string) {
  const completion = mendCompletion(cut) as
    | { choices: [{ message: { tool_calls: [{ function: { arguments: string } }] } }] }
    | undefined;
  if (completion === undefined) return undefined;
  const { arguments: args } = completion.choices[0].message.tool_calls[0].function;
  return {
    completion,
    verdicts: valuesIn(args).flatMap(
      (value) => (isObject(value) && value.verdicts) || value,
    ) as unknown[],
  };
}

describe.each(bodies)('a completion of three verdicts, %s, that breaks off anywhere', (_, body) => {
  it('is nothing, or holds the verdicts that came through whole', () => {
    for (const cut of cutsOf(body)) {
      const result = mended(cut);
      if (result === undefined) continue;
      expect(result.verdicts.length).toBeGreaterThan(0);
      expect(result.verdicts).toEqual(verdicts.slice(0, result.verdicts.length));
    }
  });

  it('keeps more the later that is, and all of them in the end', () => {
    const counts = cutsOf(body).map((cut) => mended(cut)?.verdicts.length);
    const kept = counts.filter((count) => count !== undefined);
    expect(kept).toEqual([...kept].sort());
    expect(new Set(kept)).toEqual(new Set([1, 2, 3]));
    expect(counts.at(-1)).toBe(3);
  });

  it('is mended as one that was cut off, of which nothing else is known', () => {
    const cut = body.slice(0, body.lastIndexOf('q3'));
    expect(mended(cut)?.completion).toEqual({
      choices: [
        {
          finish_reason: 'length',
          message: {
            tool_calls: [
              {
                id: 'call_1',
                type: 'function',
                function: { name: 'submit_verdicts', arguments: expect.any(String) },
              },
            ],
          },
        },
      ],
    });
  });
});

describe('no answer is made of', () => {
  const saying = (text: string) =>
    chatCompletion({ text, calls: [], finish: 'stop' }, 'mock', 1, 100);
  const responses = responsesObject(
    { text: null, calls: [callOf(whole)], finish: 'tool_calls' },
    'mock',
    1,
    100,
  );

  it.each([
    ['half a text', saying('nothing of the kind is said')],
    ['half a text that looks like one', saying(JSON.stringify(completionOf()))],
    ['half a text that is JSON', saying(whole)],
    ['a call without entries', completionOf('{"verdicts":[')],
    ['a call whose first entry is cut off', completionOf('{"verdicts":[{"ticket":"q1"')],
    ['an error', { error: { message: 'overloaded', code: 503 } }],
    ['an answer of another shape', responses],
  ])('%s, wherever it breaks off', (_, completion) => {
    for (const cut of cutsOf(JSON.stringify(completion)))
      expect(mendCompletion(cut)).toBeUndefined();
  });

  it('a body that is broken in its middle', () => {
    const body = JSON.stringify(completionOf()).replace('"choices":', '"choices"');
    expect(mendCompletion(body)).toBeUndefined();
  });

  it('more than one call, of which nobody can tell what they hold', () => {
    const calls = [callOf(whole), { ...callOf(whole), id: 'call_2' }];
    const body = JSON.stringify(
      chatCompletion({ text: null, calls, finish: 'tool_calls' }, 'mock', 1, 100),
    );
    const cut = body.slice(0, body.lastIndexOf('q3'));
    expect(mendCompletion(cut)).toBeUndefined();
  });
});
