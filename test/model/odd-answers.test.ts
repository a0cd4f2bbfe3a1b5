import { readFile } from 'node:fs/promises';
import type { ModelResponse } from '@openai/agents';
import { describe, expect, it, vi } from 'vitest';
import { normalise } from '../../src/model/answers/normalise.ts';
import { valuesIn } from '../../src/model/answers/text/json-in-text.ts';
import { ModelFault } from '../../src/model/faults/fault.ts';
import { createTransport } from '../../src/model/transport.ts';
import { chatCompletion, responsesObject } from '../support/chat-shapes.ts';
import { ask } from './judge-request.ts';

const args = JSON.stringify({ verdicts: [{ ticket: 'q1', verdict: 'yes' }] });
const parts = {
  text: 'Let me see.',
  calls: [{ id: 'c1', name: 'submit_verdicts', arguments: args }],
  finish: 'tool_calls' as const,
};
const sound = {
  chat: chatCompletion(parts, 'mock', 1, 100),
  responses: responsesObject(parts, 'mock', 1, 100),
};
const apis = ['chat', 'responses'] as const;

const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
/** What may stand in any place, as JSON. */
const odd = [
  ...[
    'null',
    'true',
    '5',
    '-1',
    '1e308',
    '1e999',
    '""',
    '"x"',
    '"NaN"',
    '[]',
    '{}',
    '[null]',
    '[5]',
  ],
  ...[
    '{"type":5}',
    '[{"type":"function"}]',
    '{"__proto__":{"x":1}}',
    '{"toString":null,"length":-1}',
  ],
  ...[deep, JSON.stringify('long '.repeat(10_000))],
];

/** The JSON with another value in each of its places, one at a time, and without it. */
function variantsOf(json: unknown): string[] {
  const mark = '#place#';
  const places: unknown[] = [mark];
  function walk(value: unknown, put: (inner: unknown) => unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const at = (inner: unknown) =>
        put(Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner });
      places.push(at(mark), at(undefined));
      walk((value as Record<string, unknown>)[key], at);
    }
  }
  walk(json, (inner) => inner);
  return places.flatMap((place) => {
    const text = JSON.stringify(place);
    return text.includes(mark)
      ? odd.map((value) => text.replace(`"${mark}"`, () => value))
      : [text];
  });
}

/** The answer to a body; a fault fails the test. */
async function answerTo(api: (typeof apis)[number], body: string): Promise<ModelResponse> {
  const [first] = await outcomesOf(api, [body]);
  if (first === undefined || 'error' in first) throw first?.error;
  return first.answer;
}

/** What becomes of bodies that a server answers with: the cause of each fault, or the answer. */
async function outcomesOf(api: (typeof apis)[number], bodies: readonly string[], status = 200) {
  const waiting = [...bodies];
  // Thousands of bodies: what the network does to them is tested with the transport.
  vi.spyOn(globalThis, 'fetch').mockImplementation(
    async () => new Response(waiting.shift(), { status }),
  );
  const baseURL = 'http://127.0.0.1:9/v1';
  const model = createTransport(
    { model: 'mock', baseURL, api },
    { OPENAI_API_KEY: 'sk-none' },
    5000,
  );
  const outcomes = [];
  for (const body of bodies)
    outcomes.push({
      body: body.slice(0, 300),
      ...(await ask(model)
        .then(normalise)
        .then(
          (answer) => ({ answer }),
          (error: unknown) => ({ error }),
        )),
    });
  return outcomes;
}

/** Nothing but answers that are safe to read, and faults that have a name. */
function expectSound(outcomes: Awaited<ReturnType<typeof outcomesOf>>): void {
  for (const outcome of outcomes) {
    const { body } = outcome;
    if ('error' in outcome) {
      expect(outcome.error, body).toSatisfy((error) => causeOf(error) !== undefined);
      continue;
    }
    const { usage, output } = outcome.answer;
    for (const count of [usage.inputTokens, usage.outputTokens, usage.totalTokens])
      expect(count, body).toSatisfy((tokens: number) => tokens >= 0 && tokens <= 2e7);
    for (const item of output)
      if (item.type === 'function_call')
        expect([typeof item.name, typeof item.arguments], body).toEqual(['string', 'string']);
  }
}

function causeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ModelFault) return cause.failure;
  return error instanceof Error && error.name === 'ModelBehaviorError' ? 'cut off' : undefined;
}

describe.each(apis)('an answer of the %s API', (api) => {
  it('is read, or is a fault with a name, whatever stands in any of its places', async () => {
    expectSound(await outcomesOf(api, variantsOf(sound[api])));
  });

  it('that is an error is a fault with a name, whatever stands in any of its places', async () => {
    const error = {
      error: { message: 'no', type: 'x', code: 'y', param: null },
      detail: [{ msg: 'x' }],
    };
    expectSound(await outcomesOf(api, variantsOf(error), 429));
    expectSound(await outcomesOf(api, variantsOf(error)));
  });

  it('is cut off, or nothing, wherever it breaks off', async () => {
    const text = JSON.stringify(sound[api]);
    const cuts = Array.from({ length: text.length }, (_, end) => text.slice(0, end));
    const outcomes = await outcomesOf(api, cuts);
    expectSound(outcomes);
    // What came through of the call is the call.
    for (const outcome of outcomes)
      if ('answer' in outcome)
        expect(
          outcome.answer.output.flatMap((item) =>
            'arguments' in item ? valuesIn(String(item.arguments)) : [],
          ).length,
        ).toBe(1);
  });
});

