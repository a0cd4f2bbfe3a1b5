import { describe, expect, it } from 'vitest';
import { createMeter } from '../../src/model/meter.ts';
import { createTransport } from '../../src/model/transport.ts';
import { openWindow } from '../../src/model/window.ts';
import { holdGate } from './hold-gate.ts';
import { ask, callOf, createMemory, dollarOut, faultOf, free } from './judge-request.ts';
import { callCompletion, completionOf, sendJson, startLittleServer } from './little-server.ts';

const whole = JSON.stringify(callCompletion({ verdicts: [{ ticket: 'q1' }, { ticket: 'q2' }] }));

/** A server whose answers break off behind these characters. */
function startBreaking(behind: string) {
  const body = whole.slice(0, whole.indexOf(behind) + behind.length);
  return startLittleServer((response) => response.end(body));
}

function modelAt(baseURL: string) {
  const options = { timeoutMs: 5000, pauseMs: 1, tariff: () => free };
  const endpoint = { model: 'mock', baseURL, api: 'chat' } as const;
  return openWindow(endpoint, createMemory(), options, {}).model();
}

describe('a body that breaks off', () => {
  it.each(['"choices":[{', '"index":0,', '"type":"function"'])(
    'before the call, at %s, is no JSON and asked for again',
    async (behind) => {
      const server = await startBreaking(behind);
      expect((await faultOf(ask(modelAt(server.baseURL)))).failure).toBe('not_json');
      expect(server.bodies).toHaveLength(3);
    },
  );

  it.each(['"name":"submit_ver', '"arguments":"', 'verdicts\\":[{\\"tick'])(
    'before an entry is whole, at %s, is no JSON and asked for again',
    async (behind) => {
      const server = await startBreaking(behind);
      expect((await faultOf(ask(modelAt(server.baseURL)))).failure).toBe('not_json');
      expect(server.bodies).toHaveLength(3);
    },
  );

  it.each(['q1\\"}', 'q2'])('after a whole entry, at %s, is an answer of that', async (behind) => {
    const server = await startBreaking(behind);
    const answer = await ask(modelAt(server.baseURL));
    expect(callOf(answer)).toEqual({
      name: 'submit_verdicts',
      arguments: { verdicts: [{ ticket: 'q1' }] },
    });
    expect(answer.output).toMatchObject([{ status: 'incomplete' }]);
  });

  it.each(['"finish_reason"', '"usage":{"prompt_tokens":'])(
    'behind the whole call, at %s, is an answer of all of it',
    async (behind) => {
      const server = await startBreaking(behind);
      expect(callOf(await ask(modelAt(server.baseURL))).arguments).toEqual({
        verdicts: [{ ticket: 'q1' }, { ticket: 'q2' }],
      });
    },
  );

  it('in the middle of a text is no answer: "no" may go on "nothing"', async () => {
    const text = JSON.stringify(completionOf('nothing of the kind is said'));
    const server = await startLittleServer((response, _, body) => {
      if ('tools' in body || 'response_format' in body)
        sendJson(response, 400, {
          error: { message: 'tools and response_format are not supported' },
        });
      else response.end(text.slice(0, text.indexOf('nothing') + 2));
    });
    expect((await faultOf(ask(modelAt(server.baseURL)))).failure).toBe('not_json');
  });

  it('costs nobody knows what: its usage did not come', async () => {
    const server = await startBreaking('q1\\"}');
    const { gate, settled, budget } = holdGate({ tariff: dollarOut, dollars: 1000 });
    const endpoint = { model: 'mock', baseURL: server.baseURL, api: 'chat' } as const;
    const transport = createTransport(endpoint, { OPENAI_API_KEY: 'sk-0123456789' }, 5000);
    await ask(createMeter(transport, { gate, tariff: dollarOut, pauseMs: 0 }));
    expect(settled).toMatchObject([{ cause: null, cost: null }]);
    expect(budget().dollars).toBe(900);
  });
});

it('a body that is broken in its middle is no JSON', async () => {
  const broken = whole.replace('"choices":', '"choices"');
  const server = await startLittleServer((response) => response.end(broken));
  expect((await faultOf(ask(modelAt(server.baseURL)))).failure).toBe('not_json');
});
