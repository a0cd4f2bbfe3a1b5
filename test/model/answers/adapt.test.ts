import { describe, expect, it } from 'vitest';
import { triageSpec } from '../../../agents/triage.ts';
import { docketIds } from '../../../src/agent/docket.ts';
import { adapt, type Footing } from '../../../src/model/answers/adapt.ts';
import { ModelFault } from '../../../src/model/faults/fault.ts';
import { openWindow } from '../../../src/model/window.ts';
import {
  ask,
  callOf,
  createMemory,
  free,
  judgeTexts,
  modelOf,
  requestOf,
  sayYes,
} from '../judge-request.ts';
import {
  callCompletion,
  completionOf,
  sendJson,
  startLittleServer,
  startServer,
} from '../little-server.ts';

const options = { timeoutMs: 5000, pauseMs: 1, tariff: () => free };

function open(
  baseURL: string,
  footings = new Map<string, Footing>(),
  api: 'chat' | 'responses' = 'chat',
) {
  return openWindow({ model: 'mock', baseURL, api }, createMemory(footings), options, {}).model();
}

const texts = ['I waited two weeks.', 'Nobody called back.'];
const [first = '', second = ''] = texts;
const [id] = docketIds([first]);
const verdicts = [{ ticket: id, verdict: 'yes', confidence: 0.9, quote: 'waited', rationale: 'r' }];

describe.each(['chat', 'responses'] as const)('over the %s API', (api) => {
  it.each([
    ['tools', 'tools', 1],
    ['no-tools', 'json_schema', 2],
    ['plain', 'plain', 3],
    ['think', 'plain', 3],
  ] as const)('gets verdicts from a server of style %s on rung %s', async (style, rung, calls) => {
    const server = await startServer({ style, answer: sayYes });
    const footings = new Map<string, Footing>();
    const verdicts = await judgeTexts(open(server.baseURL, footings, api), texts);
    expect(verdicts).toEqual(
      texts.map((text) => ({
        verdict: 'yes',
        confidence: 0.8,
        quote: text.slice(0, 8),
        rationale: 'it says so',
      })),
    );
    expect([...footings.values()]).toEqual([{ rungs: { submit_verdicts: rung }, without: [] }]);
    expect(server.count()).toBe(calls);
  });
});

describe('a server without tools', () => {
  it.each(['plain', 'think'] as const)(
    'gives a %s yes about one ticket, without a quote',
    async (style) => {
      const server = await startServer({ style, answer: sayYes });
      const [verdict] = await judgeTexts(open(server.baseURL), [first]);
      expect(verdict).toMatchObject({ verdict: 'yes', quote: null });
    },
  );

  it('is asked no more than it understands', async () => {
    const server = await startServer({ style: 'plain', answer: sayYes });
    const model = open(server.baseURL);
    await ask(model);
    await ask(model);
    const last = server.requests.at(-1)?.body;
    for (const field of ['tools', 'tool_choice', 'parallel_tool_calls', 'response_format'])
      expect(last?.[field]).toBeUndefined();
    expect(server.count()).toBe(4);
  });
});

describe('the climb', () => {
  it('is paid by one call, however many start at once', async () => {
    const server = await startServer({ style: 'plain', answer: sayYes, latencyMs: 5 });
    const model = open(server.baseURL);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(model)));
    expect(answers.map((answer) => callOf(answer).name)).toEqual(Array(10).fill('submit_verdicts'));
    expect(server.count()).toBe(10 + 2);
  });

  it('is remembered: a new window starts where the last one ended', async () => {
    const server = await startServer({ style: 'plain', answer: sayYes });
    const footings = new Map<string, Footing>();
    await ask(open(server.baseURL, footings));
    const before = server.count();
    await Promise.all([1, 2, 3].map(() => ask(open(server.baseURL, footings))));
    expect(server.count()).toBe(before + 3);
  });

  it('is remembered for that server, API and model only', async () => {
    const server = await startServer({ style: 'no-tools', answer: sayYes });
    const footings = new Map<string, Footing>();
    const endpoint = { model: 'mock', baseURL: server.baseURL, api: 'chat' } as const;
    const window = openWindow(endpoint, createMemory(footings), options, {});
    await ask(window.model());
    await ask(window.model('other'));
    await ask(open(server.baseURL, footings, 'responses'));
    expect(footings.size).toBe(3);
    expect(server.count()).toBe(6);
  });

  it('is taken up by the next call where the first one failed', async () => {
    const server = await startServer({
      style: 'no-tools',
      answer: sayYes,
      faults: (index) => (index === 1 ? 'refusal' : undefined),
      latencyMs: 5,
    });
    const footings = new Map<string, Footing>();
    const model = open(server.baseURL, footings);
    const [failed, ...others] = await Promise.allSettled([1, 2, 3].map(() => ask(model)));
    expect(failed).toMatchObject({ status: 'rejected', reason: { failure: 'refusal' } });
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect([...footings.values()]).toEqual([
      { rungs: { submit_verdicts: 'json_schema' }, without: [] },
    ]);
    expect(server.count()).toBe(2 + 1 + 1);
  });

  it('does not start over a fault that is not about what was asked', async () => {
    const server = await startServer({ style: 'unauthorized' });
    await expect(ask(open(server.baseURL))).rejects.toMatchObject({ failure: 'unauthorized' });
    expect(server.count()).toBe(1);
  });

  it('ends with the last refusal where even plain text is refused', async () => {
    const server = await startLittleServer((response) =>
      sendJson(response, 400, { error: { message: 'no' } }),
    );
    const footings = new Map<string, Footing>();
    await expect(ask(open(server.baseURL, footings))).rejects.toMatchObject({
      failure: 'bad_request',
    });
    // Once by each rung, and once without what nobody had asked for.
    expect(server.bodies).toHaveLength(4);
    expect(footings.size).toBe(0);
  });

  it('is tried once on a model that talks nonsense, and nothing is remembered of it', async () => {
    const server = await startServer({ style: 'nonsense' });
    const footings = new Map<string, Footing>();
    const model = open(server.baseURL, footings);
    const { output } = await ask(model);
    expect(output).toMatchObject([{ type: 'message' }]);
    expect(server.count()).toBe(3);
    await ask(model);
    expect(server.count()).toBe(4);
    expect(footings.size).toBe(0);
  });

  it('leaves questions without a tool alone', async () => {
    const server = await startServer({ style: 'nonsense' });
    const footings = new Map<string, Footing>();
    await ask(open(server.baseURL, footings), { ...requestOf(), tools: [], modelSettings: {} });
    expect(server.count()).toBe(1);
    expect(footings.size).toBe(0);
  });
});

