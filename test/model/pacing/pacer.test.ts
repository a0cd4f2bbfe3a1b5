import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Limits, Pacer, steadyClock } from '../../../src/model/pacing/pacer.ts';
import { handClock } from '../hand-clock.ts';

async function turns(limits: Limits, calls: number, tokens = 1, earlier: number[] = []) {
  const clock = handClock();
  const pacer = new Pacer(
    limits,
    earlier.map((ago) => ({ sentAt: clock.at - ago, tokens })),
    clock,
  );
  const times: number[] = [];
  for (let call = 0; call < calls; call++) {
    await pacer.acquire(tokens, undefined);
    times.push(clock.now());
  }
  return times;
}

/** The most calls in any window of that length, wherever it begins. */
function mostWithin(times: number[], ms: number): number {
  return Math.max(...times.map((from) => times.filter((t) => t >= from && t < from + ms).length));
}

describe('a given limit', () => {
  it('holds in every window, wherever its edges are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (rpm) => {
        const times = await turns({ rpm }, Math.min(3 * rpm, 300));
        expect(mostWithin(times, 60_000)).toBeLessThanOrEqual(rpm);
        if (rpm >= 60) expect(mostWithin(times, 1000)).toBeLessThanOrEqual(Math.ceil(rpm / 60));
      }),
      { numRuns: 50 },
    );
  });

  it('is used to 97 parts of a hundred', async () => {
    const times = await turns({ rpm: 1200 }, 1201);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(60_000 / 0.97);
  });

  it('of tokens spaces calls by what they weigh', async () => {
    const times = await turns({ rpm: 60_000, tpm: 6000 }, 10, 600);
    const spans = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(6000);
  });

  it('counts from when a call really left, in a process that was busy meanwhile', async () => {
    const clock = handClock();
    const pacer = new Pacer({ rpm: 60 }, [], clock);
    const turn = await pacer.acquire(1, undefined);
    clock.at += 400;
    pacer.left(turn);
    expect((await pacer.acquire(1, undefined)) - turn).toBeGreaterThanOrEqual(1400);
  });

  it('counts what was sent before a restart', async () => {
    const [first] = await turns({ rpm: 6 }, 1, 1, [4000]);
    expect(first).toBeGreaterThanOrEqual(1_000_000 + 6000);
  });
});

describe('a clock that was set', () => {
  it.each([1000, 3_000_000])(
    'back by %i ms since the last calls left makes the next wait no longer than the limit asks',
    async (ms) => {
      const earlier = Array.from({ length: 60 }, (_, index) => 10_200 * (59 - index) - ms);
      const times = await turns({ rpm: 6, tpm: 60 }, 3, 1, earlier);
      expect(times[0]).toBeGreaterThanOrEqual(1_000_000 + 9_000);
      expect(times[0]).toBeLessThanOrEqual(1_000_000 + 11_000);
      expect(mostWithin(times, 9_000)).toBe(1);
    },
  );

  it('while a process runs changes nothing', () => {
    const before = steadyClock.now();
    vi.useFakeTimers({ now: new Date('2000-01-01'), toFake: ['Date'] });
    expect(Math.abs(steadyClock.now() - before)).toBeLessThan(60_000);
  });
});

it('a limit that nobody gave does not make a restart wait for what was sent before', async () => {
  const earlier = Array.from({ length: 200 }, (_, index) => 50 * index);
  const [first] = await turns({}, 1, 1, earlier);
  expect(first).toBeLessThanOrEqual(1_000_000 + 1000);
});

/** A server that allows so many calls in any second, and may say what is left; returns how it went. */
async function meet(perSecond: number, calls: number, tells = false) {
  const clock = handClock();
  const pacer = new Pacer({}, [], clock);
  const granted: number[] = [];
  let refused = 0;
  for (let call = 0; call < calls; call++) {
    await pacer.acquire(1, undefined);
    const now = clock.now();
    // Sums of waits are not exact.
    const window = granted.slice(-perSecond).filter((time) => now - time < 1000 - 1e-6);
    if (window.length >= perSecond) {
      refused += 1;
      pacer.refused(now, undefined);
      continue;
    }
    granted.push(now);
    const resetMs = (window[0] ?? now) + 1000 - now;
    if (tells) pacer.told({ limit: perSecond, left: perSecond - window.length - 1, resetMs }, now);
    pacer.succeeded();
  }
  const late = granted.slice(granted.length / 2);
  const seconds = ((late.at(-1) ?? 0) - (late[0] ?? 0)) / 1000;
  return { refused, pace: late.length / seconds };
}

describe('an unknown limit', () => {
  it.each([5, 20, 100])(
    'of %i a second is found out with few refusals, and used',
    async (limit) => {
      const { refused, pace } = await meet(limit, 2000);
      expect(refused / 2000).toBeLessThanOrEqual(0.01);
      expect(pace).toBeGreaterThan(0.8 * limit);
    },
  );

  it('is not slowed down for ever by refusals that have nothing to do with the pace', async () => {
    const clock = handClock();
    const pacer = new Pacer({}, [], clock);
    for (let call = 1; call <= 1000; call++) {
      await pacer.acquire(1, undefined);
      if (call % 20 === 0) pacer.refused(clock.now(), undefined);
      else pacer.succeeded();
    }
    expect(pacer.rpm).toBeGreaterThan(4 * 60);
  });

  it('backs off once for all refusals of calls that were already on their way', () => {
    const clock = handClock();
    const pacer = new Pacer({}, [], clock);
    const before = pacer.rpm;
    for (let call = 0; call < 5; call++) pacer.refused(clock.now() - 10, undefined);
    expect(pacer.rpm).toBeCloseTo(before * 0.85);
  });
});

