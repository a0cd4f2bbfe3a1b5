// A reply in the shape of the Chat Completions and of the Responses API.
import type { Reply } from './chat-faults.ts';

function tokens(chars: number): number {
  return Math.ceil(chars / 4);
}

function lengthOf(reply: Reply): number {
  return reply.calls.reduce(
    (sum, call) => sum + call.arguments.length,
    (reply.text ?? reply.refusal ?? '').length,
  );
}

/** The tokens that the server says it read, read before and wrote. */
export interface Usage {
  in: number;
  cached: number;
  out: number;
}

export function usageOf(reply: Reply, promptChars: number, cachedShare: number): Usage {
  const prompt = tokens(promptChars);
  return { in: prompt, cached: Math.floor(cachedShare * prompt), out: tokens(lengthOf(reply)) };
}

export function chatCompletion(
  reply: Reply,
  model: string,
  id: number,
  promptChars: number,
  cachedShare = 0,
): object {
  const usage = usageOf(reply, promptChars, cachedShare);
  const tool_calls = reply.calls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  const message = {
    role: 'assistant',
    content: reply.text,
    refusal: reply.refusal ?? null,
    ...(tool_calls.length > 0 && { tool_calls }),
  };
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: reply.finish }],
    usage: {
      prompt_tokens: usage.in,
      completion_tokens: usage.out,
      total_tokens: usage.in + usage.out,
      prompt_tokens_details: { cached_tokens: usage.cached },
    },
  };
}

export function responsesObject(
  reply: Reply,
  model: string,
  id: number,
  promptChars: number,
  cachedShare = 0,
): object {
  const usage = usageOf(reply, promptChars, cachedShare);
  const status = reply.finish === 'length' ? 'incomplete' : 'completed';
  const content =
    reply.refusal !== undefined
      ? [{ type: 'refusal', refusal: reply.refusal }]
      : [{ type: 'output_text', text: reply.text ?? '', annotations: [] }];
  const isSilent = reply.text === null && reply.refusal === undefined;
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    model,
    output: [
      ...(isSilent
        ? []
        : [{ type: 'message', id: `msg_${id}`, role: 'assistant', status, content }]),
      ...reply.calls.map((call, index) => ({
        type: 'function_call',
        id: `fc_${id}_${index}`,
        call_id: call.id,
        name: call.name,
        arguments: call.arguments,
        status,
      })),
    ],
    usage: {
      input_tokens: usage.in,
      input_tokens_details: { cached_tokens: usage.cached },
      output_tokens: usage.out,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.in + usage.out,
    },
  };
}
