import type { AgentOutputItem, ModelResponse } from '@openai/agents';
import { z } from 'zod';
import { ModelFault } from '../fault.ts';
import { faultOfStatus } from '../read-fault.ts';
import { nestsTooDeep, readJson, repeatsKey, wholeObject } from './json-in-text.ts';
import { stripReasoning } from './strip-reasoning.ts';
import { wholeEntries } from './whole-entries.ts';

const ErrorBody = z.object({
  error: z.object({
    message: z.string().default('an error'),
    code: z.union([z.string(), z.number()]).nullish(),
  }),
});
const Choices = z.object({ choices: z.array(z.object({ finish_reason: z.string().nullish() })) });

/** The ids of calls whose arguments were cut off begin so; what was whole in them is kept. */
export const cutOffCall = 'cut_off_';

let callNumber = 0;

/** In characters. */
const longestArguments = 2 ** 20;

/**
 * Makes an answer safe for the SDK: our own call ids, arguments as text, reasoning taken out, what
 * was cut off closed behind the last whole entry.
 * @throws ModelFault for an error body, a refusal, a cut-off or an empty answer
 */
export function normalise(response: ModelResponse): ModelResponse {
  const error = ErrorBody.safeParse(response.providerData);
  if (error.success) {
    const { code, message } = error.data.error;
    throw faultOfStatus(Number(code) || 500, String(code), message);
  }
  const output = response.output.flatMap(normaliseItem);
  if (wasCutOff(response) && !output.some(isWholeCall))
    throw new ModelFault('truncated_answer', 'the answer was cut off at the token limit');
  if (!output.some((item) => item.type === 'function_call' || item.type === 'message'))
    throw new ModelFault('empty_answer', 'the answer is empty');
  return { ...response, output };
}

function normaliseItem(item: AgentOutputItem): AgentOutputItem[] {
  if (item.type === 'function_call') {
    const text = item.arguments;
    const { providerData: _, id: __, ...call } = item;
    // Nobody writes so much, or so deep: the SDK would read it to the end, and only the last of two verdicts.
    if (text.length > longestArguments || nestsTooDeep(text) || repeatsKey(text))
      return [{ ...call, callId: `call_${++callNumber}`, arguments: text.slice(0, 80) }];
    const whole = wholeEntries(text);
    const callId = `${whole === undefined ? 'call_' : cutOffCall}${++callNumber}`;
    return [{ ...call, callId, arguments: whole ?? text }];
  }
  if (item.type !== 'message' || item.role !== 'assistant') return [];
  const refusal = item.content.find((part) => part.type === 'refusal');
  if (refusal !== undefined) throw new ModelFault('refusal', refusal.refusal || 'refused');
  const text = item.content.map((part) => (part.type === 'output_text' ? part.text : '')).join('');
  const said = wholeObject(text) === undefined ? stripReasoning(text) : text;
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

function wasCutOff({ providerData }: ModelResponse): boolean {
  const choices = Choices.safeParse(providerData);
  return choices.success
    ? choices.data.choices[0]?.finish_reason === 'length'
    : providerData?.status === 'incomplete';
}

function isWholeCall(item: AgentOutputItem): boolean {
  return item.type === 'function_call' && readJson(item.arguments) !== undefined;
}
