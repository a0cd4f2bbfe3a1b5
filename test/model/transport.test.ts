import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { createTransport } from '../../src/model/transport.ts';
import { ask, callOf, faultOf, requestOf, sayYes } from './judge-request.ts';
import {
  callCompletion,
  completionOf,
  sendJson,
  startLittleServer,
  startServer,
} from './little-server.ts';

const key = 'sk-secret-0123456789';
const apis = ['chat', 'responses'] as const;

function transportTo(baseURL: string, api: Endpoint['api'] = 'chat') {
  return createTransport({ model: 'mock', baseURL, api }, { OPENAI_API_KEY: key }, 5000);
}

describe.each(apis)('the %s API', (api) => {
  it('asks once at its own path, with the key, and brings the call back', async () => {
    const server = await startServer({ answer: sayYes });
    const answer = await ask(transportTo(server.baseURL, api));
    expect(callOf(answer)).toMatchObject({
      name: 'submit_verdicts',
      arguments: { verdicts: [{ verdict: 'yes' }] },
    });
    expect(answer.usage.inputTokens).toBeGreaterThan(0);
    expect(server.requests).toMatchObject([
      {
        path: api === 'chat' ? '/v1/chat/completions' : '/v1/responses',
        headers: { authorization: `Bearer ${key}` },
        body: {
          model: 'mock',
          temperature: 0,
          tool_choice: 'required',
          parallel_tool_calls: false,
        },
      },
    ]);
  });

  it.each(['server-error', 'rate-limit', 'reset'] as const)(
    'never asks again after %s',
    async (fault) => {
      const server = await startServer({ faults: () => fault });
      await faultOf(ask(transportTo(server.baseURL, api)));
      expect(server.count()).toBe(1);
    },
  );

  it('refuses a success that is a page, and shows how it begins', async () => {
    const server = await startServer({ style: 'html' });
    const fault = await faultOf(ask(transportTo(server.baseURL, api)));
    expect(fault.failure).toBe('not_json');
    expect(fault.message).toMatch(/^no JSON came back but: <!doctype html><title>Sign in/);
  });

  it('reads an answer at the token limit as cut off, even without a word of text', async () => {
    const cut = await startServer({ answer: sayYes, faults: () => 'length' });
    const silent = await startLittleServer((response) =>
      sendJson(
        response,
        200,
        api === 'chat'
          ? {
              choices: [
                { index: 0, finish_reason: 'length', message: { role: 'assistant', content: '' } },
              ],
            }
          : { id: 'r', object: 'response', status: 'incomplete', output: [], usage: null },
      ),
    );
    const fault = await faultOf(ask(transportTo(silent.baseURL, api)));
    expect(fault.failure).toBe('truncated_answer');
    if (api === 'responses')
      expect((await faultOf(ask(transportTo(cut.baseURL, api)))).failure).toBe('truncated_answer');
  });
});

describe('bodies', () => {
  it.each<[string, Parameters<typeof startServer>[0], string]>([
    ['that never come', { faults: () => 'reset' }, 'connection'],
    ['of llama.cpp overflowing', { faults: () => 'overflow' }, 'context_overflow'],
    ['of a model that is not there', { style: 'unknown-model' }, 'unknown_model'],
    ['of a rate limit', { faults: () => 'rate-limit' }, 'rate_limit'],
  ])('%s have their cause', async (_, options, failure) => {
    const server = await startServer(options);
    expect((await faultOf(ask(transportTo(server.baseURL)))).failure).toBe(failure);
  });

  it.each([
    [404, '<h1>Not Found</h1>', 'not_found'],
    [502, '<h1>Bad Gateway</h1>', 'server_error'],
    [503, '', 'server_error'],
    [401, 'Unauthorized', 'unauthorized'],
  ])('that are no JSON leave a %i what it is: %j', async (status, page, failure) => {
    const server = await startLittleServer((response) => response.writeHead(status).end(page));
    expect((await faultOf(ask(transportTo(server.baseURL)))).failure).toBe(failure);
  });

  it('of a rate limit say how long to wait', async () => {
    const server = await startServer({ faults: () => 'rate-limit' });
    expect((await faultOf(ask(transportTo(server.baseURL)))).retryAfterMs).toBe(50);
  });

  it.each([
    [
      400,
      { object: 'error', message: 'maximum context length is 4096 tokens' },
      'context_overflow',
    ],
    [404, { object: 'error', message: 'The model `mock` does not exist.' }, 'unknown_model'],
    [404, { detail: 'Not Found' }, 'not_found'],
    [404, { error: "model 'mock' not found" }, 'unknown_model'],
    [400, ['nothing of use'], 'bad_request'],
  ])(
    'of a %i without an `error` object are read all the same: %j',
    async (status, body, failure) => {
      const server = await startLittleServer((response) => sendJson(response, status, body));
      expect((await faultOf(ask(transportTo(server.baseURL)))).failure).toBe(failure);
    },
  );

  it('are JSON by what they hold, not by what the server calls them', async () => {
    const server = await startLittleServer((response) =>
      response
        .writeHead(200, { 'content-type': 'text/plain' })
        .end(`\n ${JSON.stringify(callCompletion({ verdicts: [] }))}`),
    );
    expect(callOf(await ask(transportTo(server.baseURL))).name).toBe('submit_verdicts');
  });

  it('keep letters that arrive in two pieces', async () => {
    const bytes = Buffer.from(JSON.stringify(completionOf('Zu spät, 遅い, 🐌')));
    const middle = bytes.indexOf(Buffer.from('🐌')) + 2;
    const server = await startLittleServer((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(bytes.subarray(0, middle));
      setTimeout(() => response.end(bytes.subarray(middle)), 20);
    });
    const { output } = await ask(transportTo(server.baseURL));
    expect(output).toMatchObject([{ content: [{ text: 'Zu spät, 遅い, 🐌' }] }]);
  });

  it.each([200, 500])(
    'that never end are left before they fill the memory (status %i)',
    async (status) => {
      const megabyte = Buffer.alloc(2 ** 20, '{');
      let sent = 0;
      let left: () => void;
      const wasLeft = new Promise<void>((resolve) => {
        left = resolve;
      });
      const server = await startLittleServer((response) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        let isOpen = true;
        response.on('close', () => {
          isOpen = false;
          left();
        });
        const pump = () => {
          while (isOpen && sent < 100) {
            sent++;
            if (!response.write(megabyte)) return void response.once('drain', pump);
          }
        };
        pump();
      });
      const fault = await faultOf(ask(transportTo(server.baseURL)));
      expect(fault).toMatchObject({ failure: 'not_json' });
      expect(fault.message).toContain('longer than 16777216 bytes');
      await wasLeft;
      expect(sent).toBeLessThan(60);
    },
  );
});

