import { describe, expect, it, vi } from 'vitest';
import {
  langSmithExporter,
  readLangSmithOptions,
} from '../../../src/trace/export/langsmith-exporter.ts';
import { langSmithRunsAt, langSmithTrees } from '../../support/langsmith-runs.ts';
import { type Answer, startReceiver } from '../../support/receiver.ts';
import { traceOf } from '../ticket-traces.ts';

const never = new AbortController().signal;
const key = 'lsv2_pt_secret';

async function open(answer?: () => Answer, share = 1) {
  const receiver = await startReceiver(answer);
  const exporter = langSmithExporter({ url: receiver.url, key, project: 'mine', share });
  return { receiver, exporter };
}

describe('the LangSmith exporter', () => {
  it('sends a ticket as a tree of runs with their times, tokens, questions and answers', async () => {
    const { receiver, exporter } = await open();
    await exporter.send([traceOf(1)], never);
    expect(receiver.requests.map(({ path, headers }) => [path, headers['x-api-key']])).toEqual([
      ['/runs/batch', key],
    ]);
    const runs = langSmithRunsAt(receiver);
    expect(runs.map(({ name, run_type }) => [name, run_type])).toEqual([
      ['invoke_workflow tribunal', 'chain'],
      ['invoke_agent judge:policy', 'chain'],
      ['chat mock', 'llm'],
      ['execute_tool submit_verdicts', 'tool'],
    ]);
    const [root, agent, chat, tool] = runs;
    expect(root).toMatchObject({
      session_name: 'mine',
      inputs: { text: 'ticket 1' },
      outputs: { status: 'decided' },
      start_time: '2026-01-02T03:04:05.678Z',
      end_time: '2026-01-02T03:04:07.178Z',
    });
    expect(root?.parent_run_id).toBeUndefined();
    expect(root?.dotted_order).toBe(`20260102T030405678000Z${root?.id}`);
    expect([agent, chat, tool].map((run) => run?.parent_run_id)).toEqual([
      root?.id,
      agent?.id,
      agent?.id,
    ]);
    expect(chat?.inputs).toEqual({ messages: [{ role: 'user', content: '{"text":"ticket 1"}' }] });
    expect(chat?.extra.metadata).toMatchObject({
      ls_model_name: 'mock',
      usage_metadata: {
        input_tokens: 30,
        output_tokens: 5,
        total_tokens: 35,
        input_token_details: { cache_read: 10 },
      },
    });
    for (const { id } of runs)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('keeps tickets that are sent at the same time apart, each its own root', async () => {
    const { receiver, exporter } = await open();
    const rows = Array.from({ length: 60 }, (_, index) => index + 1);
    await Promise.all(
      [0, 20, 40].map((start) =>
        exporter.send(
          rows.slice(start, start + 20).map((row) => traceOf(row)),
          never,
        ),
      ),
    );
    const runs = langSmithRunsAt(receiver);
    expect(runs).toHaveLength(60 * 4);
    const trees = langSmithTrees(runs);
    expect([...trees.values()]).toEqual(rows.map(() => 3));
    expect(runs.filter(({ parent_run_id }) => parent_run_id === undefined)).toHaveLength(60);
  });

  it('sends no more than 100 runs in a request', async () => {
    const { receiver, exporter } = await open();
    const rows = Array.from({ length: 60 }, (_, index) => index + 1);
    await exporter.send(
      rows.map((row) => traceOf(row)),
      never,
    );
    const sizes = receiver.requests.map(({ body }) => JSON.parse(body.toString()).post.length);
    expect(sizes.sort()).toEqual([100, 100, 40]);
  });

  it('gives a ticket the same ids each time, and takes it well that LangSmith has them', async () => {
    const { receiver, exporter } = await open(() => ({ status: 409 }));
    await exporter.send([traceOf(1)], never);
    await exporter.send([traceOf(1)], never);
    const ids = langSmithRunsAt(receiver).map(({ id }) => id);
    expect(ids.slice(4)).toEqual(ids.slice(0, 4));
  });

  it.each<[number, string]>([
    [401, 'hopeless'],
    [422, 'refused'],
    [429, 'passing'],
    [500, 'passing'],
  ])('says of HTTP %i that it is %s, at once and without the key', async (status, kind) => {
    const { receiver, exporter } = await open(() => ({ status, body: `not with ${key}` }));
    await expect(exporter.send([traceOf(1)], never)).rejects.toMatchObject({
      kind,
      message: `HTTP ${status}: not with [key]`,
    });
    expect(receiver.requests).toHaveLength(1);
  });

  it('is not led elsewhere by what else of LangSmith is in the environment', async () => {
    const elsewhere = await startReceiver();
    vi.stubEnv('LANGSMITH_TRACING', 'true');
    vi.stubEnv('LANGSMITH_ENDPOINT', elsewhere.url);
    vi.stubEnv('LANGSMITH_TRACING_SAMPLING_RATE', '0');
    vi.stubEnv('LANGSMITH_PROJECT', 'another');
    const { receiver, exporter } = await open();
    await exporter.send([traceOf(1)], never);
    expect(langSmithRunsAt(receiver).map(({ session_name }) => session_name)).toEqual(
      Array.from({ length: 4 }, () => 'mine'),
    );
    expect(receiver.requests[0]?.body.toString()).not.toContain('LANGSMITH');
    expect(elsewhere.requests).toEqual([]);
  });

  it('takes a share of the tickets, and the same ones each time', async () => {
    const { exporter } = await open(undefined, 0.1);
    const rows = Array.from({ length: 10_000 }, (_, index) => index + 1);
    const taken = rows.filter((row) => exporter.takes('run', row));
    expect(taken.length).toBeGreaterThan(850);
    expect(taken.length).toBeLessThan(1150);
    expect(rows.filter((row) => exporter.takes('run', row))).toEqual(taken);
    expect(rows.filter((row) => exporter.takes('other run', row))).not.toEqual(taken);
  });
});

describe('the environment of LangSmith', () => {
  const all = { isWanted: false, share: 1 };

  it('turns it on by a key alone, and not without', () => {
    expect(readLangSmithOptions({}, all)).toBeUndefined();
    expect(readLangSmithOptions({ LANGSMITH_API_KEY: '' }, all)).toBeUndefined();
    expect(readLangSmithOptions({ LANGSMITH_TRACING: 'true' }, all)).toBeUndefined();
    expect(readLangSmithOptions({ LANGSMITH_API_KEY: key }, all)).toEqual({
      ...{ url: 'https://api.smith.langchain.com', key, project: 'ticket-tribunal', share: 1 },
    });
  });

  it('says what is missing where it is asked for', () => {
    expect(() => readLangSmithOptions({}, { isWanted: true, share: 1 })).toThrow(
      '--langsmith needs a key: set LANGSMITH_API_KEY in the environment',
    );
    expect(() =>
      readLangSmithOptions({ LANGSMITH_API_KEY: key, LANGSMITH_ENDPOINT: 'smith' }, all),
    ).toThrow('LANGSMITH_ENDPOINT takes an address');
  });
});
