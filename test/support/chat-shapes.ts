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

export function chatCompletion(
  reply: Reply,
  model: string,
  id: number,
  promptChars: number,
): object {
  const prompt_tokens = tokens(promptChars);
  const completion_tokens = tokens(lengthOf(reply));
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
      prompt_tokens,
      completion_tokens,
      total_tokens: prompt_tokens + completion_tokens,
      prompt_tokens_details: { cached_tokens: 0 },
    },
  };
}

export function responsesObject(
  reply: Reply,
  model: string,
  id: number,
  promptChars: number,
): object {
  const input_tokens = tokens(promptChars);
  const output_tokens = tokens(lengthOf(reply));
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
      input_tokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input_tokens + output_tokens,
    },
  };
}
