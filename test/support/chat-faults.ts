// What goes wrong with real servers and models, each fault under a name.
import { type Answerer, type ChatRequest, questionOf, schemaOf, toolsOf } from './chat-question.ts';

export type Style =
  /** Calls tools, follows a JSON schema, answers text where neither is sent. */
  | 'tools'
  /** 400 in Ollama's shape where tools are sent; follows a JSON schema. */
  | 'no-tools'
  /** 400 for tools and for `response_format`: text only. */
  | 'plain'
  /** Like `plain`, with `<think>…</think>` before the text. */
  | 'think'
  /** Text that is no answer. */
  | 'nonsense'
  /** 200 with a page. */
  | 'html'
  /** Neither content nor tool calls. */
  | 'empty'
  | 'unauthorized'
  | 'unknown-model'
  /** 200 with an error in the body, as OpenRouter does. */
  | 'error-200';

export type Fault =
  /** 429 that asks for 50 ms (`retry-after-ms`; `retry-after` says 1 s). */
  | 'rate-limit'
  /** 500. */
  | 'server-error'
  /** The connection is torn down. */
  | 'reset'
  /** No answer, ever. */
  | 'stall'
  /** Half of the HTTP body, which then is no JSON. */
  | 'truncated-json'
  /** Every ticket id of the answer is one that nobody asked about. */
  | 'wrong-ids'
  /** The answer lacks its last ticket. */
  | 'missing-id'
  | 'empty'
  /** Nothing but white space, up to the longest answer that is allowed. */
  | 'white-space'
  /** Prose where an answer was due. */
  | 'text'
  /** JSON arguments of the wrong shape. */
  | 'bad-arguments'
  /** Arguments that break off in the middle and are no JSON, though the model says it has finished. */
  | 'broken-arguments'
  /** A tool call with an empty call id. */
  | 'no-call-id'
  /** Two tool calls that contradict each other. */
  | 'two-calls'
  /** Cut off half-way, `finish_reason: length`. */
  | 'length'
  | 'refusal'
  /** 400 in llama.cpp's shape. */
  | 'overflow';

/** A model's reply before it takes the shape of either API. */
export interface Reply {
  text: string | null;
  calls: { id: string; name: string; arguments: string }[];
  finish: 'stop' | 'tool_calls' | 'length';
  refusal?: string;
}

export interface HttpError {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** The HTTP answer of a request that never reaches the model. */
export function rejection(
  style: Style,
  fault: Fault | undefined,
  body: ChatRequest,
): HttpError | undefined {
  const model = body.model ?? '';
  if (fault === 'rate-limit') return rateLimited(50);
  if (fault === 'server-error') {
    return apiError(500, 'The server had an error.', { type: 'server_error' });
  }
  if (fault === 'overflow') {
    return apiError(400, 'the request exceeds the available context size', {
      code: 400,
      type: 'exceed_context_size_error',
      n_prompt_tokens: 9000,
      n_ctx: 4096,
    });
  }
  if (style === 'unauthorized') {
    return apiError(401, 'Incorrect API key provided: k.', { code: 'invalid_api_key' });
  }
  if (style === 'unknown-model') {
    const message = `The model \`${model}\` does not exist or you do not have access to it.`;
    return apiError(404, message, { code: 'model_not_found' });
  }
  if (style === 'error-200') return apiError(200, 'Provider returned error', { code: 502 });
  const isTextOnly = style === 'plain' || style === 'think';
  if ((isTextOnly || style === 'no-tools') && toolsOf(body).length > 0) {
    return apiError(400, `registry.ollama.ai/library/${model} does not support tools`);
  }
  if (isTextOnly && (body.response_format !== undefined || schemaOf(body) !== undefined)) {
    return apiError(400, "'response_format' is not supported by this model", {
      param: 'response_format',
    });
  }
  return body.stream === true ? apiError(400, 'streaming is not supported here') : undefined;
}

export function rateLimited(waitMs: number): HttpError {
  return {
    ...apiError(429, 'Rate limit reached for requests', {
      type: 'requests',
      code: 'rate_limit_exceeded',
    }),
    headers: {
      'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
      'retry-after-ms': String(Math.ceil(waitMs)),
    },
  };
}

export function apiError(status: number, message: string, more: object = {}): HttpError {
  const error = { message, type: 'invalid_request_error', param: null, code: null, ...more };
  return { status, body: { error } };
}

/** What the model says, faults of its own included. */
export function replyTo(
  body: ChatRequest,
  id: number,
  style: Style,
  fault: Fault | undefined,
  answer: Answerer,
): Reply {
  const said = (text: string | null): Reply => ({ text, calls: [], finish: 'stop' });
  if (style === 'nonsense') return said('The sky above the port is the colour of television.');
  if (style === 'empty' || fault === 'empty') return said(null);
  if (fault === 'white-space') return { ...said(' \n'.repeat(100_000)), finish: 'length' };
  if (fault === 'text') return said('I would rather have a colleague look at this.');
  if (fault === 'refusal') return { ...said(null), refusal: "I'm sorry, I can't help with that." };
  const question = questionOf(body);
  const answered = answer(question);
  const content = JSON.stringify(spoiled(answered, fault));
  const isCut = fault === 'length';
  const broken = fault === 'broken-arguments' ? '{"verdicts": [{' : content;
  const cut = isCut ? content.slice(0, content.length >> 1) : broken;
  const finish = isCut ? 'length' : 'stop';
  if (toolsOf(body).length > 0) {
    const callId = fault === 'no-call-id' ? '' : `call_${id}`;
    const call = { id: callId, name: question.tool, arguments: cut };
    const calls = [call];
    if (fault === 'two-calls') {
      calls.push({ ...call, id: `${callId}b`, arguments: contradiction(content) });
    }
    return { text: null, calls, finish: isCut ? 'length' : 'tool_calls' };
  }
  if (schemaOf(body) !== undefined) return { text: cut, calls: [], finish };
  const word = question.tickets.length === 1 ? firstVerdict(answered) : undefined;
  const plain = fault === 'two-calls' ? 'yes\nno' : (word ?? cut);
  if (style !== 'think') return { text: plain, calls: [], finish };
  const thought = '<think>The ticket could mean yes, or no.';
  return { text: isCut ? thought : `${thought}</think>\n${plain}`, calls: [], finish };
}

function firstVerdict(answered: unknown): string | undefined {
  const { verdicts } = (answered ?? {}) as { verdicts?: { verdict?: string }[] };
  return Array.isArray(verdicts) ? verdicts[0]?.verdict : undefined;
}

/** The answer with its ids wrong, its last entry missing, or its list no list. */
function spoiled(answered: unknown, fault: Fault | undefined): unknown {
  if (fault !== 'wrong-ids' && fault !== 'missing-id' && fault !== 'bad-arguments') return answered;
  return Object.fromEntries(
    Object.entries(answered ?? {}).map(([key, value]) => {
      if (!Array.isArray(value)) return [key, value];
      if (fault === 'bad-arguments') return [key, 'none'];
      if (fault === 'missing-id') return [key, value.slice(0, -1)];
      return [key, value.map((entry) => ({ ...entry, ticket: `${entry.ticket}-nobody` }))];
    }),
  );
}

function contradiction(content: string): string {
  return JSON.stringify(
    JSON.parse(content, (key, value) => {
      if (key === 'verdict') return value === 'yes' ? 'no' : 'yes';
      if (key === 'sentiment') return 1 - value;
      return key === 'themes' ? (value.length === 0 ? ['mock'] : []) : value;
    }),
  );
}
