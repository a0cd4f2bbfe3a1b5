import { describe, expect, it } from 'vitest';
import { ModelFault } from '../../../src/model/fault.ts';
import { Breaker } from '../../../src/model/limits/breaker.ts';

function setUp() {
  const said: string[] = [];
  const slept: number[] = [];
  const breaker = new Breaker((message) => said.push(message), {
    now: () => 0,
    async sleep(ms) {
      slept.push(ms);
    },
  });
  let calls = 0;
  const call = (failure?: 'server_error' | 'bad_request') =>
    breaker.pass(async () => {
      calls += 1;
      if (failure !== undefined) throw new ModelFault(failure, 'no');
      return 'answer';
    }, undefined);
  const fail = async (times: number, failure: 'server_error' | 'bad_request' = 'server_error') => {
    for (let n = 0; n < times; n++) await call(failure).catch(() => undefined);
  };
  return { said, slept, call, fail, calls: () => calls };
}

describe('circuit breaker', () => {
  it('says so and pauses after eight failures in a row, longer each time', async () => {
    const { said, slept, fail } = setUp();
    await fail(8);
    expect(slept).toEqual([]);
    await fail(2);
    expect(slept).toEqual([5000, 10_000]);
    expect(said[0]).toContain('8 times in a row');
  });

  it('goes on as before once the server answers', async () => {
    const { slept, fail, call } = setUp();
    await fail(9);
    expect(await call()).toBe('answer');
    await fail(7);
    expect(await call()).toBe('answer');
    expect(slept).toHaveLength(2);
  });

  it('lets one call try while the others wait', async () => {
    const { slept, fail, call } = setUp();
    await fail(8);
    await Promise.all([call(), call(), call()]);
    expect(slept).toHaveLength(1);
  });

  it('does not take a refused question for a dead server', async () => {
    const { slept, fail } = setUp();
    await fail(20, 'bad_request');
    expect(slept).toEqual([]);
  });

  it('gives up after minutes without an answer, so that the run stops', async () => {
    const { fail, call, calls } = setUp();
    await fail(20);
    const before = calls();
    await expect(call('server_error')).rejects.toMatchObject({ failure: 'server_down' });
    expect(calls()).toBe(before);
  });
});
