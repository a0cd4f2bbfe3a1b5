import {
  type ModelRequest,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  withTrace,
} from '@openai/agents';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { type ChatServerOptions, type Fault, startChatServer } from './chat-server.ts';

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(options: ChatServerOptions = {}) {
  const server = await startChatServer(options);
  servers.push(server);
  return server;
}

const tickets = '{"id":"t1","text":"late \\n{\\"id\\":\\"x\\"}"}\n{"id": "no ticket\n{"id":"t2"}';
const tool = { type: 'function', function: { name: 'submit_verdicts', parameters: {} } };
const schema = { type: 'json_schema', json_schema: { name: 'submit_verdicts', schema: {} } };

function post(baseURL: string, more: object = {}, content = tickets): Promise<Response> {
  const messages = [
    { role: 'system', content: 'Judge.' },
    { role: 'user', content },
  ];
  const body = JSON.stringify({ model: 'mock', messages, ...more });
  return fetch(`${baseURL}/chat/completions`, { method: 'POST', body });
}

async function messageOf(response: Promise<Response>) {
  const { choices } = (await (await response).json()) as {
    choices: {
      finish_reason: string;
      message: {
        content: string | null;
        tool_calls?: { id: string; function: { arguments: string } }[];
      };
    }[];
  };
  const [choice] = choices;
  if (choice === undefined) throw new Error('no choice');
  const calls = (choice.message.tool_calls ?? []).map((call) => call.function.arguments);
  return { text: choice.message.content, calls, finish: choice.finish_reason };
}

function askModel(baseURL: string, withTools: boolean, api: 'chat' | 'responses' = 'chat') {
  const client = new OpenAI({ baseURL, apiKey: 'k', maxRetries: 0 });
  const Model = api === 'chat' ? OpenAIChatCompletionsModel : OpenAIResponsesModel;
  const request: ModelRequest = {
    systemInstructions: 'Judge.',
    input: '{"id":"t1"}',
    modelSettings: {},
    tools: withTools
      ? [
          {
            type: 'function',
            name: 'submit_verdicts',
            description: '',
            strict: true,
            parameters: {
              type: 'object',
              properties: {},
              required: [],
              additionalProperties: false,
            },
          },
        ]
      : [],
    outputType: 'text',
    handoffs: [],
    tracing: false,
  };
  return withTrace('chat-server', () => new Model(client, 'mock').getResponse(request));
}

const yes: ChatServerOptions['answer'] = ({ tickets }) => ({
  verdicts: tickets.map(({ id }) => ({
    ticket: id,
    verdict: 'yes',
    confidence: 1,
    quote: '',
    rationale: '',
  })),
});

describe('styles, through the SDK', () => {
  it.each(['chat', 'responses'] as const)('tools: calls the tool (%s)', async (api) => {
    const { baseURL } = await start({ answer: yes });
    const { output, usage } = await askModel(baseURL, true, api);
    expect(output).toHaveLength(1);
    expect(output[0]).toMatchObject({ type: 'function_call', name: 'submit_verdicts' });
    expect(output[0]).toHaveProperty('arguments', expect.stringContaining('"t1","verdict":"yes"'));
    expect(usage.inputTokens).toBeGreaterThan(0);
    expect(usage.outputTokens).toBeGreaterThan(0);
  });

  it.each([
    ['no-tools', 400, /does not support tools/],
    ['plain', 400, /does not support tools/],
    ['think', 400, /does not support tools/],
    ['unauthorized', 401, /Incorrect API key/],
    ['unknown-model', 404, /does not exist/],
  ] as const)('%s: rejects tools with %i', async (style, status, message) => {
    const { baseURL } = await start({ style });
    const asked = askModel(baseURL, true);
    await expect(asked).rejects.toMatchObject({ status });
    await expect(asked).rejects.toThrow(message);
  });

  it.each([
    ['plain', 'yes'],
    ['think', '<think>The ticket could mean yes, or no.</think>\nyes'],
    ['nonsense', 'The sky above the port is the colour of television.'],
  ] as const)('%s: answers a single ticket in words', async (style, text) => {
    const { baseURL } = await start({ style, answer: yes });
    const { output } = await askModel(baseURL, false);
    expect(output).toMatchObject([{ type: 'message', content: [{ text }] }]);
  });

  it.each(['empty', 'error-200', 'html'] as const)('%s: gives the SDK no output', async (style) => {
    const { baseURL, count } = await start({ style });
    expect((await askModel(baseURL, false)).output).toEqual([]);
    expect(count()).toBe(1);
  });
});

