import { ModelBehaviorError } from '@openai/agents';
import { APIConnectionError, APIConnectionTimeoutError, APIUserAbortError } from 'openai';
import { describe, expect, it, vi } from 'vitest';
import type { FailureCause } from '../../../src/domain/decision/outcome.ts';
import { explainStop } from '../../../src/model/faults/explain-stop.ts';
import { ModelFault } from '../../../src/model/faults/fault.ts';
import { faultIn, faultOfAnswer, readFault } from '../../../src/model/faults/read-fault.ts';

/** The fault behind an answer of that status. */
function answered(status: number, error: unknown, headers: Record<string, string> = {}) {
  const body = typeof error === 'string' ? error : JSON.stringify(error && { error });
  return faultOfAnswer(status, body ?? '', new Headers(headers));
}

describe('an HTTP status and its body', () => {
  it.each<[string, number, unknown, FailureCause]>([
    [
      'a wrong key',
      401,
      { message: 'Incorrect API key provided', code: 'invalid_api_key' },
      'unauthorized',
    ],
    ['a forbidden region', 403, { message: 'Country not supported' }, 'unauthorized'],
    [
      'a rate limit',
      429,
      { message: 'Rate limit reached', code: 'rate_limit_exceeded' },
      'rate_limit',
    ],
    [
      'a token limit',
      429,
      { message: 'Too many tokens, please wait before trying again.' },
      'rate_limit',
    ],
    [
      'an empty account',
      429,
      { message: 'You exceeded your current quota', code: 'insufficient_quota' },
      'quota_exhausted',
    ],
    ['a forbidden account', 403, { message: 'x', type: 'insufficient_quota' }, 'quota_exhausted'],
    [
      'OpenRouter without credits',
      402,
      { message: 'Insufficient credits', code: 402 },
      'quota_exhausted',
    ],
    ['a hard limit', 400, { message: 'x', code: 'billing_hard_limit_reached' }, 'quota_exhausted'],
    [
      'OpenAI without the model',
      404,
      { message: 'The model `x` does not exist', code: 'model_not_found' },
      'unknown_model',
    ],
    [
      'Ollama without the model',
      404,
      { message: 'model "x" not found, try pulling it first', type: 'api_error' },
      'unknown_model',
    ],
    [
      'a router without the model',
      400,
      { message: 'x is not a valid model ID', code: 'model_not_found' },
      'unknown_model',
    ],
    [
      'a proxy without the model',
      400,
      { message: 'Invalid model name passed in model=x' },
      'unknown_model',
    ],
    ['a wrong path', 404, '404 page not found', 'not_found'],
    ['a wrong path in JSON', 404, { message: 'Invalid URL (POST /chat/completions)' }, 'not_found'],
    ['a path without a body', 404, undefined, 'not_found'],
    [
      'OpenAI: too long',
      400,
      {
        message: "This model's maximum context length is 8192 tokens",
        code: 'context_length_exceeded',
      },
      'context_overflow',
    ],
    [
      'llama.cpp: too long',
      400,
      {
        code: 400,
        message: 'the request exceeds the available size',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 9000,
        n_ctx: 4096,
      },
      'context_overflow',
    ],
    [
      'llama.cpp: too long, as a 500',
      500,
      { message: 'exceeds the available context size' },
      'context_overflow',
    ],
    ['a proxy: too large', 413, '<h1>Request Entity Too Large</h1>', 'context_overflow'],
    ['no tools', 400, { message: 'x does not support tools' }, 'bad_request'],
    ['a schema error', 422, { message: 'Field required' }, 'bad_request'],
    ['a slow gateway', 408, undefined, 'timeout'],
    ['a conflict', 409, undefined, 'rate_limit'],
    [
      'llama.cpp: loading',
      503,
      { message: 'Loading model', type: 'unavailable_error', code: 503 },
      'server_error',
    ],
    ...[
      'Too many concurrent requests',
      'Your account request reached max organization concurrency: 1, please try again after 1 seconds',
      'Number of concurrent connections has exceeded your rate limit',
      'Too many requests in parallel',
      'This key has 4 in-flight requests, the most it may have',
      'Model is overloaded',
      '您当前使用该API的并发数过高',
    ].map(
      (message) =>
        [message, 429, { message }, 'server_busy'] as [string, number, unknown, FailureCause],
    ),
    ...[
      'server busy, please try again. maximum pending requests exceeded',
      'no slot available',
    ].map(
      (message) =>
        [message, 503, { message }, 'server_busy'] as [string, number, unknown, FailureCause],
    ),
    [
      'a rate that mentions concurrency',
      429,
      { message: 'Limit 60 requests per minute reached; send fewer concurrent requests' },
      'rate_limit',
    ],
    ['a broken server', 500, { message: 'The server had an error' }, 'server_error'],
    ['a page from a gateway', 502, '<html>Bad Gateway</html>', 'server_error'],
    ['a busy Cloudflare', 529, undefined, 'server_error'],
  ])('%s (%i)', (_, status, body, failure) => {
    expect(answered(status, body).failure).toBe(failure);
  });

  it('reads slots from the headers, too, where none is left', () => {
    const headers = {
      'x-ratelimit-limit-concurrent': '4',
      'x-ratelimit-remaining-concurrent': '0',
    };
    expect(answered(429, { message: 'slow down' }, headers).failure).toBe('server_busy');
    const some = { ...headers, 'x-ratelimit-remaining-concurrent': '2' };
    expect(answered(429, { message: 'slow down' }, some).failure).toBe('rate_limit');
  });

  it.each<[unknown, string]>([
    [{ object: 'error', message: 'no such thing' }, '400 no such thing'],
    [[{ error: { code: 400, message: 'no such thing' } }], '400 no such thing'],
    [{ code: 'x', error: 'no such thing' }, '400 no such thing'],
    [{ detail: [{ loc: ['body'], msg: 'no such thing' }] }, '400 no such thing'],
    [{ message: { detail: 'no such thing' } }, '400 no such thing'],
    [{ code: 7 }, '400 {"code":7}'],
    [null, '400 null'],
  ])('shows the sentence of %j', (body, message) => {
    expect(faultOfAnswer(400, JSON.stringify(body)).message).toBe(message);
  });

  it('shows the title of a page', () => {
    const page = '<!doctype html>\n<html><head><title>502 Bad gateway</title></head></html>';
    expect(faultOfAnswer(502, page).message).toBe('502 Bad gateway');
  });

  it('says so where there is no body', () => {
    expect(faultOfAnswer(503, '').message).toBe('503 (no body)');
  });

  it('keeps what the server said, on one line and no longer than a line', () => {
    const said = `Rate\nlimit   reached ${'x'.repeat(2000)}`;
    const { message } = answered(429, { message: said });
    expect(message).toMatch(/^429 Rate limit reached x+$/);
    expect(message.length).toBe(400);
  });
});

