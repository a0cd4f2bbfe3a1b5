import { describe, expect, it } from 'vitest';
import { docketIds } from '../../../src/agent/docket.ts';
import type { Footing } from '../../../src/model/answers/adapt.ts';
import type { Endpoint } from '../../../src/model/endpoint.ts';
import { openWindow } from '../../../src/model/window.ts';
import { ask, callOf, createMemory, free, requestOf } from '../judge-request.ts';
import { callCompletion, sendJson, startLittleServer } from '../little-server.ts';

const text = 'I waited two weeks.';
const [ticket] = docketIds([text]);
const verdicts = [{ ticket, verdict: 'yes', confidence: 0.9, quote: 'waited', rationale: 'r' }];
const told = requestOf().systemInstructions;
const asked = { effort: 'low', tier: 'flex' } as const;

/** A server that answers whatever `refuses` has no words about: a message, or an empty one. */
async function setUp(
  refuses: (body: Record<string, unknown>) => string | undefined = () => undefined,
) {
  const server = await startLittleServer((response, _, body) => {
    const message = refuses(body);
    if (message === undefined) return sendJson(response, 200, callCompletion({ verdicts }));
    sendJson(response, 400, message === '' ? {} : { error: { message } });
  });
  const footings = new Map<string, Footing>();
  const said: string[] = [];
  const open = (more: Partial<Endpoint> = {}) =>
    openWindow(
      { model: 'mock', baseURL: server.baseURL, api: 'chat', ...more },
      createMemory(footings),
      {
        timeoutMs: 5000,
        pauseMs: 1,
        tariff: () => free,
        tellRefused: (_, setting) => said.push(setting),
      },
      {},
    ).model();
  const without = () => [...footings.values()].flatMap((footing) => footing.without);
  return { server, open, said, without };
}

const claude = { model: 'anthropic/claude-haiku', ...asked };

/** How the extras stand in the body of a request. */
function extrasIn(body: Record<string, unknown> | undefined) {
  const [system] = (body?.messages ?? []) as { content: unknown }[];
  return {
    prompt_cache_key: body?.prompt_cache_key !== undefined,
    cache_control: JSON.stringify(system?.content).includes('cache_control'),
    reasoning_effort: body?.reasoning_effort !== undefined,
    service_tier: body?.service_tier !== undefined,
  };
}
type Extra = keyof ReturnType<typeof extrasIn>;
const all: Extra[] = ['prompt_cache_key', 'cache_control', 'reasoning_effort', 'service_tier'];

describe('what makes calls cheaper', () => {
  it('is sent to a server that takes it, with the same key for all calls of an agent', async () => {
    const { server, open } = await setUp();
    const model = open(claude);
    await ask(model);
    await ask(model, requestOf([text, 'Nobody called back.']));
    const [first = {}, second = {}] = server.bodies;
    expect(first).toMatchObject({ reasoning_effort: 'low', service_tier: 'flex' });
    expect(first.prompt_cache_key).toMatch(/^[0-9a-f]{32}$/);
    expect(second.prompt_cache_key).toBe(first.prompt_cache_key);
    const [system] = first.messages as { content: unknown }[];
    expect(system?.content).toEqual([
      { type: 'text', text: told, cache_control: { type: 'ephemeral' } },
    ]);
    expect(first).not.toHaveProperty('cache_control');
    // What comes before the tickets is the same in both.
    expect((second.messages as unknown[])[0]).toEqual(system);
  });

  it('is not asked for, but for the key of the prompt, where nobody says so and no model of Anthropic’s is', async () => {
    const { server, open } = await setUp();
    await ask(open());
    expect(extrasIn(server.bodies[0])).toEqual({
      prompt_cache_key: true,
      cache_control: false,
      reasoning_effort: false,
      service_tier: false,
    });
  });

  it.each(all)(
    'is left away where a server refuses %s by name, which is remembered and costs one call',
    async (name) => {
      const { server, open, said, without } = await setUp((body) =>
        extrasIn(body)[name] ? `Unknown parameter: '${name}'.` : undefined,
      );
      expect(callOf(await ask(open(claude))).name).toBe('submit_verdicts');
      expect(server.bodies).toHaveLength(2);
      for (const other of all) expect(extrasIn(server.bodies[1])[other]).toBe(other !== name);
      expect(without()).toEqual([name]);
      expect(said).toEqual(name.includes('cache') ? [] : [name]);
      await ask(open(claude));
      expect(server.bodies).toHaveLength(3);
    },
  );

  it.each(all)('is left away where a server refuses %s without a word of it', async (name) => {
    const { server, open, without } = await setUp((body) =>
      extrasIn(body)[name] ? '' : undefined,
    );
    expect(callOf(await ask(open(claude))).name).toBe('submit_verdicts');
    expect(without()).toContain(name);
    const asking = server.bodies.length;
    await ask(open(claude));
    expect(server.bodies).toHaveLength(asking + 1);
  });

  it('is left away, and that remembered, where a server is known and refuses it only now', async () => {
    const { server, open, without } = await setUp((body) =>
      body.service_tier === undefined ? undefined : 'service_tier is not for you',
    );
    await ask(open());
    expect(without()).toEqual([]);
    await ask(open(asked));
    expect(without()).toEqual(['service_tier']);
    await ask(open(asked));
    expect(server.bodies).toHaveLength(4);
  });
});