function sayingPacer(limits: Limits) {
  const clock = handClock();
  const said: string[] = [];
  const pacer = new Pacer(limits, [], clock, (message) => said.push(message));
  return { clock, pacer, said };
}

describe('what the server says', () => {
  it('holds everybody back for as long as it asks, also those who wait already', async () => {
    const clock = handClock();
    const pacer = new Pacer({ rpm: 60 }, [], clock);
    await pacer.acquire(1, undefined);
    const second = pacer.acquire(1, undefined);
    pacer.refused(clock.now(), 30_000);
    await second;
    expect(clock.now()).toBeGreaterThanOrEqual(1_000_000 + 30_000);
  });

  it('is told to a person, with the time, once a minute', async () => {
    const { clock, pacer, said } = sayingPacer({ rpm: 60 });
    vi.useFakeTimers({ now: new Date('2026-11-22T12:00:00'), toFake: ['Date'] });
    for (const ms of [5_000, 30_000, 31_000]) pacer.refused(clock.now(), ms);
    expect(said).toEqual(['No call leaves before 12:00:30 (30 s): the server asks to wait 30 s']);
  });

  it('is cut to ten minutes where it is absurd, with a word', async () => {
    const { clock, pacer, said } = sayingPacer({ rpm: 60 });
    pacer.refused(clock.now(), 10 * 365 * 24 * 3600 * 1000);
    expect(said[0]).toMatch(
      /\(600 s\): the server asks to wait 315360000 s; it is tried again after 10 minutes$/,
    );
    await pacer.acquire(1, undefined);
    expect(clock.now()).toBe(1_000_000 + 600_000);
  });

  it.each<[string, Limits]>([
    ['--rpm 1', { rpm: 1 }],
    ['--tpm 100', { rpm: 60_000, tpm: 100 }],
  ])('is told apart from %s, which is told, too', async (limit, limits) => {
    const { pacer, said } = sayingPacer(limits);
    for (let call = 0; call < 2; call++) await pacer.acquire(100, undefined);
    expect(said).toEqual([expect.stringMatching(new RegExp(`\\(61 s\\): ${limit}$`))]);
  });

  it('does not hold back who is called off', async () => {
    const pacer = new Pacer({ rpm: 1 });
    await pacer.acquire(1, undefined);
    const off = new AbortController();
    const waiting = pacer.acquire(1, off.signal);
    off.abort();
    await expect(waiting).rejects.toMatchObject({ failure: 'interrupted' });
  });
});

describe('what the server says is left', () => {
  function setUp(limits: Limits = {}) {
    const clock = handClock();
    const pacer = new Pacer(limits, [], clock);
    const waitsFor = async () => {
      const asked = clock.at;
      await pacer.acquire(1, undefined);
      return clock.at - asked;
    };
    return { clock, pacer, waitsFor };
  }
  const some = { limit: 100, left: 50, resetMs: 60_000 };

  it.each<[string, Limits]>([
    ['an unknown limit', {}],
    ['a given one', { rpm: 60_000 }],
  ])('holds calls back until there is more, under %s', async (_, limits) => {
    const { clock, pacer, waitsFor } = setUp(limits);
    pacer.told({ ...some, left: 0, resetMs: 700 }, clock.at - 100);
    expect(await waitsFor()).toBe(600);
  });

  it('holds them back for two seconds at most, however long that takes', async () => {
    const { clock, pacer, waitsFor } = setUp();
    pacer.told({ limit: undefined, left: 0, resetMs: 1e15 }, clock.at);
    expect(await waitsFor()).toBe(2000);
  });

  it('does not hold them back when there is more again before the answer is here', async () => {
    const { clock, pacer, waitsFor } = setUp();
    pacer.told({ ...some, left: 0, resetMs: 700 }, clock.at - 5000);
    expect(await waitsFor()).toBe(0);
  });

  it.each([
    { limit: 100, left: 10 },
    { limit: 3, left: 1 },
    { limit: 100, left: 0 },
  ])('ends the growth a little below the pace that led to %j', (said) => {
    const { clock, pacer } = setUp();
    const before = pacer.rpm;
    for (let call = 0; call < 50; call++) {
      pacer.told({ ...said, resetMs: 1000 }, clock.at);
      pacer.succeeded();
    }
    expect(pacer.rpm).toBeLessThan(before);
    expect(pacer.rpm).toBeGreaterThan(0.9 * before);
  });

  it.each([
    { limit: 100, left: 11 },
    { limit: undefined, left: 1 },
    { limit: 3, left: 2 },
  ])('lets it grow on at %j', (said) => {
    const { clock, pacer } = setUp();
    const before = pacer.rpm;
    for (let call = 0; call < 50; call++) {
      pacer.told({ ...said, resetMs: 1000 }, clock.at);
      pacer.succeeded();
    }
    expect(pacer.rpm).toBeGreaterThan(2 * before);
  });

  it('leaves the pace of a given limit alone', () => {
    const { clock, pacer } = setUp({ rpm: 600 });
    const before = pacer.rpm;
    pacer.told({ limit: 100, left: 1, resetMs: 1000 }, clock.at);
    expect(pacer.rpm).toBe(before);
  });

  it.each([5, 20, 100])('lets a limit of %i a second be found out unrefused', async (limit) => {
    const { refused, pace } = await meet(limit, 2000, true);
    expect(refused).toBe(0);
    expect(pace).toBeGreaterThan(0.8 * limit);
  });
});
