import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../src/domain/decision/outcome.ts';
import { UserMistake } from '../../src/domain/mistake.ts';
import { openWindow } from '../../src/model/window.ts';
import type { ChatServerOptions } from '../support/chat-server.ts';
import { handLimit } from './hand-clock.ts';
import { ask, callOf, createMemory, free, requestOf, sayYes } from './judge-request.ts';
import { callCompletion, startLittleServer, startServer } from './little-server.ts';

const timeoutMs = 4000;

function open(baseURL: string) {
  const endpoint = { model: 'mock', baseURL, api: 'chat' } as const;
  return openWindow(endpoint, createMemory(), { timeoutMs, pauseMs: 1, tariff: () => free }, {});
}

describe('models', () => {
  it('are one object a name', () => {
    const window = open('http://127.0.0.1:9/v1');
    expect(window.model()).toBe(window.model());
    expect(window.model('mock')).toBe(window.model());
    expect(window.model('other')).toBe(window.model('other'));
    expect(window.model('other')).not.toBe(window.model());
  });

  it('ask for the model of their name, on the same server', async () => {
    const server = await startServer({ answer: sayYes });
    const window = open(server.baseURL);
    await ask(window.model());
    await ask(window.model('other'));
    expect(server.requests.map(({ body }) => body.model)).toEqual(['mock', 'other']);
  });

  it('cost what is charged for their name', () => {
    const asked: string[] = [];
    const tariff = (name: string) => {
      asked.push(name);
      return free;
    };
    const endpoint = { model: 'mock', baseURL: 'http://127.0.0.1:9/v1', api: 'chat' } as const;
    const options = { timeoutMs, pauseMs: 1, tariff };
    const window = openWindow(endpoint, createMemory(), options, {});
    window.model();
    window.model('other');
    expect(asked).toEqual(['mock', 'other']);
  });

  it('are told apart in addresses', () => {
    const window = open('http://127.0.0.1:9/v1');
    expect(window.identity()).toBe('mock');
    expect(window.identity('mock')).toBe('mock');
    expect(window.identity('other')).toBe('other');
  });
});

it('does not open on OpenAI without a key', () => {
  expect(() => open('https://api.openai.com/v1')).toThrow(UserMistake);
});

describe('what goes wrong at first', () => {
  it.each<[string, ChatServerOptions, FailureCause, number]>([
    ['a wrong key', { style: 'unauthorized' }, 'unauthorized', 1],
    ['an unknown model', { style: 'unknown-model' }, 'unknown_model', 1],
    ['a web page', { style: 'html' }, 'not_found', 1],
    ['connections torn down for ever', { faults: () => 'reset' }, 'connection', 6],
    ['an error inside a 200', { style: 'error-200' }, 'server_error', 6],
    ['500 for ever', { faults: () => 'server-error' }, 'server_error', 6],
    ['empty answers', { style: 'empty' }, 'empty_answer', 3],
    ['half a call', { faults: () => 'length' }, 'truncated_answer', 1],
    ['a refusal', { faults: () => 'refusal' }, 'refusal', 1],
    ['an overflow', { faults: () => 'overflow' }, 'context_overflow', 1],
  ])('%s', async (_, options, failure, calls) => {
    const server = await startServer(options);
    await expect(ask(open(server.baseURL).model())).rejects.toMatchObject({ failure });
    expect(server.count()).toBe(calls);
  });

  it('a server that hangs', async () => {
    const { set, over } = handLimit();
    const hang = () => {
      over();
      return 'stall' as const;
    };
    const server = await startServer({ faults: hang });
    await expect(ask(open(server.baseURL).model())).rejects.toMatchObject({ failure: 'timeout' });
    expect(set.mock.calls).toEqual([[timeoutMs], [timeoutMs]]);
    expect(server.count()).toBe(2);
  });

  it('a server that is not there', async () => {
    const server = await startServer();
    await server.close();
    const asked = ask(open(server.baseURL).model());
    await expect(asked).rejects.toMatchObject({ failure: 'not_found' });
    await expect(asked).rejects.toThrow(/ECONNREFUSED/);
  });

  it('a caller who has left', async () => {
    const server = await startServer();
    const request = { ...requestOf(), signal: AbortSignal.abort() };
    await expect(ask(open(server.baseURL).model(), request)).rejects.toMatchObject({
      failure: 'interrupted',
    });
    expect(server.count()).toBe(0);
  });
});

it('keeps the whole entries of a body that breaks off, and marks their call', async () => {
  const whole = JSON.stringify(callCompletion({ verdicts: [{ ticket: 'q1' }, { ticket: 'q2' }] }));
  const server = await startLittleServer((response) =>
    response.end(whole.slice(0, whole.indexOf('q2'))),
  );
  const answer = await ask(open(server.baseURL).model());
  expect(callOf(answer).arguments).toEqual({ verdicts: [{ ticket: 'q1' }] });
  expect(answer.output).toMatchObject([{ status: 'incomplete' }]);
});

it('lives through what passes', async () => {
  const faults = ['reset', 'rate-limit', 'server-error'] as const;
  const server = await startServer({ answer: sayYes, faults: (index) => faults[index] });
  const { output } = await ask(open(server.baseURL).model());
  expect(output).toMatchObject([{ type: 'function_call' }]);
  expect(server.count()).toBe(4);
});
