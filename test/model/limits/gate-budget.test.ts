import type { ModelRequest } from '@openai/agents';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../../src/domain/decision/outcome.ts';
import type { Tariff } from '../../../src/domain/prices.ts';
import { ModelFault } from '../../../src/model/faults/fault.ts';
import { holdGate, type Service } from '../hold-gate.ts';
import { dollarOut, requestOf } from '../judge-request.ts';

/** A dollar for every token that goes out, and none for those that come back. */
const dollarIn: Tariff = { kind: 'given', input: 1e6, cached: 5e5, output: 0 };

type Held = ReturnType<typeof holdGate>;

/** The dollars that are reserved while the call is out. */
async function reservedFor({ ask, budget }: Held, service: Service = {}, request?: ModelRequest) {
  const before = budget().dollars;
  let reserved = 0;
  const meanwhile = () => {
    reserved = before - budget().dollars;
  };
  await ask({ ...service, meanwhile }, request);
  return reserved;
}

describe('a call at a service tier', () => {
  const listed: Tariff = { kind: 'listed', input: 0, cached: 0, output: 1e6 };
  const request = requestOf();
  const asked = (service_tier: string): ModelRequest => ({
    ...request,
    modelSettings: { ...request.modelSettings, providerData: { service_tier } },
  });

  it.each([
    ['flex', 50, undefined, 5],
    ['flex', 50, 'default', 10],
    ['priority', 200, undefined, 20],
    ['priority', 200, 'default', 10],
    ['none that is known', 100, undefined, 10],
  ])(
    '%s is reserved at $%i, and costs what its answer says',
    async (tier, reserved, said, cost) => {
      const held = holdGate({ tariff: listed });
      const service = { usage: { out: 10 }, ...(said === undefined ? {} : { tier: said }) };
      expect(await reservedFor(held, service, asked(tier))).toBe(reserved);
      expect(held.settled.at(-1)?.cost).toBe(cost);
    },
  );

  it('costs what a person said that calls cost', async () => {
    const held = holdGate({ tariff: dollarOut });
    await held.ask({ usage: { out: 10 } }, asked('flex'));
    expect(held.settled.at(-1)?.cost).toBe(10);
  });
});

describe('before a call leaves', () => {
  it('a hundred tokens of answer are reserved for each of its tickets', async () => {
    const held = holdGate({ tariff: dollarOut });
    expect(await reservedFor(held)).toBe(100);
    expect(await reservedFor(held, {}, requestOf(['one', 'two', 'three']))).toBe(300);
    expect(await reservedFor(held, {}, { ...requestOf(), input: 'no ticket' })).toBe(100);
  });

  it('as much as the longest answer yet, once there was a longer one', async () => {
    const held = holdGate({ tariff: dollarOut });
    await held.ask({ usage: { out: 600 } }, requestOf(['one', 'two']));
    expect(await reservedFor(held, { usage: { out: 20 } })).toBe(300);
    expect(await reservedFor(held)).toBe(300);
  });

  it('its prompt is reserved, tools and instructions with it', async () => {
    const request = requestOf();
    const reserved = (less: Partial<ModelRequest>) =>
      reservedFor(holdGate({ tariff: dollarIn }), {}, { ...request, ...less });
    const whole = await reserved({});
    expect(await reserved({ tools: [] })).toBeLessThan(whole - 50);
    expect(await reserved({ systemInstructions: '' })).toBeLessThan(whole - 50);
    expect(await reserved({ input: [] })).toBeLessThan(whole);
    // Two bytes a letter count twice.
    expect(await reserved({ input: 'ж'.repeat(400) })).toBe(
      (await reserved({ input: 'z'.repeat(400) })) + 100,
    );
  });

  it('it counts, so that those that are out at once never pass the cap together', async () => {
    const { ask, left, settled, budget } = holdGate({ tariff: dollarOut, dollars: 250 });
    const asked = [1, 2, 3].map(() => ask({ usage: { out: 10 } }));
    const results = await Promise.allSettled(asked);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(asked[2]).rejects.toMatchObject({
      failure: 'budget_spent',
      message: 'no dollars left',
    });
    expect(left).toHaveLength(2);
    expect(settled).toHaveLength(2);
    expect(budget()).toEqual({ calls: 98, dollars: 230 });
  });

  it('it counts as one call', async () => {
    const { ask, left } = holdGate({ calls: 2 });
    const results = await Promise.allSettled([ask(), ask(), ask()]);
    expect(results[2]).toMatchObject({ reason: { failure: 'budget_spent' } });
    expect(left).toHaveLength(2);
  });
});

