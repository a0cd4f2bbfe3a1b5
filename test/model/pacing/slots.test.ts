import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slots } from '../../../src/model/pacing/slots.ts';

/** When the answer to a call that comes in now is there. */
type Server = (now: number) => number;

const latencyMs = 300;

/** Works on so many calls at once and lets the others wait. */
function queueing(slots: number): Server {
  const free = Array.from({ length: slots }, () => 0);
  return (now) => {
    const first = free.indexOf(Math.min(...free));
    const answered = Math.max(now, free[first] ?? 0) + latencyMs;
    free[first] = answered;
    return answered;
  };
}

const unbounded: Server = (now) => now + latencyMs;

/** Sends so many calls to a server that refuses what is too much at once; it takes as many as `takes` says. */
async function serveRefusing(slots: Slots, takes: (now: number) => number, calls: number) {
  let now = 1000;
  let refusals = 0;
  let draw = 0;
  /** Milliseconds of work on all slots together. */
  let worked = 0;
  const out: { due: number; isTaken: boolean; wake: () => void }[] = [];
  const call = async (): Promise<void> => {
    const isTaken = await slots.run(async () => {
      const taken = out.filter((one) => one.isTaken).length < takes(now);
      draw = (draw + 0.618) % 1;
      const due = now + (taken ? latencyMs * (0.8 + 0.4 * draw) : 1);
      if (taken) worked += due - now;
      await new Promise<void>((wake) => out.push({ due, isTaken: taken, wake }));
      if (taken) slots.answered(now, false);
      else slots.refused(out.length);
      return taken;
    });
    if (isTaken) return;
    refusals += 1;
    await call();
  };
  const all = Promise.all(Array.from({ length: calls }, call));
  for (;;) {
    await new Promise(setImmediate);
    const next = out.sort((one, other) => one.due - other.due).shift();
    if (next === undefined) break;
    now = next.due;
    next.wake();
  }
  await all;
  return { refusals, used: worked / ((now - 1000) * takes(now)) };
}

describe('a server that refuses what is too much at once', () => {
  it.each([
    [1, 8, 64],
    [5, 8, 64],
    [5, 64, 64],
    [20, 8, 64],
    [40, 64, 64],
  ])(
    'of %i slots is used to the full, from %i calls at once and %i at most',
    async (takes, ...sizes) => {
      const { used, refusals } = await serveRefusing(new Slots(...sizes), () => takes, 2000);
      expect(used).toBeGreaterThan(0.9);
      expect(refusals).toBeLessThan(2000 / 20);
    },
  );

  it('of 20 slots is full after a few rounds of answers', async () => {
    const { used } = await serveRefusing(new Slots(8, 64), () => 20, 400);
    expect(used).toBeGreaterThan(0.88);
  });

  it('gets no more calls where somebody else takes slots, and more again when they are free', async () => {
    const slots = new Slots(8, 64);
    const sizes: number[] = [];
    const takes = (now: number) => {
      sizes.push(slots.size);
      return now < 20_000 ? 8 : now < 40_000 ? 3 : 8;
    };
    const { refusals } = await serveRefusing(slots, takes, 1500);
    expect(refusals).toBeLessThan(150);
    expect(sizes).toContain(3);
    expect(sizes.at(-100)).toBeGreaterThanOrEqual(8);
  });

  it('is known by what it says of itself', () => {
    const slots = new Slots(8, 64);
    slots.told(3);
    expect(slots.size).toBe(3);
    slots.told(100);
    expect(slots.size).toBe(3);
  });

  it('that refuses a call while no other is out has trouble of its own', () => {
    expect(new Slots(4, 4).refused(0)).toBe(false);
  });
});

/** Sends so many calls, all ready at once, through the slots, in time that passes by itself. */
async function serve(slots: Slots, server: Server, calls: number, waitedForLimit = false) {
  let now = 1000;
  const out: { due: number; answer: () => void }[] = [];
  const answers: { at: number; size: number }[] = [];
  for (let call = 0; call < calls; call++)
    void slots.run(async () => {
      await new Promise<void>((answer) => out.push({ due: server(now), answer }));
      slots.answered(now, waitedForLimit);
      answers.push({ at: now, size: slots.size });
    });
  for (;;) {
    await new Promise(setImmediate);
    const next = out.sort((one, other) => one.due - other.due).shift();
    if (next === undefined) break;
    now = next.due;
    next.answer();
  }
  const late = answers.slice(-Math.round((2 / 3) * calls));
  const sizes = late.map(({ size }) => size).sort((one, other) => one - other);
  const spanMs = (late.at(-1)?.at ?? 0) - (late[0]?.at ?? 0);
  return {
    answers,
    sizes,
    /** The size that it had half the time, once it had found its way. */
    usual: sizes[sizes.length >> 1] ?? 0,
    perSecond: (1000 * (late.length - 1)) / spanMs,
  };
}

