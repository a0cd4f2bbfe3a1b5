import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../../src/domain/decision/outcome.ts';
import { ModelFault } from '../../../src/model/faults/fault.ts';
import { Breaker } from '../../../src/model/limits/breaker.ts';
import { handClock } from '../hand-clock.ts';

function setUp({ isUp = async () => true } = {}) {
  const said: string[] = [];
  const slept: number[] = [];
  const clock = handClock();
  const breaker = new Breaker({
    say: (message) => said.push(message),
    clock: {
      now: () => clock.at,
      async sleep(ms, signal) {
        slept.push(ms);
        await clock.sleep(ms, signal);
      },
    },
    isUp,
  });
  let calls = 0;
  const call = (failure?: FailureCause, message = '502 Bad gateway') =>
    breaker.pass(async () => {
      calls += 1;
      if (failure !== undefined) throw new ModelFault(failure, message);
      return 'answer';
    }, undefined);
  const fail = async (times: number, ...fault: Parameters<typeof call>) => {
    for (let n = 0; n < times; n++) await call(...fault).catch(() => undefined);
  };
  return { breaker, clock, said, slept, call, fail, calls: () => calls };
}

describe('circuit breaker', () => {
  it('says so and pauses after eight failures in a row, longer each time', async () => {
    const { said, slept, call, fail } = setUp();
    await call();
    await fail(8, 'server_error');
    expect(slept).toEqual([]);
    await fail(2, 'server_error');
    expect(slept).toEqual([5000, 10_000]);
    expect(said).toEqual([
      'The server failed 8 times in a row (502 Bad gateway); trying again in 5 s; it is waited for 10 minutes at most',
      'The server failed 9 times in a row (502 Bad gateway); trying again in 10 s',
    ]);
  });

  it('goes on as before once the server answers', async () => {
    const { slept, fail, call } = setUp();
    await fail(9, 'server_error');
    expect(await call()).toBe('answer');
    await fail(7, 'server_error');
    expect(await call()).toBe('answer');
    expect(slept).toHaveLength(2);
  });

  it('lets one call try while the others wait', async () => {
    const { slept, fail, call } = setUp();
    await fail(8, 'server_error');
    await Promise.all([call(), call(), call()]);
    expect(slept).toHaveLength(1);
  });

  it('does not take a refused question for a dead server', async () => {
    const { slept, fail } = setUp();
    await fail(20, 'bad_request');
    expect(slept).toEqual([]);
  });

  it.each(['server_error', 'not_json', 'timeout', 'connection'] as const)(
    'a server that answered before and then brings %s is given up after ten minutes',
    async (failure) => {
      const { clock, fail, call, calls } = setUp();
      await call();
      const start = clock.at;
      await fail(30, failure);
      expect(clock.at - start).toBeGreaterThanOrEqual(600_000);
      expect(clock.at - start).toBeLessThan(660_000);
      expect(calls()).toBeLessThan(25);
      await expect(call(failure)).rejects.toMatchObject({
        failure: 'server_down',
        message: expect.stringMatching(/^the server has given no answer for 1\d minutes \(502 Bad/),
      });
    },
  );

  it('a server that never answered is taken for a wrong address within a minute', async () => {
    const { clock, fail, call, calls } = setUp();
    const start = clock.at;
    await fail(30, 'server_error');
    expect(clock.at - start).toBeLessThan(60_000);
    expect(calls()).toBe(10);
    const asked = call('server_error');
    await expect(asked).rejects.toMatchObject({ failure: 'not_found', message: '502 Bad gateway' });
  });

  it('a server that says that it is loading its model is waited for', async () => {
    const { fail, call } = setUp();
    await fail(15, 'server_error', '503 Loading model');
    expect(await call()).toBe('answer');
  });

  it('keeps a call that fails while nothing at all is answered, until something is', async () => {
    let isUp = true;
    const { breaker, call, slept } = setUp({ isUp: async () => isUp });
    await call();
    isUp = false;
    let failures = 0;
    const kept = breaker.pass(async () => {
      if (failures === 4) return 'at last';
      failures += 1;
      throw new ModelFault('server_error', '502');
    }, undefined);
    expect(await kept).toBe('at last');
    expect(slept).toEqual([5000, 10_000, 20_000, 40_000]);
    isUp = true;
    await expect(call('server_error')).rejects.toMatchObject({ failure: 'server_error' });
  });

  it('does not believe a list of models that never was there', async () => {
    const { call, slept } = setUp({ isUp: async () => false });
    await call();
    await expect(call('server_error')).rejects.toMatchObject({ failure: 'server_error' });
    expect(slept).toEqual([]);
  });
});
