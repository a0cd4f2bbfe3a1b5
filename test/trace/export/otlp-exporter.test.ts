import { describe, expect, it } from 'vitest';
import { defaultSender, encodeTraces } from '../../../src/trace/export/otlp.ts';
import { otlpExporter, readOtlpOptions } from '../../../src/trace/export/otlp-exporter.ts';
import { decodeOtlp, partialSuccess } from '../../support/decode-otlp.ts';
import { type Answer, startReceiver, unusedPort } from '../../support/receiver.ts';
import { traceOf } from '../ticket-traces.ts';

const never = new AbortController().signal;
const key = 'a-very-secret-key';

async function open(answer?: () => Answer, environment: Record<string, string> = {}) {
  const receiver = await startReceiver(answer);
  const options = readOtlpOptions({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...environment });
  if (options === undefined) throw new Error('it is off');
  return { receiver, exporter: otlpExporter(options) };
}

describe('the OTLP exporter', () => {
  it('sends the spans of a ticket as the conventions for generative AI have them', async () => {
    const { receiver, exporter } = await open();
    await exporter.send([traceOf(1), traceOf(2)], never);
    const [request, ...others] = receiver.requests;
    expect(others).toEqual([]);
    expect(request?.path).toBe('/v1/traces');
    expect(request?.headers['content-type']).toBe('application/x-protobuf');
    const spans = decodeOtlp(request?.body ?? Buffer.of());
    expect(spans.map(({ name }) => name)).toEqual(
      [1, 2].flatMap(() => [
        'invoke_workflow tribunal',
        'invoke_agent judge:policy',
        'chat mock',
        'execute_tool submit_verdicts',
      ]),
    );
    const [root, agent, chat, tool] = spans;
    expect(root).toMatchObject({ parent: '', schema: 'https://opentelemetry.io/schemas/1.41.0' });
    expect(root?.service).toBe('ticket-tribunal');
    expect([agent?.parent, chat?.parent, tool?.parent]).toEqual([root?.id, agent?.id, agent?.id]);
    expect(new Set(spans.map(({ trace }) => trace)).size).toBe(2);
    expect((chat?.end ?? 0n) - (chat?.start ?? 0n)).toBe(1_500_250_000n);
    expect(chat?.kind).toBe(3);
    expect(root?.attributes).toMatchObject({
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': 'tribunal',
      'tribunal.themes': ['policy'],
    });
    expect(agent?.attributes['gen_ai.agent.name']).toBe('judge:policy');
    expect(chat?.attributes).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'mock',
      'gen_ai.usage.input_tokens': 30,
      'gen_ai.usage.cache_read.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
    });
    expect(JSON.parse(String(chat?.attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'text', content: '{"verdict":"yes"}' }],
        finish_reason: 'stop',
      },
    ]);
    expect(tool?.attributes).toMatchObject({
      'gen_ai.tool.name': 'submit_verdicts',
      'gen_ai.tool.call.arguments': '{"verdict":"yes"}',
    });
  });

  it('marks a span that failed', async () => {
    const { receiver, exporter } = await open();
    await exporter.send([traceOf(1, { error: { type: 'timeout', message: 'late' } })], never);
    const spans = decodeOtlp(receiver.requests[0]?.body ?? Buffer.of());
    expect(spans.map(({ status }) => status)).toEqual([0, 0, 2, 0]);
    expect(spans[2]?.attributes['error.type']).toBe('timeout');
  });

  it('honours the headers, the compression and the name in the environment', async () => {
    const { receiver, exporter } = await open(undefined, {
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${key},x-tenant=mine`,
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_SERVICE_NAME: 'support',
    });
    await exporter.send([traceOf(1)], never);
    const [{ headers, body } = { headers: {}, body: Buffer.of() }] = receiver.requests;
    expect(headers).toMatchObject({ authorization: `Bearer ${key}`, 'x-tenant': 'mine' });
    expect(headers['content-encoding']).toBe('gzip');
    expect(decodeOtlp(body)[0]?.service).toBe('support');
  });

  it.each<[number, string]>([
    [401, 'hopeless'],
    [404, 'hopeless'],
    [400, 'refused'],
    [429, 'passing'],
    [503, 'passing'],
  ])('says of HTTP %i that it is %s', async (status, kind) => {
    const { exporter } = await open(() => ({ status, body: 'no' }));
    const message = `HTTP ${status}: no`;
    await expect(exporter.send([traceOf(1)], never)).rejects.toMatchObject({ kind, message });
  });

  it('reports spans that the collector took the request without', async () => {
    const { exporter } = await open(() => ({ body: partialSuccess(3, 'over quota') }));
    await expect(exporter.send([traceOf(1)], never)).rejects.toMatchObject({
      kind: 'refused',
      message: 'it left out 3 spans: over quota',
    });
  });

  it('never quotes a key, also where the collector does', async () => {
    const { exporter } = await open(() => ({ status: 403, body: `bad key ${key}` }), {
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${key}`,
    });
    await expect(exporter.send([traceOf(1)], never)).rejects.toMatchObject({
      message: 'HTTP 403: bad key [key]',
    });
  });

  it('carries no key to where a redirect points', async () => {
    const elsewhere = await startReceiver();
    const answer = { status: 303, headers: { location: elsewhere.url } };
    const { exporter } = await open(() => answer, { OTEL_EXPORTER_OTLP_HEADERS: `x-key=${key}` });
    await expect(exporter.send([traceOf(1)], never)).rejects.toMatchObject({ kind: 'passing' });
    expect(elsewhere.requests).toEqual([]);
  });

  it('says why a collector that is not there gets nothing', async () => {
    const url = `http://127.0.0.1:${await unusedPort()}/v1/traces`;
    const exporter = otlpExporter({ url, headers: {}, gzip: false, sender: defaultSender });
    await expect(exporter.send([traceOf(1)], never)).rejects.toMatchObject({
      kind: 'passing',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('requests one after the other', () => {
  it('are one request with all their spans', () => {
    const parts = [1, 2, 3].map((row) => encodeTraces([traceOf(row)], defaultSender));
    expect(decodeOtlp(Buffer.concat(parts))).toEqual(parts.flatMap((part) => decodeOtlp(part)));
  });
});

describe('the environment of OTLP', () => {
  const endpoint = 'http://127.0.0.1:4318';

  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, `${endpoint}/v1/traces`],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/otel/` }, `${endpoint}/otel/v1/traces`],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/mine` }, `${endpoint}/mine`],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'true' }, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_EXPORTER: 'none' }, undefined],
  ])('%o sends to %s', (environment, url) => {
    expect(readOtlpOptions(environment)?.url).toBe(url);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: `http://me:${key}@127.0.0.1` }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: `a b=${key}` }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: `a=${key}%zz` }],
  ])('%o is a mistake that is told without the key', (environment) => {
    expect(() => readOtlpOptions(environment)).toThrow(
      expect.objectContaining({
        name: 'UserMistake',
        message: expect.not.stringContaining(key),
      }),
    );
  });
});
