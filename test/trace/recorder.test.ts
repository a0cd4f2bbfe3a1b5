import { setTraceProcessors, withAgentSpan, withTrace } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import { defineTheme, judgeSpec } from '../../agents/judge.ts';
import type { Rows } from '../../src/ledger/group-commit.ts';
import { openEmbedded } from '../../src/model/embedded/model.ts';
import { createTransport } from '../../src/model/transport.ts';
import { SpanRecorder } from '../../src/trace/recorder.ts';
import { Desk } from '../../src/tribunal/queue/question-queue.ts';
import { ask, faultOf, judgeTexts, requestOf, sayYes } from '../model/judge-request.ts';
import { startLittleServer, startServer } from '../model/little-server.ts';
import { holdCourt, speak } from '../support/court.ts';

const key = 'sk-secret-0123456789';
const apis = ['chat', 'responses'] as const;

type Span = NonNullable<Rows['spans']>[number];

/** A recorder that writes into arrays. */
function record(options: ConstructorParameters<typeof SpanRecorder>[1] = {}) {
  const spans: Span[] = [];
  const bodies = new Map<string, string>();
  const recorder = new SpanRecorder(async (rows) => {
    spans.push(...(rows.spans ?? []));
    for (const { span, body } of rows.span_bodies ?? []) bodies.set(span, body);
  }, options);
  setTraceProcessors([recorder]);
  const calls = async () => {
    await recorder.forceFlush();
    return spans
      .filter(({ kind }) => kind === 'generation' || kind === 'response')
      .map(({ id, error }) => ({ ...JSON.parse(bodies.get(id) ?? '{}'), error }));
  };
  return { recorder, spans, bodies, calls };
}

function transportTo(baseURL: string, api: (typeof apis)[number] = 'chat', timeoutMs = 5000) {
  return createTransport({ model: 'mock', baseURL, api }, { OPENAI_API_KEY: key }, timeoutMs);
}