describe('a tool call that fails in passing', () => {
  const sampled = {
    error: {
      message: 'Failed to call a function.',
      code: 'tool_use_failed',
      failed_generation: '',
    },
  };

  it('is tried again on its rung, and costs no rung', async () => {
    const server = await startServer({
      answer: sayYes,
      refuses: (_, index) => (index === 0 ? { status: 400, body: sampled } : undefined),
    });
    const footings = new Map<string, Footing>();
    await ask(open(server.baseURL, footings));
    expect([...footings.values()]).toEqual([{ rungs: { submit_verdicts: 'tools' }, without: [] }]);
    expect(server.count()).toBe(2);
  });

  it('is no fault where what the model wrote can be read', async () => {
    const failed_generation = `<function=submit_verdicts>${JSON.stringify({ verdicts })}</function>`;
    const server = await startServer({
      refuses: () => ({ status: 400, body: { error: { ...sampled.error, failed_generation } } }),
    });
    expect(await judgeTexts(open(server.baseURL), [first])).toMatchObject([{ verdict: 'yes' }]);
    expect(server.count()).toBe(1);
  });

  it('costs the rung where it never succeeds', async () => {
    const server = await startServer({
      answer: sayYes,
      refuses: ({ tools }) => (tools === undefined ? undefined : { status: 400, body: sampled }),
    });
    const footings = new Map<string, Footing>();
    const model = open(server.baseURL, footings);
    await ask(model);
    expect([...footings.values()]).toMatchObject([{ rungs: { submit_verdicts: 'json_schema' } }]);
    const before = server.count();
    await ask(model);
    expect(server.count()).toBe(before + 1);
  });
});

describe('a rung is found by what is answered', () => {
  it.each([
    ['a 404', { status: 404, body: { error: { message: 'No endpoints support tool use' } } }],
    ['a 500', { status: 500, body: { error: { message: 'tools param requires --jinja' } } }],
    ['a 501 without a word', { status: 501, body: undefined }],
    ['text', { status: 200, body: completionOf('I am sorry, I can not do that.') }],
    ['silence', { status: 200, body: undefined }],
  ])('where tools are answered by %s', async (_, refusal) => {
    const server = await startServer({
      answer: sayYes,
      refuses: ({ tools }) => (tools === undefined ? undefined : refusal),
    });
    const model = open(server.baseURL);
    for (let call = 0; call < 20; call++)
      expect(callOf(await ask(model)).name).toBe('submit_verdicts');
    expect(server.count()).toBeLessThanOrEqual(22);
  });

  it('by each tool for itself', async () => {
    const server = await startServer({
      answer: ({ tool, tickets }) =>
        tool === 'route_tickets'
          ? { tickets: tickets.map(({ id }) => ({ ticket: id, routes: [], sentiment: 0.5 })) }
          : sayYes({ tool, tickets, instructions: '', body: {} }),
      refuses: ({ tools }) =>
        JSON.stringify(tools ?? '').includes('submit_verdicts')
          ? { status: 200, body: completionOf('Let me think about it.') }
          : undefined,
    });
    const footings = new Map<string, Footing>();
    const model = open(server.baseURL, footings);
    for (let call = 0; call < 3; call++) {
      await ask(model, requestOf(texts, triageSpec([])));
      await ask(model);
    }
    expect([...footings.values()]).toMatchObject([
      { rungs: { route_tickets: 'tools', submit_verdicts: 'json_schema' } },
    ]);
  });
});

