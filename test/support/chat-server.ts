// A real HTTP server on the loopback that stands in for an OpenAI-compatible one, in tests and benchmarks.
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  apiError,
  type Fault,
  type HttpError,
  type Reply,
  rateLimited,
  rejection,
  replyTo,
  type Style,
} from './chat-faults.ts';
import { type Answerer, answerByDefault, type ChatRequest } from './chat-question.ts';
import { chatCompletion, responsesObject, type Usage, usageOf } from './chat-shapes.ts';

export type { Fault, Style } from './chat-faults.ts';
export type { Answerer } from './chat-question.ts';

interface RecordedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: ChatRequest;
  /** Arrival, in ms of `performance.now()`. */
  at: number;
}

export interface ChatServer {
  /** `http://127.0.0.1:PORT/v1` */
  baseURL: string;
  /** The model requests in order of arrival; empty without `keepRequests`. */
  requests: RecordedRequest[];
  /** Model requests that arrived, the rejected ones too. */
  count(): number;
  /** Those of them that `limit` or `slots` answered with 429. */
  rejected(): number;
  /** What all its answers together said of tokens. */
  usage: Usage;
  close(): Promise<void>;
}

export interface ChatServerOptions {
  /** Default `tools`. */
  style?: Style;
  /** Until then requests are kept waiting: all of them, or that of this index. */
  opens?: Promise<void> | ((index: number) => Promise<void> | undefined);
  /** Time that a request takes once it is served. */
  latencyMs?: number;
  /** Requests served at once; the others queue. */
  slots?: number;
  /** The others are answered with 429 instead. */
  refusesOthers?: boolean;
  /** At most `requests` in any stretch of `perMs`; 429 beyond. */
  limit?: { requests: number; perMs: number };
  /** What goes wrong with the request of this index, counted from 0 in order of arrival. */
  faults?: (index: number, body: ChatRequest) => Fault | undefined;
  /** What it answers instead, to the request of this index: any status and body. */
  refuses?: (body: ChatRequest, index: number) => HttpError | undefined;
  /** What the model says. */
  answer?: Answerer;
  /** A tool of the judge's own that the model calls before it answers. */
  helper?: (body: ChatRequest) => { name: string; arguments: object } | undefined;
  /** Default true. */
  keepRequests?: boolean;
  /** The share of each prompt that it says it had read before; default 0. */
  cachedShare?: number;
  /** What `GET /v1/models` lists; default `mock`. */
  models?: string[];
}

const LARGEST_BODY = 20 * 1024 * 1024;

