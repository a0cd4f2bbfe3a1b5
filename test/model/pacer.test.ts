import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clock, type Limits, Pacer } from '../../src/model/pacer.ts';

/** Time that passes only while somebody sleeps. */
function handClock(start = 1_000_000): Clock & { at: number } {
  return {
    at: start,
    now() {
      return this.at;
    },
    async sleep(ms) {
      this.at += ms;
    },
  };
}

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

  it('counts what was sent before a restart', async () => {
    const [first] = await turns({ rpm: 6 }, 1, 1, [4000]);
    expect(first).toBeGreaterThanOrEqual(1_000_000 + 6000);
  });
});

describe('an unknown limit', () => {
  /** A server that allows so many calls in any second; returns how it went. */
  async function meet(perSecond: number, calls: number) {
    const clock = handClock();
    const pacer = new Pacer({}, [], clock);
    const granted: number[] = [];
    let refused = 0;
    for (let call = 0; call < calls; call++) {
      await pacer.acquire(1, undefined);
      const now = clock.now();
      if (granted.filter((time) => time > now - 1000).length >= perSecond) {
        refused += 1;
        pacer.refused(now, undefined);
      } else {
        granted.push(now);
        pacer.succeeded();
      }
    }
    const late = granted.slice(granted.length / 2);
    const seconds = ((late.at(-1) ?? 0) - (late[0] ?? 0)) / 1000;
    return { refused, pace: late.length / seconds };
  }

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

  it('does not hold back who is called off', async () => {
    const pacer = new Pacer({ rpm: 1 });
    await pacer.acquire(1, undefined);
    const off = new AbortController();
    const waiting = pacer.acquire(1, off.signal);
    off.abort();
    await expect(waiting).rejects.toMatchObject({ failure: 'interrupted' });
  });
});
