import {
  getCurrentSpan,
  type Model,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
} from '@openai/agents';
import OpenAI from 'openai';
import { type Exchange, keepExchange } from '../domain/exchange.ts';
import { ours } from '../domain/text/own-sentence.ts';
import { markKept } from './answers/extras.ts';
import { sampledFault } from './answers/fallback.ts';
import { joinStream } from './answers/join-stream.ts';
import { mendCompletion } from './answers/mend-completion.ts';
import { OwnMessages } from './answers/own-messages.ts';
import { isObject, nestsTooDeep, readJson } from './answers/text/json-in-text.ts';
import { tidyAnswer } from './answers/text/tidy-answer.ts';
import { connect, fetchThrough, readBounded } from './connection.ts';
import type { Endpoint } from './endpoint.ts';
import { ModelFault } from './faults/fault.ts';
import { faultOfAnswer } from './faults/read-fault.ts';
import { hideKeys } from './key.ts';
import { lookBeforeWriting } from './limits/last-look.ts';
import { type Passage, passage } from './limits/passage.ts';
import { withTimeLimit } from './limits/time-limit.ts';

/** What is no JSON is kept for the trace up to here, in characters. */
const longestPage = 2 ** 16;

/** How calls are spoken, how long their answers may take, in milliseconds, and what the server said before. */
interface Line {
  api: Endpoint['api'];
  timeoutMs: number;
  messages: OwnMessages;
}

/** The client must not end a call that waits for its turn: the time limit below begins when it leaves. */
const neverMs = 2 ** 31 - 1;

/**
 * The model at the other end of an HTTP connection. It asks once: nothing here retries. An answer
 * that takes longer than `timeoutMs` milliseconds is called off.
 * @throws UserMistake for a key in the environment that is missing or can't be one
 */
export function createTransport(
  endpoint: Endpoint,
  environment: NodeJS.ProcessEnv,
  timeoutMs: number,
): Model {
  const { baseURL, query, headers } = connect(endpoint, environment);
  const messages = new OwnMessages();
  const client = new OpenAI({
    baseURL,
    defaultQuery: query,
    // Nothing of the SDK's own: a key stands in the headers, under the name that the server wants.
    apiKey: 'none',
    defaultHeaders: { authorization: null, ...headers },
    // The environment may name them for OpenAI; they are nobody else's business.
    ...(endpoint.api === 'responses' ? {} : { organization: null, project: null }),
    maxRetries: 0,
    timeout: neverMs,
    fetch: (url: string | URL | Request, init?: RequestInit) =>
      fetchJson(url, init, { api: endpoint.api, timeoutMs, messages }),
  });
  return endpoint.api === 'responses'
    ? new OpenAIResponsesModel(client, endpoint.model)
    : new OpenAIChatCompletionsModel(client, endpoint.model);
}

/** Reads the whole answer, bounded, without our key if it echoes that, and hands on only what the client can read. */
async function fetchJson(
  url: string | URL | Request,
  init: RequestInit | undefined,
  { api, timeoutMs, messages }: Line,
): Promise<Response> {
  const way = passage.getStore();
  const request = markKept(messages.restore(String(init?.body ?? null)));
  const exchange: Exchange = { request, response: null, status: null };
  let answer: Awaited<ReturnType<typeof fetchText>>;
  do {
    await way?.leave(init?.signal ?? undefined);
    keepExchange(getCurrentSpan(), exchange);
    // By then the request has been written, unless a connection had to be made first.
    setImmediate(() => way?.left());
    answer = await fetchText(url, { ...init, body: request }, timeoutMs, exchange, way);
  } while (answer === undefined);
  const { response, text } = answer;
  way?.arrived(response.headers);
  const body = hideKeys(text);
  const json = readJson(body);
  exchange.response = json === undefined ? JSON.stringify(body.slice(0, longestPage)) : body;
  messages.keep(request, json);
  const failed = failedGeneration(json);
  if (!response.ok && failed === undefined)
    throw faultOfAnswer(response.status, body, response.headers);
  const whole = failed ?? (isObject(json) || Array.isArray(json) ? json : readBroken(body));
  // Once more: what came in pieces is whole by now.
  return new Response(hideKeys(JSON.stringify(tidyAnswer(api, whole))), {
    headers: { 'content-type': 'application/json' },
  });
}

/** What a model wrote that its server could not make a tool call of, as an answer in text. */
function failedGeneration(json: unknown): object | undefined {
  if (!isObject(json)) return undefined;
  const error = isObject(json.error) ? json.error : { message: json.error, ...json };
  const message = typeof error.message === 'string' ? error.message : '';
  const written =
    typeof error.failed_generation === 'string' ? error.failed_generation : unparsedIn(message);
  if (written === undefined) return undefined;
  return { choices: [{ message: { content: written.trim() || message } }], [sampledFault]: true };
}

/** Of llama.cpp's and Ollama's complaints about a tool call of their own model: the call, where they quote it. */
function unparsedIn(message: string): string | undefined {
  if (!/(pars(e|ing) (the )?tool call|tool call parsing failed)/i.test(message)) return undefined;
  return /raw='([\s\S]*)', err=/.exec(message)?.[1] ?? '';
}

/** @throws ModelFault where nothing can be made of it */
function readBroken(body: string): unknown {
  if (nestsTooDeep(body))
    throw new ModelFault('not_json', ours`the answer nests too deep: ${body.slice(0, 80)}`);
  if (body.trim() === '') throw new ModelFault('empty_answer', ours`the answer is empty`);
  const answer = joinStream(body) ?? mendCompletion(body);
  if (answer !== undefined) return answer;
  throw new ModelFault(
    'not_json',
    /^\s*[[{]/.test(body)
      ? ours`the answer breaks off: ${body.slice(-80)}`
      : ours`no JSON came back but: ${body.slice(0, 80)}`,
  );
}

/** Returns nothing where the request has to wait for another moment, and was not written. */
async function fetchText(
  url: string | URL | Request,
  init: RequestInit | undefined,
  timeoutMs: number,
  exchange: Exchange,
  way: Passage | undefined,
) {
  const moment = new AbortController();
  const look = () => way?.isStale && moment.abort();
  return withTimeLimit(timeoutMs, async (limit) => {
    const signal = AbortSignal.any([...(init?.signal ? [init.signal] : []), limit, moment.signal]);
    try {
      const response = await lookBeforeWriting(look, () => fetchThrough(url, { ...init, signal }));
      exchange.status = response.status;
      return { response, text: await readBounded(response) };
    } catch (error) {
      if (init?.signal?.aborted === true) throw error;
      if (moment.signal.aborted) return undefined;
      if (!limit.aborted) throw error;
      throw new ModelFault('timeout', ours`no answer within ${timeoutMs / 1000} s`, {
        cause: error,
      });
    }
  });
}
