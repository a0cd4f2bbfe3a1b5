import { setMaxListeners } from 'node:events';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { paceLaw } from '../../../src/domain/pace-law.ts';
import { SharedPacer } from '../../../src/model/pacing/shared-pacer.ts';
import { onPostgres, type TestedEngine } from '../../support/engines.ts';
import { openPaces } from '../../support/paces.ts';
import { eventClock } from '../event-clock.ts';

/** Evenly drawn numbers below one, the same ones each time. */
function drawn() {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Processes that share a pace, each with clocks and connections of its own, in time that passes by itself. */
async function setUp(engine: TestedEngine, rpms: (number | undefined)[], late?: () => number) {
  const openPace = await openPaces(engine);
  const clock = eventClock(late);
  /** How far the database's clock was set ahead, or back, in milliseconds. */
  const database = { set: 0 };
  const pacers = await Promise.all(
    rpms.map(async (rpm, index) => {
      const pace = await openPace({ rpm }, () => sql`${clock.now() + database.set}`, 'server');
      // A machine whose clock is minutes off.
      const ahead = 100_000 * index;
      const own = { now: () => clock.now() + ahead, sleep: clock.sleep };
      return new SharedPacer(
        {
          reserve: (asked) => clock.during(() => pace.reserve(asked)),
          refused: (...args) => clock.during(() => pace.refused(...args)),
          foundOut: () => clock.during(() => pace.foundOut()),
          pause: (ms) => clock.during(() => pace.pause(ms)),
          pausedFor: () => clock.during(() => pace.pausedFor()),
        },
        own,
      );
    }),
  );
  const start = clock.now();
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  /** When calls left, in milliseconds from the beginning, and the process of each. */
  const left: { at: number; by: number }[] = [];
  /** Keeps so many calls of each process waiting. */
  const ask = (each: number, readyMs = 0) => {
    for (const [by, pacer] of pacers.entries())
      for (let caller = 0; caller < each; caller += 1)
        void (async () => {
          for (;;) {
            const turn = await pacer.acquire(1, stop.signal, () =>
              readyMs === 0 ? Promise.resolve() : clock.sleep(readyMs, undefined),
            );
            left.push({ at: clock.now() - start, by });
            pacer.left(turn);
            pacer.succeeded();
          }
        })().catch(() => {});
  };
  const pass = async (ms: number) => {
    await clock.pass(clock.now() + ms);
  };
  return { pacers, left, ask, pass, stop, clock, database };
}

function mostWithin(times: number[], ms: number): number {
  return Math.max(...times.map((from) => times.filter((t) => t >= from && t < from + ms).length));
}

function suite(engine: TestedEngine) {
  it.each([
    [0, 0.95],
    [40, 0.95],
    [150, 0.9],
  ])(
    'four processes, each up to %i ms late, pass no limit and use %d of it',
    async (latest, share) => {
      const draw = drawn();
      const { left, ask, pass, stop } = await setUp(engine, [1200, 1200, 1200, 1200], () =>
        Math.floor(draw() ** 3 * latest),
      );
      ask(4, 60);
      await pass(12_000);
      stop.abort();
      const times = left.map(({ at }) => at);
      expect(mostWithin(times, 1000)).toBeLessThanOrEqual(20);
      expect(times.filter((at) => at >= 1000).length).toBeGreaterThanOrEqual(share * 20 * 11);
      for (const by of [0, 1, 2, 3])
        expect(left.filter((one) => one.by === by).length).toBeGreaterThan(times.length / 8);
    },
  );

  it('one process alone uses the whole limit, however long its calls take to get ready', async () => {
    const { left, ask, pass, stop } = await setUp(engine, [1200]);
    ask(10, 150);
    await pass(10_000);
    stop.abort();
    expect(left.filter(({ at }) => at >= 1000).length).toBeGreaterThanOrEqual(0.95 * 20 * 9);
  });

  it('what one of them is refused slows all of them down', async () => {
    const { pacers, left, ask, pass, stop, clock } = await setUp(engine, Array(4).fill(1200));
    ask(4);
    await pass(5000);
    pacers[0]?.refused(clock.now(), 10_000);
    await pass(15_000);
    stop.abort();
    const paused = left.filter(({ at }) => at > 5000 && at < 14_900);
    // Those who had a turn already.
    expect(paused.length).toBeLessThanOrEqual(8);
    expect(paused.some(({ by }) => by === 0)).toBe(false);
    expect(left.filter(({ at }) => at > 15_000).length).toBeGreaterThan(80);
  });

  it('a long wait for a turn is not longer than the pause that another one was told of', async () => {
    const { pacers, left, ask, pass, stop, clock } = await setUp(engine, [6, 6]);
    ask(1);
    await pass(1000);
    pacers[0]?.refused(clock.now(), 60_000);
    await pass(58_000);
    expect(left.filter(({ at }) => at > 1000)).toEqual([]);
    await pass(20_000);
    stop.abort();
    expect(left.filter(({ at }) => at > 1000).length).toBeGreaterThan(0);
  });

  it.each([400 * 24 * 3_600_000, 3_600_000, 5000, -5000, -3_600_000, -400 * 24 * 3_600_000])(
    'a database whose clock is set by %i ms makes nobody wait, nor the limit be passed',
    async (ms) => {
      const { pacers, left, ask, pass, stop, clock, database } = await setUp(engine, [1200, 1200]);
      ask(4);
      await pass(3000);
      pacers[0]?.refused(clock.now(), 500);
      await pass(2000);
      database.set = ms;
      await pass(4000);
      stop.abort();
      const after = left.map(({ at }) => at).filter((at) => at > 5000);
      expect(after.length).toBeGreaterThanOrEqual(0.85 * 20 * 4);
      expect(mostWithin(after, 1000)).toBeLessThanOrEqual(22);
    },
  );

  it('of two limits the smaller one holds, and the other one when that is gone', async () => {
    const { pacers, left, ask, pass, stop } = await setUp(engine, [1200, 120]);
    ask(4);
    await pass(10_000);
    const early = left.filter(({ at }) => at > 1000).length;
    expect(early).toBeLessThanOrEqual(18);
    stop.abort();
    const off = new AbortController();
    const before = left.length;
    void (async () => {
      for (;;) {
        await pacers[0]?.acquire(1, off.signal);
        left.push({ at: 0, by: 0 });
      }
    })().catch(() => {});
    await pass(30_000);
    off.abort();
    expect(left.length - before).toBeGreaterThan(200);
  });

  it('an unknown limit is found out together: four grow as fast as one', async () => {
    const { left, ask, pass, stop } = await setUp(engine, Array(4).fill(undefined));
    ask(4);
    await pass(4000);
    stop.abort();
    const last = left.filter(({ at }) => at >= 3000).length;
    expect(last).toBeGreaterThan(4 * 2 ** 2);
  });

  it('who is called off does not leave, and holds nobody back', async () => {
    const { pacers, left, ask, pass, stop } = await setUp(engine, [60]);
    const off = new AbortController();
    const [pacer] = pacers;
    const gone = [1, 2, 3].map(() => pacer?.acquire(1, off.signal));
    const outcomes = Promise.allSettled(gone);
    await pass(100);
    off.abort();
    expect((await outcomes).map(({ status }) => status).sort()).toEqual([
      ...['fulfilled', 'rejected', 'rejected'],
    ]);
    await expect(gone[2]).rejects.toMatchObject({ failure: 'interrupted' });
    ask(2);
    await pass(10_000);
    stop.abort();
    expect(left.length).toBeGreaterThanOrEqual(Math.floor(9 / paceLaw.sharedSlack) - 1);
  });
}

describe('a pace that processes share', () => onPostgres(suite));
