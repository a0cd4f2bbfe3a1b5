import { ModelBehaviorError } from '@openai/agents';
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIUserAbortError,
} from 'openai/core/error';
import { known, ours } from '../../domain/text/own-sentence.ts';
import { isObject, readJson } from '../answers/text/json-in-text.ts';
import { slotsLeft } from '../pacing/rate-headers.ts';
import { failureOf } from './failure-of.ts';
import { ModelFault } from './fault.ts';

/** Names what went wrong with a call; undefined for an error that is no fault of a call's but a bug. */
export function readFault(error: unknown): ModelFault | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ModelFault) return cause;
  if (error instanceof APIUserAbortError || isAbort(error))
    return new ModelFault('interrupted', ours`the call was called off`, { cause: error });
  if (error instanceof APIConnectionTimeoutError)
    return new ModelFault('timeout', error.message, { cause: error });
  if (error instanceof APIConnectionError)
    return new ModelFault('connection', deepestMessage(error), { cause: error });
  if (error instanceof ModelBehaviorError)
    return new ModelFault(failureOfModel(error.message), error.message, { cause: error });
  return undefined;
}

/** What is thrown while an answer is read and has no name is a fault of that answer: servers send anything. */
export function faultIn(error: unknown): ModelFault {
  return (
    readFault(error) ??
    new ModelFault('unreadable_answer', ours`the answer could not be read: ${String(error)}`, {
      cause: error,
    })
  );
}

/** The fault behind an answer that is no success. */
export function faultOfAnswer(
  status: number,
  body: string,
  headers: Headers = new Headers(),
): ModelFault {
  const said = sentenceIn(readJson(body)) ?? titleOf(body) ?? body;
  if (status === 429 && slotsLeft(headers) === 0)
    return new ModelFault('server_busy', ours`429 ${said}`, { retryAfterMs: retryAfter(headers) });
  const message = ours`${status} ${said.trim() || known('(no body)')}`;
  return faultOfStatus(status, body, message, retryAfter(headers), headers);
}

/** The fault behind a status and what was said with it. */
export function faultOfStatus(
  status: number,
  body: string,
  message: string,
  retryAfterMs?: number,
  headers = new Headers(),
): ModelFault {
  if (status === 429 && /per[ _-]?(day|month)|\bdaily\b|\b[rt]pd\b/i.test(body)) {
    const resetMs = retryAfterMs ?? readReset(headers, readJson(body));
    if (resetMs === undefined || resetMs > longestWaitMs)
      return new ModelFault('quota_exhausted', message, { retryAfterMs: resetMs, status });
  }
  return new ModelFault(failureOf(status, `${body} ${message}`), message, { retryAfterMs, status });
}

/** A quota that is whole again within this time, in milliseconds, is waited for. */
const longestWaitMs = 15 * 60_000;

/** `X-RateLimit-Reset`, as a time or in seconds, where a gateway puts it: into a header, or into the error. */
function readReset(headers: Headers, json: unknown): number | undefined {
  const error = isObject(json) && isObject(json.error) ? json.error : {};
  const told =
    isObject(error.metadata) && isObject(error.metadata.headers) ? error.metadata.headers : {};
  const [, inBody] = Object.entries(told).find(([name]) => /^x-ratelimit-reset$/i.test(name)) ?? [];
  const value = readNumber(headers.get('x-ratelimit-reset') ?? String(inBody));
  if (value === undefined) return undefined;
  if (value < 1e9) return value * 1000;
  return Math.max(0, (value < 1e12 ? value * 1000 : value) - Date.now());
}

/** The words for a person in an error, wherever servers put them. */
function sentenceIn(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  if (Array.isArray(error)) return sentenceIn(error[0]);
  if (!isObject(error)) return undefined;
  return ['error', 'message', 'detail', 'errors', 'msg']
    .map((name) => sentenceIn(error[name]))
    .find((said) => said !== undefined);
}

/** Of a web page, as gateways send them when what is behind them is away. */
function titleOf(body: string): string | undefined {
  return /^\s*<[\s\S]*?<title[^>]*>(?:\d{3}\b[\s:]*)?([^<]+)</i.exec(body)?.[1];
}

/** The SDK throws before we see the answer where a model was cut off, or failed, with a success as status. */
function failureOfModel(message: string): ModelFault['failure'] {
  if (/finish_reason='length'|"response\.incomplete"/.test(message)) return 'truncated_answer';
  return /"response\.failed"/.test(message) ? 'server_error' : 'bad_arguments';
}

/** `Retry-After` in seconds or as a date, or OpenAI's `retry-after-ms`, in milliseconds. */
function retryAfter(headers: Headers): number | undefined {
  const milliseconds = readNumber(headers.get('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const value = headers.get('retry-after');
  const seconds = readNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = /[a-z]{3} \d/i.test(value ?? '') ? Date.parse(value ?? '') : Number.NaN;
  // By the server's own clock, where it shows that.
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function readNumber(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Of the innermost cause; where several addresses were tried it has a code and no message. */
function deepestMessage(error: Error): string {
  let deepest = error;
  while (deepest.cause instanceof Error) deepest = deepest.cause;
  const code = 'code' in deepest ? String(deepest.code) : '';
  return deepest.message || code || deepest.name;
}