describe.each(apis)('a call by the %s API', (api) => {
  it('is kept as it went over the wire: the whole request, the whole response, no header', async () => {
    const server = await startServer({ answer: sayYes });
    const { calls, bodies } = record();
    await ask(transportTo(server.baseURL, api));
    const [call, ...others] = await calls();
    expect(others).toEqual([]);
    expect(call).toMatchObject({ status: 200, error: null });
    expect(call.request).toEqual(server.requests[0]?.body);
    expect(call.request).toMatchObject({ tool_choice: 'required', temperature: 0 });
    expect(call.request.tools).toHaveLength(1);
    expect(call.response).toMatchObject({ model: 'mock', usage: expect.anything() });
    expect([...bodies.values()].join()).not.toMatch(/sk-secret|authorization/i);
  });

  it.each([
    ['rate-limit', 429, { error: { code: 'rate_limit_exceeded' } }],
    ['server-error', 500, { error: { type: 'server_error' } }],
    ['truncated-json', 200, expect.stringMatching(/^\{"id":/)],
    ['stall', null, null],
    ['reset', null, null],
  ] as const)('that fails with %s keeps what there was of it', async (fault, status, response) => {
    const server = await startServer({ faults: () => fault });
    const { calls } = record();
    await faultOf(ask(transportTo(server.baseURL, api, fault === 'stall' ? 200 : 5000)));
    const [call] = await calls();
    expect(call.request).toEqual(server.requests[0]?.body);
    expect(call.status).toBe(status);
    if (response === null) expect(call.response).toBeNull();
    else expect(call).toMatchObject({ response });
    expect(JSON.parse(call.error)).toMatchObject({ message: expect.any(String) });
  });
});

describe('a response', () => {
  it('that is no JSON is kept as a string, cut off where it is long, without our key', async () => {
    const server = await startLittleServer((response, { headers }) =>
      response.end(`<p>"${headers.authorization}"</p>${'\u{1F40C}'.repeat(2 ** 16)}`),
    );
    const { calls } = record();
    await faultOf(ask(transportTo(server.baseURL)));
    const [{ response, status }] = await calls();
    expect(status).toBe(200);
    expect(response).toMatch(/^<p>"Bearer \*\*\*"<\/p>/);
    expect(response).toHaveLength(2 ** 16);
  });

  it('is kept as received where the SDK reads something else out of it', async () => {
    const said = (key: unknown) =>
      `{"choices": [ {"index":0, "own_field": 1.50, "message":{"content":"no ${key}"}} ]}\n`;
    const server = await startLittleServer((response, { headers }) =>
      response.end(said(headers.authorization)),
    );
    const { bodies, recorder } = record();
    await ask(transportTo(server.baseURL));
    await recorder.forceFlush();
    expect([...bodies.values()][0]).toContain(`"response":${said('Bearer ***')},"status":200}`);
  });
});

describe('the embedded model', () => {
  it('keeps its calls in the same shape', async () => {
    const theme = defineTheme({ id: 'waiting_time', name: 'Waiting', definition: 'Waited.' });
    const { calls } = record();
    await ask(openEmbedded([theme]).model());
    const [{ request, response, status }] = await calls();
    expect(request).toMatchObject({ tool: 'submit_verdicts', input: requestOf().input });
    expect(JSON.parse(response.arguments)).toMatchObject({ verdicts: [{ verdict: 'yes' }] });
    expect(status).toBeNull();
  });
});

describe('the trace of a docket', () => {
  it('leaves out frames that carry nothing, and every parent is there', async () => {
    const server = await startServer({ answer: sayYes });
    const { spans, recorder, bodies } = record();
    await judgeTexts(transportTo(server.baseURL), ['one', 'two']);
    await recorder.forceFlush();
    expect(spans.map(({ kind }) => kind).sort()).toEqual(['agent', 'function', 'generation']);
    const agent = spans.find(({ kind }) => kind === 'agent');
    expect(spans.map(({ parent }) => parent).sort()).toEqual([agent?.id, agent?.id, null].sort());
    expect(bodies.size).toBe(2);
  });

  it.each([
    ['brought answers', undefined, 3],
    ['failed', 'server-error', 4],
  ] as const)(
    'that %s is written in one piece, before anything follows',
    async (_, fault, count) => {
      const server = await startServer({ answer: sayYes, faults: () => fault });
      const writes: (number | string)[] = [];
      const recorder = new SpanRecorder(async ({ spans }) => void writes.push(spans?.length ?? 0));
      setTraceProcessors([recorder]);
      await judgeTexts(transportTo(server.baseURL), ['one']).catch(() => {});
      writes.push('what follows');
      expect(writes).toEqual([count, 'what follows']);
    },
  );

  it('has the call that was called off in the middle of it', async () => {
    const abort = new AbortController();
    const server = await startServer({ answer: sayYes, opens: new Promise(() => {}) });
    const court = await holdCourt({ abort: abort.signal });
    const spec = judgeSpec(defineTheme({ name: 'Late', definition: 'Late.' }));
    const desk = new Desk(court, 'judges', spec, transportTo(server.baseURL));
    const { calls, spans } = record();
    const asked = desk.ask({ address: 'a', row: 1, line: { text: 'late' }, reason: '' });
    const called = setInterval(() => server.count() > 0 && abort.abort(), 5);
    await expect(asked).rejects.toMatchObject({ failure: 'interrupted' });
    clearInterval(called);
    expect(await calls()).toMatchObject([{ request: { model: 'mock' }, response: null }]);
    const ids = new Set(spans.map(({ id }) => id));
    expect(spans.filter(({ parent }) => parent !== null && !ids.has(parent ?? ''))).toEqual([]);
  });

  it('is written at the end of the process as far as it got', async () => {
    const server = await startServer({ answer: sayYes });
    const { recorder, spans } = record();
    await withTrace('unfinished', async () => {
      await withAgentSpan(async () => {
        await transportTo(server.baseURL).getResponse(requestOf());
        await recorder.forceFlush();
        expect(spans.map(({ kind }) => kind)).toEqual(['generation']);
      });
    });
    expect(spans.map(({ kind }) => kind)).toEqual(['generation', 'agent']);
  });

  it('is only counted where no spans are wanted', async () => {
    const court = await holdCourt();
    const { recorder, spans } = record({ spans: 'none' });
    const model = speak(({ lines }) => sayYes({ tickets: lines } as never) as object);
    const spec = judgeSpec(defineTheme({ name: 'Late', definition: 'Late.' }));
    const desk = new Desk({ ...court, recorder }, 'judges', spec, model);
    await desk.ask({ address: 'a', row: 1, line: { text: 'late' }, reason: '' });
    await recorder.forceFlush();
    expect(spans).toEqual([]);
    expect(await court.ledger.records.countCalls('run')).toMatchObject({ calls: 1 });
  });
});

describe('what keeps a span from being written', () => {
  it('is told at the end, also where it comes to light later than the span', async () => {
    const server = await startServer({ answer: sayYes });
    const recorder = new SpanRecorder(
      () => new Promise((_, reject) => setTimeout(() => reject(new Error('disk full')), 20)),
    );
    setTraceProcessors([recorder]);
    await judgeTexts(transportTo(server.baseURL), ['one']);
    await expect(recorder.forceFlush()).rejects.toThrow('disk full');
  });
});