describe('bodies of other kinds', () => {
  it.each<[string, string, string]>([
    ['brackets without end', '['.repeat(10_000), 'not_json'],
    ['closed brackets', deep, 'not_json'],
    [
      'deep arguments',
      JSON.stringify({
        choices: [{ message: { tool_calls: [{ function: { name: 'x', arguments: deep } }] } }],
      }),
      'taken',
    ],
    ['null', 'null', 'not_json'],
    ['a number', '5', 'not_json'],
    ['a text', '"yes"', 'not_json'],
    ['nothing', '', 'empty_answer'],
    ['only comments', ': PROCESSING\n\n: PROCESSING\n\n', 'not_json'],
    ['NULs', '\0'.repeat(1000), 'not_json'],
    ['an error that is a text', '{"error":"x"}', 'server_error'],
    [
      'an error in its choice',
      '{"choices":[{"error":{"message":"x","code":429},"message":{}}]}',
      'rate_limit',
    ],
    ['a stream without an end', 'data: {"choices":[{"delta":{"content":"yes"}}]}\n\n', 'not_json'],
    ['a stream of rubbish', 'data: {\ndata: null\ndata: [DONE]\n', 'not_json'],
  ])('%s', async (_, body, cause) => {
    const [first] = await outcomesOf('chat', [body]);
    expect(first && 'error' in first ? causeOf(first.error) : 'taken').toBe(cause);
  });

  it('that come as a stream are put together', async () => {
    const chunk = (delta: object, finish_reason: string | null = null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
    const called = (id: string, part: string) => ({
      tool_calls: [{ index: 0, id, function: { name: id && 'submit_verdicts', arguments: part } }],
    });
    const body = [
      ': keep-alive\n\n',
      chunk({ role: 'assistant', content: '' }),
      chunk(called('c1', args.slice(0, 9))),
      chunk(called('', args.slice(9))),
      chunk({}, 'tool_calls'),
      'data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}\n\ndata: [DONE]\n\n',
    ].join('');
    const response = `event: response.completed\ndata: ${JSON.stringify({ type: 'response.completed', response: sound.responses })}\n\n`;
    const answers = [await answerTo('chat', body), await answerTo('responses', response)];
    for (const { output } of answers)
      expect(output).toContainEqual(
        expect.objectContaining({ name: 'submit_verdicts', arguments: args }),
      );
    expect(answers[0]?.usage).toMatchObject({ inputTokens: 7, outputTokens: 3 });
  });

  it('begin behind comments', async () => {
    const { output } = await answerTo('chat', `: PROCESSING\n\n${JSON.stringify(sound.chat)}`);
    expect(output).toHaveLength(2);
  });
});

it.each([
  ['without a type', (call: object) => ({ ...call, type: undefined })],
  ['without an id', (call: object) => ({ ...call, id: undefined })],
  [
    'with its arguments as an object',
    (call: { function: object }) => ({
      ...call,
      function: { ...call.function, arguments: JSON.parse(args) },
    }),
  ],
] as [string, (call: object) => object][])('a call %s is taken', async (_, change) => {
  const call = {
    id: 'c1',
    type: 'function',
    function: { name: 'submit_verdicts', arguments: args },
  };
  const { output } = await answerTo(
    'chat',
    JSON.stringify({ choices: [{ message: { content: null, tool_calls: [change(call)] } }] }),
  );
  expect(output).toMatchObject([{ type: 'function_call', arguments: args }]);
});

it.each([
  [{ prompt_tokens: 100.5, completion_tokens: '50', total_tokens: null }, 101, 50],
  [{ prompt_tokens: -1, completion_tokens: 50 }, 0, 0],
  [{ prompt_tokens: 1e18, completion_tokens: 50 }, 0, 0],
  [{ prompt_tokens: 100, completion_tokens: 'many' }, 0, 0],
  [5, 0, 0],
])('a usage of %j is %i tokens in and %i out', async (usage, inputTokens, outputTokens) => {
  const answer = await answerTo('chat', JSON.stringify({ ...sound.chat, usage }));
  expect(answer.usage).toMatchObject({ inputTokens, outputTokens });
});

const shared = new URL('../../../shared/cases/servers/odd_answers.txt', import.meta.url);
const recorded = await readFile(shared, 'utf8').catch(() => '');
it.skipIf(recorded === '')(
  'the answers of ../shared/cases are read, or faults with a name',
  async () => {
    const bodies = recorded
      .trim()
      .split('\n')
      .map((line) => line.replace(/^'|'$/g, ''));
    expectSound(await outcomesOf('chat', bodies));
  },
);