describe('after an answer', () => {
  it.each([20, 100, 350])('of %i dollars that is what is spent', async (out) => {
    const { ask, budget, settled } = holdGate({ tariff: dollarOut, dollars: 1000 });
    await ask({ usage: { out } });
    expect(budget().dollars).toBe(1000 - out);
    expect(settled).toMatchObject([{ cost: out }]);
  });

  it('tokens that the provider kept cost less', async () => {
    const { ask, budget, settled } = holdGate({ tariff: dollarIn, dollars: 10_000 });
    await ask({ usage: { in: 1000, cached: 200 } });
    expect(settled).toMatchObject([{ cost: 900 }]);
    expect(budget().dollars).toBe(9100);
  });

  it.each<[Tariff['kind'], number | null]>([
    ['unknown', null],
    ['free', 0],
  ])('of a model whose price is %s the books say %j', async (kind, cost) => {
    const { ask, budget, settled } = holdGate({ tariff: { kind } as Tariff, dollars: 10 });
    await ask({ usage: { in: 1000, out: 1000 } });
    expect(settled).toMatchObject([{ cost }]);
    expect(budget()).toEqual({ calls: 99, dollars: 10 });
  });

  it.each<[Tariff['kind'], number, number | null]>([
    ['given', 900, null],
    ['unknown', 1000, null],
    ['free', 1000, 0],
  ])(
    'without usage, at a price that is %s, %d dollars are left and the books say %j',
    async (...args) => {
      const [kind, dollars, cost] = args;
      const { ask, budget, settled } = holdGate({
        tariff: { ...dollarOut, kind } as Tariff,
        dollars: 1000,
      });
      await ask();
      expect(budget()).toEqual({ calls: 99, dollars });
      expect(settled).toMatchObject([{ cause: null, cost }]);
    },
  );

  it('that turns out empty its usage is paid for all the same', async () => {
    const { ask, budget, settled } = holdGate({ tariff: dollarOut, dollars: 1000 });
    const asked = ask({ says: '<think>Hm', usage: { in: 10, out: 40 } });
    await expect(asked).rejects.toMatchObject({ failure: 'empty_answer' });
    expect(settled).toMatchObject([
      { cause: 'empty_answer', tokens: { in: 10, out: 40 }, cost: 40 },
    ]);
    expect(budget()).toEqual({ calls: 99, dollars: 960 });
  });
});

const perhapsBilled: FailureCause[] = [
  ...(['timeout', 'connection', 'not_json', 'interrupted'] as const),
  ...(['truncated_answer', 'empty_answer', 'refusal', 'bad_arguments'] as const),
];
const neverBilled: FailureCause[] = [
  ...(['rate_limit', 'server_error', 'unauthorized', 'quota_exhausted', 'unknown_model'] as const),
  ...(['not_found', 'bad_request', 'context_overflow'] as const),
];

describe('after a failure', () => {
  async function fail(cause: FailureCause, tariff: Tariff) {
    const held = holdGate({ tariff, dollars: 1000 });
    const error = new ModelFault(cause, 'no');
    await held.ask({ error }).catch(() => undefined);
    return { budget: held.budget(), cost: held.settled[0]?.cost };
  }

  it.each(perhapsBilled)(
    '%s may be billed: the reserve is kept, the cost unknown',
    async (cause) => {
      expect(await fail(cause, dollarOut)).toEqual({
        budget: { calls: 99, dollars: 900 },
        cost: null,
      });
      expect((await fail(cause, { kind: 'unknown' })).cost).toBeNull();
      expect((await fail(cause, { kind: 'free' })).cost).toBe(0);
    },
  );

  it.each(neverBilled)('%s costs nothing but a call', async (cause) => {
    expect(await fail(cause, dollarOut)).toEqual({
      budget: { calls: 99, dollars: 1000 },
      cost: 0,
    });
  });

  it('to read what came, whatever that is, the docket is at fault and what was reserved is kept', async () => {
    const { ask, budget } = holdGate({ tariff: dollarOut, dollars: 1000 });
    const error = new TypeError('x is no function');
    await expect(ask({ error })).rejects.toMatchObject({
      failure: 'unreadable_answer',
      message: expect.stringContaining('x is no function'),
    });
    expect(budget().dollars).toBe(900);
  });
});

it('what is left and what the books say make up what there was, where they know it', async () => {
  const service = fc.oneof(
    fc.record({
      usage: fc.record({ out: fc.integer({ min: 1, max: 400 }) }),
      says: fc.constantFrom('no', ''),
    }),
    fc.constantFrom(...neverBilled).map((cause) => ({ error: new ModelFault(cause, 'no') })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(service, { maxLength: 12 }), async (services) => {
      const { ask, budget, settled } = holdGate({ tariff: dollarOut, dollars: 1500, slots: 3 });
      await Promise.allSettled(services.map((one) => ask(one)));
      const spent = settled.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
      expect(budget().dollars).toBe(1500 - spent);
      expect(budget().calls).toBe(100 - settled.length);
    }),
    { numRuns: 50 },
  );
});