describe('how many calls are out at once', () => {
  it.each([1, 4, 8, 16])(
    'settles from %i where a server of 4 slots is busy, and no queue is left there',
    async (start) => {
      const { sizes, usual, perSecond } = await serve(new Slots(start, 256), queueing(4), 4000);
      expect(usual).toBeGreaterThanOrEqual(4);
      expect(usual).toBeLessThanOrEqual(6);
      const near = sizes.filter((size) => size >= 4 && size <= 6);
      expect(near.length / sizes.length).toBeGreaterThan(0.85);
      // 4 slots of 300 ms answer 13.3 calls a second.
      expect(perSecond).toBeGreaterThan((0.95 * 4 * 1000) / latencyMs);
    },
  );

  it('grows as the server does, whatever its size', async () => {
    for (const slots of [10, 30]) {
      const { perSecond } = await serve(new Slots(8, 256), queueing(slots), 6000);
      expect(perSecond).toBeGreaterThan((0.9 * slots * 1000) / latencyMs);
    }
  });

  it.each([
    [1, 64],
    [8, 64],
    [8, 128],
  ])(
    'comes from %i to %i, the most, where a server has no bound, and rests there',
    async (...args) => {
      const [start, most] = args;
      const { answers, usual } = await serve(new Slots(start, most), unbounded, 100 * most);
      expect(Math.max(...answers.map(({ size }) => size))).toBe(most);
      expect(usual).toBe(most);
    },
  );

  it.each<[string, Server]>([
    ['4 slots', queueing(4)],
    ['no bound', unbounded],
  ])('stays what it is on a server of %s while calls wait for the limit', async (_, server) => {
    const { answers } = await serve(new Slots(8, 64), server, 1000, true);
    expect(new Set(answers.map(({ size }) => size))).toEqual(new Set([8]));
  });

  it('stays what it is while no call waits for a slot', async () => {
    const slots = new Slots(8, 64);
    for (let round = 0; round < 100; round++) await serve(slots, unbounded, 8);
    expect(slots.size).toBe(8);
  });

  it('is fixed where the first number is the most', async () => {
    const { answers } = await serve(new Slots(8, 8), queueing(4), 1000);
    expect(new Set(answers.map(({ size }) => size))).toEqual(new Set([8]));
  });

  it('is never more than the size says', async () => {
    const slots = new Slots(2, 64);
    let out = 0;
    const over: number[] = [];
    const counted: Server = (now) => {
      out += 1;
      if (out > slots.size) over.push(out);
      return now + latencyMs;
    };
    const before = slots.answered.bind(slots);
    slots.answered = (now, waited) => {
      out -= 1;
      before(now, waited);
    };
    await serve(slots, counted, 300);
    expect(over).toEqual([]);
  });

  it('lies between one and the most, however answers come', async () => {
    const gaps = fc.array(fc.oneof(fc.nat(5), fc.nat(5000)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(20), gaps, (start, more, times) => {
        const slots = new Slots(start, start + more);
        for (let call = 0; call < start + 1; call++) void slots.run(() => new Promise(() => {}));
        let now = 1;
        for (let round = 0; round < 60; round++)
          for (const gap of times) {
            now += gap;
            slots.answered(now, false);
            expect(slots.size).toBeGreaterThanOrEqual(1);
            expect(slots.size).toBeLessThanOrEqual(start + more);
          }
      }),
      { numRuns: 50 },
    );
  });
});

it('lets a call that fails leave its slot to the next', async () => {
  const slots = new Slots(1, 1);
  const failed = slots.run(() => Promise.reject(new Error('failed')));
  const next = slots.run(async () => 'answer');
  await expect(failed).rejects.toThrow('failed');
  expect(await next).toBe('answer');
});