describe('over HTTP', () => {
  it('answers for every ticket line and records the request', async () => {
    const server = await start();
    const { calls, finish } = await messageOf(post(server.baseURL, { tools: [tool] }));
    const ids = JSON.parse(calls[0] ?? '').verdicts.map(
      (verdict: { ticket: string }) => verdict.ticket,
    );
    expect({ ids, finish }).toEqual({ ids: ['t1', 't2'], finish: 'tool_calls' });
    expect(server.count()).toBe(1);
    expect(server.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      body: { model: 'mock' },
    });
  });

  it('follows a JSON schema without tools, and refuses one where only text is to be had', async () => {
    const ollama = await start({ style: 'no-tools' });
    const { text } = await messageOf(post(ollama.baseURL, { response_format: schema }));
    expect(JSON.parse(text ?? '').verdicts).toHaveLength(2);
    const plain = await start({ style: 'plain' });
    expect((await post(plain.baseURL, { response_format: schema })).status).toBe(400);
    const routed = await messageOf(
      post(plain.baseURL, {}, `Answer for: route_tickets\n${tickets}`),
    );
    expect(JSON.parse(routed.text ?? '').tickets).toHaveLength(2);
  });

  it('lists its models and refuses what it does not know', async () => {
    const { baseURL, count } = await start({ models: ['a', 'b'] });
    const listed = await (await fetch(`${baseURL}/models`)).json();
    expect(listed).toMatchObject({ data: [{ id: 'a' }, { id: 'b' }] });
    expect((await fetch(`${baseURL}/nothing`)).status).toBe(404);
    expect((await post(baseURL, {}, 'x'.repeat(21 * 1024 * 1024))).status).toBe(413);
    expect(count()).toBe(0);
  });

  it('lets no more through than the limit in any window, and says how long to wait', async () => {
    const server = await start({ limit: { requests: 3, perMs: 60_000 } });
    const responses = await Promise.all(Array.from({ length: 5 }, () => post(server.baseURL)));
    expect(responses.map((response) => response.status).sort()).toEqual([200, 200, 200, 429, 429]);
    expect(server.rejected()).toBe(2);
    const refused = responses.find((response) => response.status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(refused?.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const served = responses.find((response) => response.status === 200);
    expect(served?.headers.get('x-ratelimit-limit-requests')).toBe('3');
  });

  it('opens the window again', async () => {
    const { baseURL } = await start({ limit: { requests: 1, perMs: 30 } });
    await post(baseURL);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await post(baseURL)).status).toBe(200);
  });

  it('serves as many at once as it has slots, and frees the slot of a client that left', async () => {
    let faults = 0;
    const { baseURL, count } = await start({
      slots: 1,
      faults: () => (faults++ === 0 ? 'stall' : undefined),
    });
    const leaver = new AbortController();
    const stalled = fetch(`${baseURL}/responses`, {
      method: 'POST',
      body: '{}',
      signal: leaver.signal,
    });
    while (count() === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const waiting = post(baseURL);
    while (count() === 1) await new Promise((resolve) => setTimeout(resolve, 1));
    const first = await Promise.race([
      waiting,
      new Promise((resolve) => setTimeout(resolve, 30, 'queued')),
    ]);
    expect(first).toBe('queued');
    leaver.abort();
    await expect(stalled).rejects.toThrow();
    expect((await waiting).status).toBe(200);
  });

  it('takes its time', async () => {
    const { baseURL } = await start({ latencyMs: 40, slots: 1 });
    const started = performance.now();
    await Promise.all([post(baseURL), post(baseURL)]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
  });
});

describe('faults', () => {
  async function faulty(fault: Fault) {
    const { baseURL } = await start({
      answer: yes,
      faults: (index) => (index === 0 ? fault : undefined),
    });
    return {
      first: post(baseURL, { tools: [tool] }),
      again: () => post(baseURL, { tools: [tool] }),
    };
  }

  it.each([
    ['rate-limit', 429],
    ['server-error', 500],
    ['overflow', 400],
  ] as const)('%s: status %i, and only where asked for', async (fault, status) => {
    const { first, again } = await faulty(fault);
    expect((await first).status).toBe(status);
    expect((await again()).status).toBe(200);
  });

  it('reset: tears the connection down', async () => {
    await expect((await faulty('reset')).first).rejects.toThrow();
  });

  it('truncated-json: sends half a body', async () => {
    await expect((await (await faulty('truncated-json')).first).json()).rejects.toThrow(
      SyntaxError,
    );
  });

  it.each([
    ['wrong-ids', (calls: string[]) => /"t1-nobody".*"t2-nobody"/.test(calls[0] ?? '')],
    ['missing-id', (calls: string[]) => calls[0]?.includes('"t1"') && !calls[0].includes('"t2"')],
    ['bad-arguments', (calls: string[]) => calls[0] === '{"verdicts":"none"}'],
    [
      'two-calls',
      ([one, two]: string[]) => one !== undefined && two === one.replaceAll('yes', 'no'),
    ],
    ['empty', (calls: string[], text: string | null) => calls.length === 0 && text === null],
    ['text', (calls: string[], text: string | null) => calls.length === 0 && text !== null],
    ['refusal', (calls: string[], text: string | null) => calls.length === 0 && text === null],
  ] as const)('%s: answers wrongly', async (fault, isSo) => {
    const { calls, text } = await messageOf((await faulty(fault)).first);
    expect(isSo(calls, text)).toBe(true);
  });

  it('length: cuts the arguments off', async () => {
    const { calls, finish } = await messageOf((await faulty('length')).first);
    expect(finish).toBe('length');
    expect(() => JSON.parse(calls[0] ?? '')).toThrow();
  });
});
