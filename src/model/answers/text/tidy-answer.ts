// What servers send as an answer, as the SDK expects it: it takes every field for what it is called.
import { z } from 'zod';
import type { Endpoint } from '../../endpoint.ts';
import { sampledFault } from '../fallback.ts';
import { isObject, wholeObject } from './json-in-text.ts';

/** No model reads or writes more tokens in one call: of a usage that says so nothing is believed. */
const mostTokens = 10_000_000;

const Anything = z.unknown().optional();
const Text = z.string().nullish().catch(null);
const Count = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,9}(\.\d+)?$/)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(mostTokens))
  .transform(Math.ceil);
const Cached = z.object({ cached_tokens: Count }).catch({ cached_tokens: 0 });

const Fault = z
  .union([
    z.string().transform((message) => ({ message, code: null })),
    z.object({
      message: z.string().catch('an error'),
      code: z.union([z.string(), z.number()]).nullish().catch(null),
    }),
  ])
  .nullish()
  .catch(null);

const Called = z.looseObject({
  name: z.string(),
  arguments: Anything.transform((given) =>
    typeof given === 'string' ? given : JSON.stringify(given ?? {}),
  ),
});

const Call = z.looseObject({
  id: z.string().catch(''),
  type: z.literal('function').catch('function'),
  function: Called,
});

const Message = z.looseObject({
  role: z.literal('assistant').catch('assistant'),
  content: Anything.transform(textOf),
  refusal: Text,
  reasoning: Text,
  audio: z.null().catch(null),
  tool_calls: listOf(Call),
});

const Choice = z.object({
  finish_reason: Text,
  error: Fault,
  message: z.preprocess((message) => (isObject(message) ? message : { content: message }), Message),
});

const Completion = z.object({
  id: Text,
  service_tier: Text,
  choices: listOf(Choice),
  error: Fault,
  usage: z
    .object({
      prompt_tokens: Count,
      completion_tokens: Count,
      prompt_tokens_details: Cached,
    })
    .optional()
    .catch(undefined),
});

const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output_text'), text: z.string() }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
]);

const Item = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('message'),
    role: z.literal('assistant').catch('assistant'),
    content: listOf(Part),
  }),
  Called.extend({ type: z.literal('function_call'), call_id: z.string().catch('') }),
]);

const ResponsesAnswer = z.object({
  id: Text,
  service_tier: Text,
  status: Text,
  error: Fault,
  output: listOf(Item),
  usage: z
    .object({ input_tokens: Count, output_tokens: Count, input_tokens_details: Cached })
    .optional()
    .catch(undefined),
});

/** An answer of either API in which every field is of its kind, or absent. */
export function tidyAnswer(api: Endpoint['api'], answer: unknown): object {
  const given = isObject(answer) ? answer : {};
  return api === 'responses' ? tidyResponse(given) : tidyCompletion(given);
}

function tidyCompletion(answer: object): object {
  const { id, service_tier, choices, error, usage } = Completion.parse(answer);
  const [choice] = choices;
  const { tool_calls = [], ...said } = choice?.message ?? {};
  const message = tool_calls.length === 0 ? withThought(said) : { ...said, tool_calls };
  return {
    id: id ?? '',
    object: 'chat.completion',
    created: 0,
    model: '',
    usage,
    service_tier,
    choices: [{ index: 0, finish_reason: choice?.finish_reason ?? null, message }],
    error: error ?? choice?.error ?? undefined,
    ...(sampledFault in answer ? { [sampledFault]: true } : {}),
  };
}

/** Servers that take a whole answer for reasoning leave nothing else: one that is JSON was no thought. */
function withThought(said: Partial<z.output<typeof Message>>): object {
  const thought = said.reasoning ?? said.reasoning_content;
  const isAnswer = typeof thought === 'string' && wholeObject(thought) !== undefined;
  return isAnswer && !said.content?.trim() ? { ...said, content: thought } : said;
}

function tidyResponse(answer: object): object {
  const { id, ...rest } = ResponsesAnswer.parse(answer);
  return { id: id ?? '', object: 'response', created_at: 0, model: '', ...rest };
}

/** Those of a kind in a list, or the one that stands in its place. */
function listOf<Kind extends z.ZodType>(kind: Kind) {
  return Anything.transform((given) =>
    (Array.isArray(given) ? given : [given]).flatMap((one): z.output<Kind>[] => {
      const read = kind.safeParse(one);
      return read.success ? [read.data] : [];
    }),
  );
}

/**
 * Servers that are asked for JSON may send it parsed, and others send their texts in parts. Bare texts
 * in a list are texts of their own: letters must not become a word that nobody said.
 */
function textOf(content: unknown): string | null {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return isObject(content) ? JSON.stringify(content) : null;
  if (content.every((part) => typeof part === 'string')) return content.join('\n');
  return content
    .map((part) => (typeof part === 'string' ? part : isObject(part) ? part.text : ''))
    .filter((text) => typeof text === 'string')
    .join('');
}