describe('a server that refuses settings', () => {
  /** Refuses the fields, one a time, as OpenAI's reasoning models do; else calls the tool. */
  function startPicky(...fields: string[]) {
    return startLittleServer((response, _, body) => {
      const field = fields.find((name) => body[name] !== undefined);
      if (field === undefined) return sendJson(response, 200, callCompletion({ verdicts }));
      const message = `Unsupported parameter: '${field}' is not supported with this model.`;
      sendJson(response, 400, { error: { message, param: field } });
    });
  }

  it.each([
    [['temperature']],
    [['parallel_tool_calls']],
    [['tool_choice']],
    [['temperature', 'parallel_tool_calls', 'tool_choice']],
  ])('is asked without %j, and with everything else', async (fields) => {
    const server = await startPicky(...fields);
    const footings = new Map<string, Footing>();
    const model = open(server.baseURL, footings);
    expect(callOf(await ask(model)).name).toBe('submit_verdicts');
    await ask(model);
    expect(server.bodies).toHaveLength(fields.length + 2);
    const sent = ['temperature', 'parallel_tool_calls', 'tool_choice'].filter(
      (name) => server.bodies.at(-1)?.[name] !== undefined,
    );
    expect([...sent, ...fields].sort()).toEqual([
      'parallel_tool_calls',
      'temperature',
      'tool_choice',
    ]);
    const [footing] = footings.values();
    expect(footing?.rungs).toEqual({ submit_verdicts: 'tools' });
    expect([...(footing?.without ?? [])].sort()).toEqual([...fields].sort());
    await ask(open(server.baseURL, footings));
    expect(server.bodies).toHaveLength(fields.length + 3);
  });

  it('gets the others a rung lower, once it does not understand tools either', async () => {
    const server = await startLittleServer((response, _, body) => {
      if (body.temperature !== undefined)
        return sendJson(response, 400, { error: { message: 'temperature is fixed' } });
      if (body.tools !== undefined)
        return sendJson(response, 400, { error: { message: 'does not support tools' } });
      sendJson(response, 200, completionOf(JSON.stringify({ verdicts })));
    });
    const footings = new Map<string, Footing>();
    await ask(open(server.baseURL, footings));
    expect([...footings.values()]).toEqual([
      { rungs: { submit_verdicts: 'json_schema' }, without: ['temperature'] },
    ]);
    expect(server.bodies).toHaveLength(3);
  });

  it('is not asked the same for ever when it refuses what is no longer sent', async () => {
    const server = await startLittleServer((response) =>
      sendJson(response, 400, { error: { message: 'temperature is wrong' } }),
    );
    await expect(ask(open(server.baseURL))).rejects.toMatchObject({ failure: 'bad_request' });
    expect(server.bodies).toHaveLength(5);
  });
});

describe('a model with tools that writes instead of calling', () => {
  const call = JSON.stringify({ name: 'submit_verdicts', arguments: { verdicts } });

  it.each([
    ['the JSON', JSON.stringify({ verdicts })],
    [
      'a fenced JSON after a thought',
      `<think>No.</think>\`\`\`json\n${JSON.stringify({ verdicts })}\n\`\`\``,
    ],
    ['the call', `I will now judge.\n<tool_call>\n${call}\n</tool_call>`],
  ])('is understood, without a climb: %s', async (_, text) => {
    const server = await startLittleServer((response) =>
      sendJson(response, 200, completionOf(text)),
    );
    const footings = new Map<string, Footing>();
    expect(await judgeTexts(open(server.baseURL, footings), [first])).toEqual([
      { verdict: 'yes', confidence: 0.9, quote: 'waited', rationale: 'r' },
    ]);
    expect(server.bodies).toHaveLength(1);
    expect([...footings.values()]).toEqual([{ rungs: { submit_verdicts: 'tools' }, without: [] }]);
  });
});

describe('what is known of a server', () => {
  it('is asked of the memory once', async () => {
    let recalled = 0;
    const model = adapt(
      modelOf(async () => ({ usage: {}, output: [] }) as never),
      {
        recall: async () => {
          recalled++;
          return { rungs: { submit_verdicts: 'tools' }, without: [] };
        },
        remember: async () => {
          throw new Error('nothing new to remember');
        },
      },
      { model: 'mock', baseURL: 'http://127.0.0.1:9/v1', api: 'chat' },
    );
    await Promise.all([ask(model), ask(model)]);
    await ask(model);
    expect(recalled).toBe(1);
  });

  it('does not keep later faults from the caller', async () => {
    const server = await startServer({
      answer: sayYes,
      faults: (index) => (index === 1 ? 'overflow' : undefined),
    });
    const model = open(server.baseURL);
    await ask(model);
    const fault = await ask(model, requestOf([second])).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(ModelFault);
    expect(fault).toMatchObject({ failure: 'context_overflow' });
    expect(server.count()).toBe(2);
  });
});
