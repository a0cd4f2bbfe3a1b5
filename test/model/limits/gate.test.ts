import { withTrace } from '@openai/agents';
import { describe, expect, it, vi } from 'vitest';
import { ModelFault } from '../../../src/model/faults/fault.ts';
import { createMeter } from '../../../src/model/meter.ts';
import { createTransport } from '../../../src/model/transport.ts';
import { holdGate } from '../hold-gate.ts';
import { ask, dollarOut, faultOf, free, modelOf, requestOf } from '../judge-request.ts';
import { startServer } from '../little-server.ts';

describe('a call', () => {
  it('is durable in the books of its docket before it leaves', async () => {
    const { events, ask } = holdGate();
    await withTrace('judge', () => ask(), { traceId: 'trace_1' });
    expect(events).toEqual(['intends trace_1 to server', 'is durable', 'leaves']);
  });

  it('stays in the books of its docket where it waits for another', async () => {
    const { events, ask } = holdGate({ slots: 1 });
    await Promise.all(
      ['trace_1', 'trace_2'].map((traceId) => withTrace('judge', () => ask(), { traceId })),
    );
    expect(events.filter((event) => event.startsWith('intends'))).toEqual([
      'intends trace_1 to server',
      'intends trace_2 to server',
    ]);
  });

  it('does not leave where the books fail', async () => {
    const { events, left, settled, journal, ask, budget } = holdGate();
    const before = budget();
    const full = new Error('disk full');
    const intend = journal.intend;
    journal.intend = (...args) => ({ ...intend(...args), send: () => Promise.reject(full) });
    await expect(ask()).rejects.toBe(full);
    expect(left).toEqual([]);
    expect(events).toEqual(['intends  to server', 'is recalled']);
    expect(settled).toEqual([]);
    expect(budget()).toEqual(before);
  });

  it('is settled once, with what it took', async () => {
    const { settled, ask } = holdGate();
    await ask({ usage: { in: 1000, cached: 200, out: 50 } });
    expect(settled).toMatchObject([
      { cause: null, tokens: { in: 1000, cached: 200, out: 50 }, cost: 0, waited: 0 },
    ]);
  });

  it('is settled once, with what went wrong', async () => {
    const { settled, ask } = holdGate();
    const error = new ModelFault('server_error', 'no');
    await expect(ask({ error })).rejects.toBe(error);
    expect(settled).toMatchObject([{ cause: 'server_error', tokens: { in: 0, out: 0 } }]);
  });

  it('is one of so many that are out at once', async () => {
    const { ask } = holdGate({ slots: 2 });
    let out = 0;
    let most = 0;
    const meanwhile = async () => {
      most = Math.max(most, ++out);
      await new Promise(setImmediate);
      out -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => ask({ meanwhile })));
    expect(most).toBe(2);
  });

  it('passes anew each time that it is asked again', async () => {
    const { gate, events, settled, serve, budget } = holdGate({ calls: 10 });
    const error = new ModelFault('server_error', 'no');
    const broken = new ModelFault('not_json', 'half an answer');
    const services = [{ error: broken }, { error }, { error }, {}];
    const model = modelOf(() => serve(services.shift() ?? {}));
    const meter = createMeter(model, { gate, tariff: free, pauseMs: 0 });
    await meter.getResponse(requestOf());
    expect(events.filter((event) => event === 'is durable')).toHaveLength(4);
    const causes = settled.map(({ cause }) => cause);
    expect(causes).toEqual(['not_json', 'server_error', 'server_error', null]);
    expect(budget().calls).toBe(6);
  });

  it('waits for a server that failed many times in a row', async () => {
    const { left, ask } = holdGate();
    const error = new ModelFault('server_error', 'no');
    for (let call = 0; call < 9; call++) await ask({ error }).catch(() => undefined);
    expect((left[8] ?? 0) - (left[7] ?? 0)).toBeGreaterThanOrEqual(5000);
  });
});