describe('the time to wait that a server asks for', () => {
  const waitOf = (headers: Record<string, string>) =>
    answered(429, { message: 'x' }, headers).retryAfterMs;

  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '50', 'retry-after': '1' }, 50],
    [{ 'retry-after-ms': 'soon', 'retry-after': '1' }, 1000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '0x10' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after-ms': '-1', 'retry-after': '3' }, 3000],
    [{ 'retry-after': '315360000' }, 315_360_000_000],
    [{}, undefined],
  ])('%j is %s ms', (headers, ms) => expect(waitOf(headers)).toBe(ms));

  it('is read from a date, and is over once that is past', () => {
    vi.useFakeTimers({ now: new Date('2026-11-22T12:00:00Z') });
    expect(waitOf({ 'retry-after': 'Sun, 22 Nov 2026 12:00:07 GMT' })).toBe(7000);
    expect(waitOf({ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' })).toBe(0);
    expect(waitOf({ 'retry-after': 'Sun, 22 Nov 2099 11:00:00 GMT' })).toBeGreaterThan(2e12);
    expect(waitOf({ 'retry-after': 'Sun, 99 Nov 2026 11:00:00 GMT' })).toBeUndefined();
  });

  it('is read from a date by the clock of the server, where that is shown', () => {
    const date = 'Sun, 22 Nov 2020 12:00:00 GMT';
    expect(waitOf({ 'retry-after': 'Sun, 22 Nov 2020 12:00:07 GMT', date })).toBe(7000);
  });
});

describe('a call without an answer', () => {
  it.each<[string, Error, FailureCause]>([
    ['called off', new APIUserAbortError(), 'interrupted'],
    ['aborted', new DOMException('This operation was aborted', 'AbortError'), 'interrupted'],
    ['timed out', new APIConnectionTimeoutError(), 'timeout'],
    ['the SDK could not use', new ModelBehaviorError('x'), 'bad_arguments'],
  ])('%s', (_, error, failure) => expect(readFault(error)?.failure).toBe(failure));

  it.each([
    "Chat Completions response terminated with finish_reason='length' but produced no assistant text, tool call, or refusal.",
    'OpenAI Responses request ended with unsuccessful terminal state "response.incomplete".',
  ])('that the SDK calls %j was cut off', (message) => {
    expect(readFault(new ModelBehaviorError(message))?.failure).toBe('truncated_answer');
  });

  it('that the SDK calls failed is the server’s fault', () => {
    const message =
      'OpenAI Responses request ended with unsuccessful terminal state "response.failed".';
    expect(readFault(new ModelBehaviorError(message))?.failure).toBe('server_error');
  });

  it('names the deepest reason of a connection that failed', () => {
    const refused = new Error('connect ECONNREFUSED 127.0.0.1:9');
    const cause = new TypeError('fetch failed', { cause: refused });
    const fault = readFault(new APIConnectionError({ message: 'Connection error.', cause }));
    expect(fault).toMatchObject({ failure: 'connection', message: refused.message });
  });
});

describe('a fault inside other errors', () => {
  it('is found, the same object, however deep', () => {
    const fault = new ModelFault('refusal', 'no', { retryAfterMs: 3 });
    const wrapped = new Error('run failed', {
      cause: new APIConnectionTimeoutError({ message: 'x' }),
    });
    (wrapped.cause as Error).cause = new TypeError('fetch failed', { cause: fault });
    expect(readFault(fault)).toBe(fault);
    expect(readFault(wrapped)).toBe(fault);
  });

  it.each([
    new Error('boom'),
    new TypeError("Cannot read properties of undefined (reading 'x')"),
    new Error('boom', { cause: new Error('deeper') }),
    'a string',
    { failure: 'timeout' },
    undefined,
    null,
  ])('is not made up for %s', (error) => expect(readFault(error)).toBeUndefined());

  it('has a name of its own, and the message, while an answer is read', () => {
    const bug = new TypeError("Cannot read properties of null (reading 'content')");
    expect(faultIn(bug)).toMatchObject({ failure: 'unreadable_answer', cause: bug });
    expect(faultIn(bug).message).toContain(bug.message);
  });
});

describe('a quota of a day that is used up', () => {
  const dayLong = 'Rate limit exceeded: free-models-per-day. Add 10 credits';
  const inMs = 40_000_000;
  const told = (reset: unknown) => ({
    error: { message: dayLong, metadata: { headers: { 'X-RateLimit-Reset': reset } } },
  });

  it.each([
    ['as a time in the error', told(String(Date.now() + inMs)), {}],
    ['in seconds in the error', told(inMs / 1000), {}],
    [
      'as a time in a header',
      { error: dayLong },
      { 'x-ratelimit-reset': String(Math.round((Date.now() + inMs) / 1000)) },
    ],
    ['as seconds to wait', { error: dayLong }, { 'retry-after': String(inMs / 1000) }],
  ])('ends the run, and says until when: %s', (_, body, headers) => {
    const fault = faultOfAnswer(429, JSON.stringify(body), new Headers(headers));
    expect(fault.failure).toBe('quota_exhausted');
    expect(Math.abs((fault.retryAfterMs ?? 0) - inMs)).toBeLessThan(60_000);
  });

  it('is waited for where that takes minutes, as is a minute’s', () => {
    const soon = faultOfAnswer(
      429,
      JSON.stringify({ error: dayLong }),
      new Headers({ 'retry-after': '400' }),
    );
    expect(soon).toMatchObject({ failure: 'rate_limit', retryAfterMs: 400_000 });
    const minute = { error: { message: 'Rate limit exceeded: free-models-per-min' } };
    expect(faultOfAnswer(429, JSON.stringify(minute)).failure).toBe('rate_limit');
  });

  it('is told in one line with what to do', async () => {
    const endpoint = { model: 'm', baseURL: 'http://h/v1', api: 'chat' } as const;
    const fault = faultOfAnswer(429, JSON.stringify(told(inMs / 1000)));
    expect(String(await explainStop(fault, endpoint))).toMatch(
      /no quota left until \d{4}-\d\d-\d\d \d\d:\d\d .*wait, or top it up, then run the same command again/,
    );
    const absurd = new Headers({ 'retry-after': '9'.repeat(400) });
    const never = faultOfAnswer(429, JSON.stringify({ error: dayLong }), absurd);
    expect(String(await explainStop(never, endpoint))).toMatch(/no quota left until 2\d{3}-/);
  });
});