export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const { style = 'tools', latencyMs = 0, slots = Number.POSITIVE_INFINITY } = options;
  const { answer = answerByDefault, keepRequests = true, models = ['mock'] } = options;
  const { cachedShare = 0, opens } = options;
  const usage: Usage = { in: 0, cached: 0, out: 0 };
  const window = options.limit && new SlidingWindow(options.limit.requests, options.limit.perMs);
  const requests: RecordedRequest[] = [];
  const waiting: (() => void)[] = [];
  let count = 0;
  let rejected = 0;
  let busy = 0;

  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (request.method === 'GET' && path === '/v1/models') {
      const refused = style === 'unauthorized' ? rejection(style, undefined, {}) : undefined;
      if (refused !== undefined) return send(response, refused);
      const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'mock' }));
      return sendJson(response, 200, { object: 'list', data });
    }
    const isChat = path === '/v1/chat/completions';
    if (request.method !== 'POST' || !(isChat || path === '/v1/responses')) {
      return send(response, apiError(404, `no route ${request.method} ${path}`));
    }
    readBody(request, (text) => {
      if (text === undefined) return send(response, apiError(413, 'request over 20 MB'));
      const body = parsedBody(text);
      if (body === undefined) return send(response, apiError(400, 'the body is no JSON object'));
      const at = performance.now();
      const index = count++;
      if (keepRequests) requests.push({ path, headers: request.headers, body, at });
      if (window !== undefined) {
        const waitMs = window.take(at);
        for (const [name, value] of window.headers(at)) response.setHeader(name, value);
        if (waitMs > 0) {
          rejected++;
          return send(response, rateLimited(waitMs));
        }
      }
      if (options.refusesOthers && busy >= slots) {
        rejected++;
        return send(response, apiError(429, 'Too many concurrent requests'));
      }
      const fault = options.faults?.(index, body);
      inSlot(index, response, () => {
        if (fault === 'reset') return request.socket.destroy();
        if (fault === 'stall') return;
        const refused = options.refuses?.(body, index) ?? rejection(style, fault, body);
        if (refused !== undefined) return send(response, refused);
        if (style === 'html') {
          const page = '<!doctype html><title>Sign in</title><h1>Sign in</h1>';
          return sendText(response, 200, page, { 'content-type': 'text/html' });
        }
        const helper = options.helper?.(body);
        const reply =
          helper === undefined
            ? replyTo(body, index, style, fault, answer)
            : callOf(helper.name, helper.arguments, index);
        const shaped = isChat ? chatCompletion : responsesObject;
        const said = usageOf(reply, text.length, cachedShare);
        for (const kind of ['in', 'cached', 'out'] as const) usage[kind] += said[kind];
        const json = JSON.stringify(
          shaped(reply, body.model ?? '', index, text.length, cachedShare),
        );
        const sent = fault === 'truncated-json' ? json.slice(0, json.length >> 1) : json;
        sendText(response, 200, sent, {});
      });
    });
  });

  function inSlot(index: number, response: ServerResponse, serve: () => void): void {
    const start = () => {
      if (response.destroyed) return startNext();
      busy++;
      response.once('close', () => {
        busy--;
        startNext();
      });
      if (latencyMs > 0)
        setTimeout(() => response.destroyed || guarded(response, serve), latencyMs);
      else guarded(response, serve);
    };
    const enter = () => {
      if (busy < slots) start();
      else waiting.push(start);
    };
    const opened = typeof opens === 'function' ? opens(index) : opens;
    if (opened === undefined) enter();
    else void opened.then(enter);
  }

  function startNext(): void {
    if (busy < slots) waiting.shift()?.();
  }

  // Above what a benchmark leaves idle: a connection closed under a client looks like a fault.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', 4096, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    requests,
    count: () => count,
    rejected: () => rejected,
    usage,
    close: () =>
      new Promise((resolve) => {
        waiting.length = 0;
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function callOf(name: string, given: object, index: number): Reply {
  const call = { id: `call_${index}`, name, arguments: JSON.stringify(given) };
  return { calls: [call], text: null, finish: 'tool_calls' };
}

/** The times of the granted requests of the last `perMs`, oldest first. */
class SlidingWindow {
  private granted: number[] = [];
  private oldest = 0;
  private readonly requests: number;
  private readonly perMs: number;

  constructor(requests: number, perMs: number) {
    this.requests = requests;
    this.perMs = perMs;
  }

  /** 0 where the request is granted, else the time until one would be. */
  take(now: number): number {
    while (this.oldest < this.granted.length && this.age(now) >= this.perMs) this.oldest++;
    if (this.oldest > 10_000) {
      this.granted = this.granted.slice(this.oldest);
      this.oldest = 0;
    }
    if (this.granted.length - this.oldest >= this.requests) return this.perMs - this.age(now);
    this.granted.push(now);
    return 0;
  }

  headers(now: number): [string, string][] {
    const used = this.granted.length - this.oldest;
    const resetMs = used === 0 ? 0 : Math.ceil(this.perMs - this.age(now));
    return [
      ['x-ratelimit-limit-requests', String(this.requests)],
      ['x-ratelimit-remaining-requests', String(this.requests - used)],
      ['x-ratelimit-reset-requests', `${resetMs}ms`],
    ];
  }

  private age(now: number): number {
    return now - (this.granted[this.oldest] ?? now);
  }
}

function readBody(request: IncomingMessage, done: (text: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // The rest is read and forgotten, so that the client gets to read the refusal.
    if (size > LARGEST_BODY) chunks.length = 0;
    else chunks.push(chunk);
  });
  request.on('error', () => {});
  request.on('end', () =>
    done(size > LARGEST_BODY ? undefined : Buffer.concat(chunks).toString('utf8')),
  );
}

function parsedBody(text: string): ChatRequest | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as ChatRequest) : undefined;
  } catch {
    return undefined;
  }
}

/** An Answerer that throws is a test's bug: the client sees it as a 500 with the message. */
function guarded(response: ServerResponse, serve: () => void): void {
  try {
    serve();
  } catch (error) {
    send(response, apiError(500, `the test's answerer threw: ${error}`, { type: 'server_error' }));
  }
}

function send(response: ServerResponse, error: HttpError): void {
  if (error.body === undefined) sendText(response, error.status, '', error.headers ?? {});
  else sendJson(response, error.status, error.body, error.headers);
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  sendText(response, status, JSON.stringify(body), headers);
}

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string>,
): void {
  // With its length known the answer is one write, not chunks.
  const length = Buffer.byteLength(text);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': length,
    ...headers,
  });
  response.end(text);
}
