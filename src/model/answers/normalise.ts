import type { AgentOutputItem, ModelRequest, ModelResponse } from '@openai/agents';
import { z } from 'zod';
import { ours } from '../../domain/text/own-sentence.ts';
import { ModelFault } from '../faults/fault.ts';
import { faultOfStatus } from '../faults/read-fault.ts';
import { holdsValues, isCutOff, nestsTooDeep, saidIn, wholeObject } from './text/json-in-text.ts';

const ErrorBody = z.object({
  error: z.object({
    message: z.string().default('an error'),
    code: z.union([z.string(), z.number()]).nullish(),
  }),
});
const Choices = z.object({ choices: z.array(z.object({ finish_reason: z.string().nullish() })) });

/** In characters. */
const longestArguments = 2 ** 20;
/** In one answer, where a model makes one for each ticket; the SDK compares each with each. */
const mostCalls = 256;

/**
 * Makes an answer safe to read: arguments bounded and marked where they were cut off, reasoning taken out.
 * @throws ModelFault for an error body, a refusal, a cut-off or an empty answer, or one of far too many calls
 */
export function normalise(
  response: ModelResponse,
  input: ModelRequest['input'] = [],
): ModelResponse {
  const error = ErrorBody.safeParse(response.providerData);
  if (error.success) {
    const { code, message } = error.data.error;
    throw faultOfStatus(Number(code) || 500, String(code), message);
  }
  const { length } = response.output.filter(({ type }) => type === 'function_call');
  if (length > mostCalls)
    throw new ModelFault('bad_arguments', ours`the answer has ${length} tool calls`);
  if (reasonToFinish(response) === 'content_filter')
    throw new ModelFault('content_filter', ours`the answer was stopped by a filter of the server`);
  const output = withOwnIds(response.output.flatMap(normaliseItem), input);
  if (wasCutOff(response) && !output.some(isWholeCall))
    throw new ModelFault('truncated_answer', ours`the answer was cut off at the token limit`);
  if (!output.some((item) => item.type === 'function_call' || item.type === 'message'))
    throw new ModelFault('empty_answer', ours`the answer is empty`);
  return { ...response, output };
}

/** Calls keep the server's ids, which some servers want back; the SDK needs each to be there once. */
function withOwnIds(output: AgentOutputItem[], input: ModelRequest['input']): AgentOutputItem[] {
  const taken = new Set(
    (typeof input === 'string' ? [] : input).map((item) => ('callId' in item ? item.callId : '')),
  );
  return output.map((item) => {
    if (item.type !== 'function_call') return item;
    const isFree = item.callId !== '' && !taken.has(item.callId);
    const callId = isFree ? item.callId : newCallId();
    taken.add(callId);
    return { ...item, callId };
  });
}

let callNumber = 0;

/** An id that every server takes: nine letters and digits. */
export function newCallId(): string {
  callNumber += 1;
  return `c${callNumber.toString(36).padStart(8, '0')}`;
}

function normaliseItem(item: AgentOutputItem): AgentOutputItem[] {
  if (item.type === 'function_call') {
    const text = item.arguments;
    const { id: _, ...call } = item;
    const status = isCutOff(text) ? 'incomplete' : 'completed';
    // Nobody writes so much, or so deep: it would be read to the end.
    const isTooMuch = text.length > longestArguments || nestsTooDeep(text);
    return [{ ...call, status, arguments: isTooMuch ? text.slice(0, 80) : text }];
  }
  if (item.type !== 'message' || item.role !== 'assistant') return [];
  const refusal = item.content.find((part) => part.type === 'refusal');
  if (refusal !== undefined) throw new ModelFault('refusal', refusal.refusal || 'refused');
  const text = item.content.map((part) => (part.type === 'output_text' ? part.text : '')).join('');
  const said = wholeObject(text) === undefined ? saidIn(text) : text;
  return said.trim() === ''
    ? []
    : [
        {
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: said }],
        },
      ];
}

function wasCutOff(response: ModelResponse): boolean {
  return reasonToFinish(response) === 'length' || response.providerData?.status === 'incomplete';
}

function reasonToFinish({ providerData }: ModelResponse): string | null | undefined {
  const choices = Choices.safeParse(providerData);
  return choices.success ? choices.data.choices[0]?.finish_reason : undefined;
}

function isWholeCall(item: AgentOutputItem): boolean {
  return item.type === 'function_call' && holdsValues(item.arguments);
}
