import { type Model, OpenAIChatCompletionsModel, OpenAIResponsesModel } from '@openai/agents';
import OpenAI from 'openai';
import type { Endpoint } from './endpoint.ts';
import { ModelFault } from './fault.ts';

/** No honest answer is longer, in bytes. */
const longestAnswer = 16 * 2 ** 20;

/** The model at the other end of an HTTP connection. It asks once: nothing here retries. */
export function createTransport(endpoint: Endpoint, apiKey: string): Model {
  const client = new OpenAI({
    baseURL: endpoint.baseURL,
    apiKey,
    // The environment may name them for OpenAI; they are nobody else's business.
    ...(endpoint.api === 'responses' ? {} : { organization: null, project: null }),
    maxRetries: 0,
    fetch: (url: string | URL | Request, init?: RequestInit) => fetchJson(url, init, apiKey),
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
): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'error' });
  const body = (await readBounded(response)).replaceAll(apiKey, apiKey.length < 8 ? apiKey : '***');
  if (response.ok && !/^\s*[[{]/.test(body))
    throw new ModelFault('not_json', `no JSON came back but: ${body.slice(0, 80)}`);
  const headers = new Headers(response.headers);
  // The client parses by this name, and some servers call their JSON plain text.
  if (response.ok) headers.set('content-type', 'application/json');
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
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
