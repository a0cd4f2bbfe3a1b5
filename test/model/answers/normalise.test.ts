import { type AgentOutputItem, type ModelResponse, Usage } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../src/model/answers/normalise.ts';
import { ModelFault } from '../../../src/model/fault.ts';

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

  it('with a whole call is taken as it is', () => {
    for (const providerData of limits)
      expect(callsOf(responseOf([call('{"verdicts":[]}')], providerData))).toMatchObject([
        { callId: expect.stringMatching(/^call_\d+$/), arguments: '{"verdicts":[]}' },
      ]);
  });

  it('with a whole entry is taken so far', () => {
    const cut = '{"verdicts":[{"ticket":"q1"},{"tick';
    for (const providerData of limits)
      expect(callsOf(responseOf([call(cut)], providerData))).toMatchObject([
        {
          callId: expect.stringMatching(/^cut_off_\d+$/),
          arguments: '{"verdicts":[{"ticket":"q1"}]}',
        },
      ]);
  });

  it('is told from one that only happens to be broken', () => {
    expect(callsOf(responseOf([call('{"verdicts":')], finished('tool_calls')))).toHaveLength(1);
  });
});

describe('arguments that are cut off', () => {
  it('are closed behind the last whole entry, and marked by their id', () => {
    const [kept] = callsOf(responseOf([call('{"verdicts":[{"ticket":"q1"},{"ticket":"q2"')]));
    expect(kept?.callId).toMatch(/^cut_off_\d+$/);
    expect(kept?.arguments).toBe('{"verdicts":[{"ticket":"q1"}]}');
  });

  it('are left as they are, and unmarked, where no entry is whole', () => {
    const text = '{"verdicts":[{"ticket":"q1"';
    const [kept] = callsOf(responseOf([call(text)]));
    expect(kept?.callId).toMatch(/^call_\d+$/);
    expect(kept?.arguments).toBe(text);
  });

  it('have no bearing on other calls of the same answer', () => {
    const ids = callsOf(
      responseOf([call('{"verdicts":[{}]}'), call('{"verdicts":[{},{'), call('{}')]),
    ).map(({ callId }) => callId.replace(/\d+$/, ''));
    expect(ids).toEqual(['call_', 'cut_off_', 'call_']);
  });
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

  it('get ids of ours, each once, whatever ids came', () => {
    const twice = [call('{}', ''), call('{}', 'same'), call('{}', 'same')];
    const ids = [...callsOf(responseOf(twice)), ...callsOf(responseOf(twice))].map(
      ({ callId }) => callId,
    );
    expect(new Set(ids).size).toBe(6);
    for (const id of ids) expect(id).toMatch(/^call_\d+$/);
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

it('leaves usage and ids of the response as they were', () => {
  const response = { ...responseOf([said('no')]), responseId: 'r1' };
  expect(normalise(response)).toMatchObject({ usage: response.usage, responseId: 'r1' });
});
