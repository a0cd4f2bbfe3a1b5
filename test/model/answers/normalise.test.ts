import { type AgentOutputItem, type ModelResponse, Usage } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../src/model/answers/normalise.ts';
import { ModelFault } from '../../../src/model/faults/fault.ts';

type Call = Extract<AgentOutputItem, { type: 'function_call' }>;

function responseOf(output: AgentOutputItem[], providerData?: Record<string, unknown>) {
  return { usage: new Usage({ requests: 1 }), output, providerData } satisfies ModelResponse;
}

function said(text: string): AgentOutputItem {
  return {
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text }],
  };
}

function call(args: string, callId = 'c1'): Call {
  return {
    type: 'function_call',
    callId,
    name: 'submit_verdicts',
    arguments: args,
    status: 'completed',
  };
}

const finished = (finish_reason: string) => ({ choices: [{ finish_reason }] });
const reasoning: AgentOutputItem = {
  type: 'reasoning',
  content: [],
  rawContent: [{ type: 'reasoning_text', text: 'Hm.' }],
};

function faultOf(response: ModelResponse): ModelFault {
  try {
    normalise(response);
  } catch (error) {
    if (error instanceof ModelFault) return error;
    throw error;
  }
  throw new Error('no fault');
}

function textOf(response: ModelResponse): string {
  const [item] = normalise(response).output;
  const part = item?.type === 'message' ? item.content[0] : undefined;
  return typeof part === 'object' && part.type === 'output_text' ? part.text : '';
}

function callsOf(response: ModelResponse): Call[] {
  return normalise(response).output.filter((item) => item.type === 'function_call');
}

describe('an answer that says nothing', () => {
  it.each([
    ['no items', []],
    ['empty text', [said('')]],
    ['white space', [said(' \n ')]],
    ['reasoning in tags', [said('<think>Yes or no?</think>\n')]],
    ['reasoning that never ends', [said('<think>Yes')]],
    ['reasoning as an item of its own', [reasoning]],
  ])('%s: is empty_answer', (_, output) => {
    expect(faultOf(responseOf(output, finished('stop'))).failure).toBe('empty_answer');
  });
});

describe('reasoning', () => {
  it('is taken out of the text', () => {
    expect(textOf(responseOf([reasoning, said('<think>Yes?</think>\nno')]))).toBe('no');
    expect(normalise(responseOf([reasoning, said('no')])).output).toHaveLength(1);
  });

  it('is not looked for inside the strings of an answer that is one JSON object', () => {
    const json = '{"verdicts":[{"quote":"a < think> b","rationale":"</analysis> <|im_end|> ```"}]}';
    expect(textOf(responseOf([said(json)]))).toBe(json);
    expect(textOf(responseOf([said(`<think>{}</think>{"a":1}`)]))).toBe('{"a":1}');
  });
});

it('reports a refusal in the words of the model', () => {
  const refusal: AgentOutputItem = {
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'refusal', refusal: "I can't help with that." }],
  };
  expect(faultOf(responseOf([refusal]))).toMatchObject({
    failure: 'refusal',
    message: "I can't help with that.",
  });
});

describe('an answer at the token limit', () => {
  const limits = [finished('length'), { status: 'incomplete' }];

  it.each([
    ['half of the arguments', call('{"verdicts":[{"ticket":"q1"')],
    ['arguments of which nothing came', call('')],
    ['half of a text', said('{"verdicts":[')],
    ['a thought', said('<think>Yes')],
  ])('with %s is truncated_answer', (_, item) => {
    for (const providerData of limits)
      expect(faultOf(responseOf([item], providerData)).failure).toBe('truncated_answer');
  });

  it.each(['{"verdicts":[]}', '{"verdicts":[{"ticket":"q1"},{"tick'])(
    'with a whole call or entry is taken so far: %s',
    (text) => {
      for (const providerData of limits)
        expect(callsOf(responseOf([call(text)], providerData))).toMatchObject([
          { callId: 'c1', arguments: text },
        ]);
    },
  );

  it('is told from one that only happens to be broken', () => {
    expect(callsOf(responseOf([call('{"verdicts":')], finished('tool_calls')))).toHaveLength(1);
  });
});

it('marks calls whose arguments are cut off', () => {
  const cut = ['{"verdicts":[{}]}', '{"verdicts":[{},{', '{}'].map((text) => call(text));
  const marks = callsOf(responseOf(cut)).map(({ status }) => status);
  expect(marks).toEqual(['completed', 'incomplete', 'completed']);
});

describe('calls', () => {
  it('keep arguments that are text, letter by letter', () => {
    const text = '{"verdicts": [{"quote": "<think>a</think> ```b```"}]}';
    expect(callsOf(responseOf([call(text)]))[0]?.arguments).toBe(text);
  });

  it.each([
    ['too deep', `{"verdicts":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['too long', `{"verdicts":[${'{},'.repeat(400_000)}{}]}`],
  ])('keep the beginning of arguments that are %s', (_, text) => {
    expect(callsOf(responseOf([call(text)]))[0]?.arguments).toBe(text.slice(0, 80));
  });

  it('keep the ids that they came with, and get one of ours where none came or it is taken', () => {
    const input = [{ ...call('{}', 'early'), arguments: '{}' }];
    const came = ['', 'Ab3dE6gH9', 'same', 'same', 'early'].map((id) => call('{}', id));
    const { output } = normalise(responseOf(came), input);
    const ids = output.map((item) => 'callId' in item && String(item.callId));
    const ours = expect.stringMatching(/^c[0-9a-z]{8}$/);
    expect(ids).toEqual([ours, 'Ab3dE6gH9', 'same', ours, ours]);
    expect(new Set(ids).size).toBe(5);
  });

  it('stay beside the text that came with them', () => {
    const { output } = normalise(responseOf([said('Let me see.'), call('{}')]));
    expect(output.map(({ type }) => type)).toEqual(['message', 'function_call']);
  });
});

describe('a success that holds an error', () => {
  it.each([
    [{ error: { message: 'Provider returned error', code: 502 } }, 'server_error'],
    [{ error: { message: 'Rate limited', code: 429 } }, 'rate_limit'],
    [{ error: { message: 'Slow down', code: '429' } }, 'rate_limit'],
    [{ error: { message: 'No credits', code: 402 } }, 'quota_exhausted'],
    [{ error: { message: 'no', code: 'insufficient_quota' } }, 'quota_exhausted'],
    [{ error: { code: 400, message: 'context length exceeded' } }, 'context_overflow'],
    [{ error: {} }, 'server_error'],
    [{ error: { message: 'x', code: null }, choices: [] }, 'server_error'],
  ])('%j is %s', (body, failure) => {
    expect(faultOf(responseOf([], body)).failure).toBe(failure);
  });

  it('is not seen in the null of a Responses answer', () => {
    const { output } = normalise(responseOf([said('no')], { error: null, status: 'completed' }));
    expect(output).toHaveLength(1);
  });
});

it('takes no answer of far too many calls, which would be compared each with each', () => {
  const calls = (count: number) => Array.from({ length: count }, (_, at) => call('{}', `c${at}`));
  expect(normalise(responseOf(calls(256))).output).toHaveLength(256);
  expect(faultOf(responseOf(calls(257)))).toMatchObject({
    failure: 'bad_arguments',
    message: 'the answer has 257 tool calls',
  });
});

it('leaves usage and ids of the response as they were', () => {
  const response = { ...responseOf([said('no')]), responseId: 'r1' };
  expect(normalise(response)).toMatchObject({ usage: response.usage, responseId: 'r1' });
});