describe('a call that is called off before it leaves', () => {
  it.each([
    ['by the run long before its turn, when it is not booked as sent', 'run', 1, 1],
    ['by the run when it is ready to leave', 'run', 600, 2],
    ['by its caller long before its turn', 'caller', 1, 1],
    ['by its caller when it is ready to leave', 'caller', 600, 2],
  ])('%s, costs nothing', async (_, by, rpm, durable) => {
    const { clock, events, left, settled, stop, ask, budget } = holdGate({
      limits: { rpm },
      tariff: { kind: 'given', input: 1e6, cached: 1e6, output: 1e6 },
    });
    await ask();
    const before = budget();
    const caller = new AbortController();
    clock.sleep = async (ms, signal) => {
      (by === 'run' ? stop : caller).abort();
      signal?.throwIfAborted();
      clock.at += ms;
    };
    const asked = ask({}, { ...requestOf(), signal: caller.signal });
    await expect(asked).rejects.toMatchObject({ failure: 'interrupted' });
    expect(left).toHaveLength(1);
    expect(events.filter((event) => event === 'is durable')).toHaveLength(durable);
    expect(events.at(-1)).toBe('is recalled');
    expect(settled).toHaveLength(1);
    expect(budget()).toEqual(before);
  });

  it('by its caller while it is booked, costs nothing and is never sent', async () => {
    const server = await startServer();
    const { gate, events, settled, journal, budget } = holdGate({ tariff: dollarOut });
    const before = budget();
    const caller = new AbortController();
    const intend = journal.intend;
    const send = async () => caller.abort();
    journal.intend = (...args) => ({ ...intend(...args), send });
    const endpoint = { model: 'mock', baseURL: server.baseURL, api: 'chat' } as const;
    const transport = createTransport(endpoint, { OPENAI_API_KEY: 'sk-0123456789' }, 5000);
    const meter = createMeter(transport, { gate, tariff: dollarOut, pauseMs: 0 });
    const asked = ask(meter, { ...requestOf(), signal: caller.signal });
    expect((await faultOf(asked)).failure).toBe('interrupted');
    expect(server.count()).toBe(0);
    expect(events.at(-1)).toBe('is recalled');
    expect(settled).toEqual([]);
    expect(budget()).toEqual(before);
  });
});

describe('what a server says of its limits', () => {
  const nothingLeft = (of: string) => ({
    [`x-ratelimit-remaining-${of}`]: '0',
    [`x-ratelimit-reset-${of}`]: '1.5s',
  });

  it.each(['requests', 'tokens'])('holds the next call back where no %s are left', async (of) => {
    const { left, ask } = holdGate();
    await ask({ headers: nothingLeft(of) });
    await ask();
    expect(left).toEqual([0, 1500]);
  });

  it('holds it back from when the call was sent, not from when it was answered', async () => {
    const { left, ask } = holdGate();
    await ask({ ms: 1000, headers: nothingLeft('requests') });
    await ask();
    expect(left).toEqual([0, 1500]);
  });

  it('is heard with a failure, too', async () => {
    const { left, ask } = holdGate();
    const error = new ModelFault('server_error', 'no');
    await ask({ error, headers: nothingLeft('requests') }).catch(() => undefined);
    await ask();
    expect(left).toEqual([0, 1500]);
  });

  it('by refusing holds the next call back for as long as it asks', async () => {
    const { left, ask } = holdGate();
    const error = new ModelFault('rate_limit', 'slow down', { retryAfterMs: 5000 });
    await ask({ error }).catch(() => undefined);
    await ask();
    expect(left).toEqual([0, 5000]);
  });

  it('whose quota is used up ends the run, and holds nothing back before', async () => {
    const { left, ask } = holdGate();
    const error = new ModelFault('quota_exhausted', 'no more today', { retryAfterMs: 5_000_000 });
    await ask({ error }).catch(() => undefined);
    await ask();
    expect(left[1]).toBeLessThan(5000);
  });

  it('by answering lets calls follow faster, where no limit is given', async () => {
    const { left, ask } = holdGate({ limits: {} });
    for (let call = 0; call < 40; call++) await ask();
    const gaps = left.slice(1).map((time, index) => time - (left[index] ?? 0));
    expect(gaps.at(-1)).toBeLessThan((gaps[0] ?? 0) / 2);
  });

  it('is not what a call waits for while it is booked', async () => {
    const { clock, journal, settled, slots, ask } = holdGate();
    const answered = vi.spyOn(slots, 'answered');
    const intend = journal.intend;
    const send = async () => {
      clock.at += 30;
    };
    journal.intend = (...args) => ({ ...intend(...args), send });
    await ask();
    expect(settled).toMatchObject([{ waited: 0 }]);
    expect(answered).toHaveBeenCalledExactlyOnceWith(clock.at, false);
  });

  it('is waited for in the books, and the slots are told so', async () => {
    const { clock, settled, slots, ask } = holdGate({ limits: { rpm: 60 } });
    const answered = vi.spyOn(slots, 'answered');
    const times: number[] = [];
    for (let call = 0; call < 2; call++) {
      await ask({ ms: 10 });
      times.push(clock.at);
    }
    expect(settled[0]).toMatchObject({ waited: 0 });
    expect(settled[1]?.waited).toBeGreaterThan(900);
    expect(answered.mock.calls).toEqual([
      [times[0], false],
      [times[1], true],
    ]);
  });
});
