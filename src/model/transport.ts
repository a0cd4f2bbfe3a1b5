import {
  getCurrentSpan,
  type Model,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
} from '@openai/agents';
import OpenAI from 'openai';
import { type Exchange, keepExchange } from '../domain/exchange.ts';
import type { Endpoint } from './endpoint.ts';
import { ModelFault } from './fault.ts';
import { mendCompletion } from './mend-completion.ts';
import { passage } from './passage.ts';
import { isJson } from './whole-entries.ts';

/** No honest answer is longer, in bytes. */
const longestAnswer = 16 * 2 ** 20;

/** What is no JSON is kept for the trace up to here, in characters. */
const longestPage = 2 ** 16;

/** The client must not end a call that waits for its turn: the time limit below begins when it leaves. */
const neverMs = 2 ** 31 - 1;

/**
 * The model at the other end of an HTTP connection. It asks once: nothing here retries. An answer
 * that takes longer than `timeoutMs` milliseconds is called off.
 */
export function createTransport(endpoint: Endpoint, apiKey: string, timeoutMs: number): Model {
  const client = new OpenAI({
    baseURL: endpoint.baseURL,
    apiKey,
    // The environment may name them for OpenAI; they are nobody else's business.
    ...(endpoint.api === 'responses' ? {} : { organization: null, project: null }),
    maxRetries: 0,
    timeout: neverMs,
    fetch: (url: string | URL | Request, init?: RequestInit) =>
      fetchJson(url, init, apiKey, timeoutMs),
  });
  return endpoint.api === 'responses'
    ? new OpenAIResponsesModel(client, endpoint.model)
    : new OpenAIChatCompletionsModel(client, endpoint.model);
}

/** Reads the whole answer, bounded, without our key if it echoes that, and refuses a success that is a web page. */
async function fetchJson(
  url: string | URL | Request,
  init: RequestInit | undefined,
  apiKey: string,
  timeoutMs: number,
): Promise<Response> {
  const way = passage.getStore();
  await way?.leave(init?.signal ?? undefined);
  const exchange: Exchange = { request: String(init?.body ?? null), response: null, status: null };
  const answer = fetchText(url, init, timeoutMs, exchange);
  keepExchange(getCurrentSpan(), exchange);
  // By then the request has been written, unless a connection had to be made first.
  setImmediate(() => way?.left());
  const { response, text } = await answer;
  way?.arrived(response.headers);
  const body = text.replaceAll(apiKey, apiKey.length < 8 ? apiKey : '***');
  const isWhole = isJson(body);
  exchange.response = isWhole ? body : JSON.stringify(body.slice(0, longestPage));
  if (response.ok && !/^\s*[[{]/.test(body))
    throw new ModelFault('not_json', `no JSON came back but: ${body.slice(0, 80)}`);
  const headers = new Headers(response.headers);
  // The client parses by this name, and some servers call their JSON plain text.
  if (response.ok) headers.set('content-type', 'application/json');
  return new Response(response.ok && !isWhole ? mendCompletion(body) : body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}

async function fetchText(
  url: string | URL | Request,
  init: RequestInit | undefined,
  timeoutMs: number,
  exchange: Exchange,
) {
  const clock = AbortSignal.timeout(timeoutMs);
  const signal = init?.signal ? AbortSignal.any([init.signal, clock]) : clock;
  try {
    const response = await fetch(url, { ...init, signal, redirect: 'error' });
    exchange.status = response.status;
    return { response, text: await readBounded(response) };
  } catch (error) {
    if (clock.aborted && init?.signal?.aborted !== true)
      throw new ModelFault('timeout', `no answer within ${timeoutMs / 1000} s`, { cause: error });
    throw error;
  }
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > longestAnswer)
      throw new ModelFault('not_json', `the answer is longer than ${longestAnswer} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