describe('our key', () => {
  it.each<[number, (echo: string) => unknown]>([
    [401, (echo) => ({ error: { message: `Incorrect API key provided: ${echo}` } })],
    [400, (echo) => ({ error: { message: 'bad', param: echo } })],
    [500, (echo) => ({ detail: echo })],
  ])('stays out of the fault when a %i repeats it', async (status, body) => {
    const server = await startLittleServer((response, { headers }) =>
      sendJson(response, status, body(String(headers.authorization))),
    );
    const fault = await faultOf(ask(transportTo(server.baseURL)));
    expect(inspect(fault, { depth: 10 })).not.toContain(key);
    if (status === 401) expect(fault.message).toContain('Bearer ***');
  });

  it('stays out of what is shown of a page, and out of an answer', async () => {
    const page = await startLittleServer((response, { headers }) =>
      response.end(`<p>${headers.authorization}</p>`),
    );
    const answer = await startLittleServer((response, { headers }) =>
      sendJson(response, 200, completionOf(`no, ${headers.authorization}`)),
    );
    expect((await faultOf(ask(transportTo(page.baseURL)))).message).toMatch(
      /<p>Bearer \*\*\*<\/p>$/,
    );
    expect(JSON.stringify(await ask(transportTo(answer.baseURL)))).not.toContain(key);
  });

  it('stays out of an answer that brings it in pieces', async () => {
    const stream = await startLittleServer((response, { headers }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const content of String(headers.authorization).match(/.{1,9}/g) ?? [])
        response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
      response.end('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n');
    });
    const answer = JSON.stringify(await ask(transportTo(stream.baseURL)));
    expect(answer).toContain('Bearer ***');
    expect(answer).not.toContain(key);
  });
});

describe('other addresses', () => {
  it.each([301, 302, 307, 308])('are not followed to by a %i', async (status) => {
    const other = await startServer({ answer: sayYes });
    const server = await startLittleServer((response) =>
      response.writeHead(status, { location: `${other.baseURL}/chat/completions` }).end(),
    );
    const fault = await faultOf(ask(transportTo(server.baseURL)));
    expect(fault.failure).toBe('not_found');
    expect(fault.advice).toContain(`sends calls on to ${new URL(other.baseURL).origin}`);
    expect(other.count()).toBe(0);
  });

  it('are not made up where a server names none', async () => {
    const server = await startLittleServer((response) => response.writeHead(304).end());
    const { failure, message, advice } = await faultOf(ask(transportTo(server.baseURL)));
    expect({ failure, message, advice }).toMatchObject({
      failure: 'not_found',
      advice: undefined,
      message: '304, and no address to go on to',
    });
  });

  it.each(apis)('get nothing, whatever the environment says (%s)', async (api) => {
    const other = await startServer({ answer: sayYes });
    const server = await startServer({ answer: sayYes });
    vi.stubEnv('OPENAI_BASE_URL', other.baseURL);
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-the-environment');
    const fetched = vi.spyOn(globalThis, 'fetch');
    await ask(transportTo(server.baseURL, api), requestOf());
    expect(fetched.mock.calls.map(([url]) => String(url))).toEqual([
      `${server.baseURL}/${api === 'chat' ? 'chat/completions' : 'responses'}`,
    ]);
    expect(other.count()).toBe(0);
    expect(JSON.stringify(server.requests)).not.toContain('sk-of-the-environment');
  });
});
