import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { type Model, type ModelRequest, type ModelResponse, Usage } from '@openai/agents';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureCause } from '../../src/domain/decision/outcome.ts';
import { ModelFault, retriesAfter } from '../../src/model/faults/fault.ts';
import { createMeter } from '../../src/model/meter.ts';
import { free, modelOf, requestOf } from './judge-request.ts';

const pauses: number[] = [];
const cut = { at: 20 };
const { setTimeout } = timers;
// Pauses are noted and cut short: nobody waits a minute here.
beforeEach(() => {
  pauses.length = 0;
  cut.at = 20;
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  vi.spyOn(timers, 'setTimeout').mockImplementation((ms = 0, value, options) => {
    pauses.push(ms);
    return setTimeout(Math.min(ms, cut.at), value, options);
  });
  syncBuiltinESMExports();
});
// After the mocks: what imports the function has to see it again as it is.
afterAll(() => syncBuiltinESMExports());

type Step = Error | ModelResponse | ((request: ModelRequest) => Promise<ModelResponse>);

/** A model that takes one step a call, the last one for ever. */
function script(...steps: Step[]): { model: Model; requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  const model = modelOf(async (request) => {
    const step = steps[Math.min(requests.length, steps.length - 1)];
    requests.push(request);
    if (typeof step === 'function') return step(request);
    if (step === undefined || step instanceof Error) throw step;
    return step;
  });
  return { model, requests };
}

function answerOf(text: string): ModelResponse {
  return {
    usage: new Usage({ requests: 1 }),
    output: [
      {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text }],
      },
    ],
  };
}

const fine = answerOf('no');
const request = requestOf();
const quick = { tariff: free, pauseMs: 0 };

function fault(cause: FailureCause, retryAfterMs?: number) {
  return new ModelFault(cause, `${cause}!`, { retryAfterMs });
}

/** Never answers; like a connection, it goes down with its signal. */
function stall({ signal }: ModelRequest): Promise<ModelResponse> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')));
  });
}

describe('asking again', () => {
  it.each(FailureCause.options)(
    'after %s happens as often as may help, then gives up',
    async (cause) => {
      const { model, requests } = script(fine, fault(cause));
      const meter = createMeter(model, quick);
      await meter.getResponse(request);
      await expect(meter.getResponse(request)).rejects.toMatchObject({
        failure: cause,
        message: `${cause}!`,
      });
      expect(requests).toHaveLength(1 + 1 + (retriesAfter[cause] ?? 0));
    },
  );

  it('is for faults that pass, not for those that stay', () => {
    expect(Object.keys(retriesAfter).sort()).toEqual([
      'connection',
      'not_json',
      'rate_limit',
      'server_busy',
      'server_error',
      'timeout',
    ]);
    expect(Math.min(...Object.values(retriesAfter))).toBeGreaterThan(0);
  });

  it('ends with the first answer', async () => {
    const { model, requests } = script(fault('rate_limit'), fault('server_error'), fine);
    const { output } = await createMeter(model, quick).getResponse(request);
    expect(output).toEqual(fine.output);
    expect(requests).toHaveLength(3);
  });

  it('does not happen after an answer that turns out empty: that is the docket’s to mend', async () => {
    const { model, requests } = script(answerOf('<think>Hm'), fine);
    const asked = createMeter(model, quick).getResponse(request);
    await expect(asked).rejects.toMatchObject({ failure: 'empty_answer' });
    expect(requests).toHaveLength(1);
  });

  it('leaves errors that are bugs alone', async () => {
    const bug = new TypeError('x is not a function');
    const { model, requests } = script(bug);
    await expect(createMeter(model, quick).getResponse(request)).rejects.toBe(bug);
    expect(requests).toHaveLength(1);
  });
});

describe('the pause before', () => {
  async function pausesOf(pauseMs: number, ...steps: Step[]): Promise<number[]> {
    await createMeter(script(...steps).model, { ...quick, pauseMs }).getResponse(request);
    return pauses;
  }
  const broken = fault('server_error');

  it('doubles', async () => {
    expect(await pausesOf(2, broken, broken, broken, fine)).toEqual([2, 4, 8]);
  });

  it.each([
    [0, 5],
    [0.75, 12.5],
  ])('is spread by chance: %d makes 10 ms %d', async (chance, ms) => {
    vi.mocked(Math.random).mockReturnValue(chance);
    expect(await pausesOf(10, broken, fine)).toEqual([ms]);
  });

  it('is at least as long as the server asks for', async () => {
    expect(await pausesOf(2, fault('rate_limit', 15), fault('rate_limit', 1), fine)).toEqual([
      15, 4,
    ]);
  });

  it('is never longer than a minute, whatever the server asks for', async () => {
    const day = 24 * 3600 * 1000;
    expect(await pausesOf(2, fault('rate_limit', day), fine)).toEqual([60_000]);
    pauses.length = 0;
    expect(await pausesOf(day, broken, fine)).toEqual([60_000]);
  });
});

describe('an address that has not answered yet', () => {
  it.each([
    ['connection', 'connect ECONNREFUSED 127.0.0.1:9'],
    ['connection', 'getaddrinfo ENOTFOUND nowhere'],
    ['not_json', 'no JSON came back but: <html>'],
  ] as const)('is not found at once after %s: %s', async (cause, message) => {
    const { model, requests } = script(new ModelFault(cause, message));
    await expect(createMeter(model, quick).getResponse(request)).rejects.toMatchObject({
      failure: 'not_found',
      message,
      cause: { failure: cause },
    });
    expect(requests).toHaveLength(1);
  });

  it.each(['rate_limit', 'server_error', 'timeout', 'connection', 'not_json'] as const)(
    'is given time after %s',
    async (cause) => {
      const { model } = script(fault(cause), fine);
      await expect(createMeter(model, quick).getResponse(request)).resolves.toBeDefined();
    },
  );
});

describe('a caller who calls off', () => {
  /** A model that is left a moment after it was asked, and what it was asked. */
  async function leave(model: (caller: AbortController) => Step[]) {
    const caller = new AbortController();
    const { model: scripted, requests } = script(...model(caller));
    const asked = createMeter(scripted, quick).getResponse({ ...request, signal: caller.signal });
    await expect(asked).rejects.toMatchObject({ failure: 'interrupted' });
    return requests;
  }

  it('aborts the call at once, which counts as interrupted and is not asked again', async () => {
    const requests = await leave((caller) => [
      (asked) => {
        setImmediate(() => caller.abort());
        return stall(asked);
      },
    ]);
    expect(requests.map(({ signal }) => signal?.aborted)).toEqual([true]);
  });

  it('ends a pause at once', async () => {
    cut.at = 3_600_000;
    const requests = await leave((caller) => [
      async () => {
        setImmediate(() => caller.abort());
        throw fault('rate_limit', 30_000);
      },
      fine,
    ]);
    expect(requests).toHaveLength(1);
  });

  it('before anything was sent keeps it from being sent', async () => {
    const { model, requests } = script(fine);
    const signal = AbortSignal.abort();
    await expect(
      createMeter(model, quick).getResponse({ ...request, signal }),
    ).rejects.toMatchObject({ failure: 'interrupted' });
    expect(requests).toHaveLength(0);
  });
});
