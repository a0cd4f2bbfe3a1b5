import type { IncomingMessage } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { type Passage, passage } from '../../src/model/limits/passage.ts';
import { createTransport } from '../../src/model/transport.ts';
import { handLimit } from './hand-clock.ts';
import { ask, callOf, faultOf, requestOf, sayYes } from './judge-request.ts';
import { callCompletion, sendJson, startLittleServer, startServer } from './little-server.ts';

function transportTo(baseURL: string, timeoutMs = 5000) {
  return createTransport(
    { model: 'mock', baseURL, api: 'chat' },
    { OPENAI_API_KEY: 'sk-0123456789' },
    timeoutMs,
  );
}

/** A server that begins an answer with these words and never ends it; `closed` when it is left. */
async function startStalling(begins: string | undefined, onArrival = () => {}) {
  let leave = () => {};
  const closed = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const { baseURL } = await startLittleServer((response) => {
    response.on('close', leave);
    if (begins !== undefined) response.write(begins);
    onArrival();
  });
  return { baseURL, closed };
}

const noWait: Passage = { leave: async () => {}, isStale: false, left() {}, arrived() {} };

describe('an answer that takes too long', () => {
  it('is called off, down to the connection, as a timeout', async () => {
    const { set, over } = handLimit();
    const { baseURL, closed } = await startStalling(undefined, over);
    expect(await faultOf(ask(transportTo(baseURL)))).toMatchObject({
      failure: 'timeout',
      message: 'no answer within 5 s',
    });
    expect(set).toHaveBeenCalledExactlyOnceWith(5000);
    await closed;
  });

  it('is called off in its middle, too', async () => {
    const { over } = handLimit();
    const { baseURL, closed } = await startStalling('{"choices":[');
    const reached = globalThis.fetch;
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (...call) => {
      const response = await reached(...call);
      over();
      return response;
    });
    expect((await faultOf(ask(transportTo(baseURL)))).failure).toBe('timeout');
    await closed;
  });

  it('is one although the caller could have called it off', async () => {
    const { baseURL } = await startStalling(undefined);
    const { signal } = new AbortController();
    const fault = await faultOf(ask(transportTo(baseURL, 30), { ...requestOf(), signal }));
    expect(fault).toMatchObject({ failure: 'timeout', message: 'no answer within 0.03 s' });
  });

  it('is timed from when its call leaves, not while that waits for its turn', async () => {
    const server = await startServer({ answer: sayYes });
    const slow = { ...noWait, leave: () => new Promise<void>((left) => setTimeout(left, 700)) };
    const asked = passage.run(slow, () => ask(transportTo(server.baseURL, 500)));
    expect(callOf(await asked).name).toBe('submit_verdicts');
  });
});

describe('a process that stood still', () => {
  it('reads an answer that came meanwhile before its time limit counts', async () => {
    const { baseURL, bodies } = await startLittleServer((response) => {
      sendJson(response, 200, callCompletion({ verdicts: [] }));
      // By then it is written, and the caller, who shares this process, has not read it.
      process.nextTick(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1300));
    });
    expect(callOf(await ask(transportTo(baseURL, 200))).name).toBe('submit_verdicts');
    expect(bodies).toHaveLength(1);
  });

  it('between its turn and the network asks for another turn, and sends once', async () => {
    const server = await startServer({ answer: sayYes });
    const turns = [true, true, false];
    const way = { ...noWait, isStale: false, leave: vi.fn() };
    way.leave.mockImplementation(async () => {
      way.isStale = turns.shift() ?? false;
    });
    const asked = passage.run(way, () => ask(transportTo(server.baseURL)));
    expect(callOf(await asked).name).toBe('submit_verdicts');
    expect(way.leave).toHaveBeenCalledTimes(3);
    expect(server.count()).toBe(1);
  });

  it('and gets no other turn sends nothing', async () => {
    const server = await startServer({ answer: sayYes });
    const gone = new Error('others have it');
    const leave = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValueOnce(gone);
    const asked = passage.run({ ...noWait, isStale: true, leave }, () =>
      ask(transportTo(server.baseURL)),
    );
    await expect(asked).rejects.toMatchObject({ cause: gone });
    expect(server.count()).toBe(0);
  });
});

describe('a caller who calls off', () => {
  it('takes the connection down, which is no timeout', async () => {
    const caller = new AbortController();
    const { baseURL, closed } = await startStalling(undefined, () => caller.abort());
    const request = { ...requestOf(), signal: caller.signal };
    expect((await faultOf(ask(transportTo(baseURL), request))).failure).toBe('interrupted');
    await closed;
  });

  it('is told from a timeout that comes at the same time', async () => {
    const caller = new AbortController();
    const { over } = handLimit();
    const { baseURL } = await startStalling(undefined, () => {
      caller.abort();
      over();
    });
    const request = { ...requestOf(), signal: caller.signal };
    expect((await faultOf(ask(transportTo(baseURL), request))).failure).toBe('interrupted');
  });

  it('while the call waits for its turn keeps it from leaving', async () => {
    const server = await startServer({ answer: sayYes });
    const caller = new AbortController();
    const left = { ...noWait, leave: async () => caller.abort() };
    const request = { ...requestOf(), signal: caller.signal };
    const asked = passage.run(left, () => ask(transportTo(server.baseURL), request));
    expect((await faultOf(asked)).failure).toBe('interrupted');
    expect(server.count()).toBe(0);
  });
});

describe('the passage', () => {
  /** What happened on the way, in order: at the passage, and at the server. */
  async function journey(status: number, more: Partial<Passage> = {}) {
    const events: string[] = [];
    const left = vi.fn();
    const server = await startLittleServer((response, request: IncomingMessage) => {
      events.push(`${request.method} comes in`);
      response.writeHead(status, { 'x-ratelimit-remaining-requests': '7' }).end('{"choices":[]}');
    });
    const way: Passage = {
      leave: async () => {
        await new Promise(setImmediate);
        events.push('leaves');
      },
      isStale: false,
      left,
      arrived: (headers) =>
        events.push(`arrives with ${headers.get('x-ratelimit-remaining-requests')}`),
      ...more,
    };
    const asked = passage.run(way, () => ask(transportTo(server.baseURL)));
    await asked.catch(() => undefined);
    return { events, left, asked };
  }

  it.each([200, 429, 500])(
    'is waited for before anything is sent, and told the headers of a %i',
    async (status) => {
      const { events, left } = await journey(status);
      expect(events).toEqual(['leaves', 'POST comes in', 'arrives with 7']);
      expect(left).toHaveBeenCalledOnce();
    },
  );

  it('that lets nothing out keeps the call from leaving, with its own fault', async () => {
    const closed = new Error('closed');
    const leave = () => Promise.reject(closed);
    const { events, left, asked } = await journey(200, { leave });
    expect(events).toEqual([]);
    expect(left).not.toHaveBeenCalled();
    await expect(asked).rejects.toMatchObject({ cause: closed });
  });
});
