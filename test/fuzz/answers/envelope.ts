/** What a model says in the shape of the Chat Completions and of the Responses API, as servers fill it. */
import fc from 'fast-check';
import { mostly } from './meant.ts';

export interface Spoken {
  /** What stands in the message; nothing where only tools are called. */
  text: string | null;
  /** Each call's arguments. */
  calls: string[];
}

const usages = [
  ...[{ prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 }, null, undefined, 5, [], {}],
  ...[{ prompt_tokens: 'x' }, { prompt_tokens: -1, completion_tokens: 1e308 }, 'many'],
  ...[{ input_tokens: 9, output_tokens: 5, total_tokens: 14 }, { prompt_tokens_details: 5 }],
  ...[{ prompt_tokens: 1.5, prompt_tokens_details: { cached_tokens: null } }],
];

export interface Envelope {
  api: 'chat' | 'responses';
  finish: string | null | undefined;
  usage: unknown;
  /** The name that the call carries. */
  name: string;
  id: string | null | undefined;
  /** How a message's text travels. */
  content: 'text' | 'parts' | 'one part';
  /** Reasoning in a field of its own, which says something else at times. */
  reasoning: string | undefined;
  more: Record<string, unknown>;
}

export const envelope: fc.Arbitrary<Envelope> = fc.record({
  api: fc.constantFrom<Envelope['api']>('chat', 'responses'),
  finish: mostly<Envelope['finish']>('stop', [
    ...['tool_calls', 'length', 'content_filter', null, undefined],
  ]),
  usage: mostly<unknown>(usages[0], usages),
  name: mostly('submit_verdicts', [
    ...['functions.submit_verdicts', 'submit_verdict', '', 'transfer_to_judge', 'toString'],
  ]),
  id: mostly<Envelope['id']>('call_1', ['', null, undefined]),
  content: mostly<Envelope['content']>('text', ['parts', 'one part']),
  reasoning: mostly<Envelope['reasoning']>(undefined, [
    ...['', 'Yes? No: {"verdicts":[{"verdict":"no"}]}', 'yes', 'no'],
  ]),
  more: mostly<Record<string, unknown>>({ refusal: null, annotations: [] }, [
    ...[{}, { audio: null, function_call: null }, { refusal: '' }, { name: 7 }],
    ...[{ refusal: 'I would rather not.' }],
  ]),
});

export function bodyOf({ text, calls }: Spoken, how: Envelope): unknown {
  return how.api === 'chat' ? completion(text, calls, how) : response(text, calls, how);
}

function completion(text: string | null, calls: string[], how: Envelope) {
  const tool_calls = calls.map((call, index) => ({
    id: index === 0 ? how.id : `call_${index + 1}`,
    type: 'function',
    function: { name: how.name, arguments: call },
  }));
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [
      {
        index: 0,
        finish_reason: how.finish,
        message: {
          role: 'assistant',
          content: partsOf(text, how, 'text'),
          ...how.more,
          ...(how.reasoning === undefined ? {} : { reasoning_content: how.reasoning }),
          ...(tool_calls.length === 0 ? {} : { tool_calls }),
        },
      },
    ],
    usage: how.usage,
  };
}

function response(text: string | null, calls: string[], how: Envelope) {
  const status = how.finish === 'length' ? 'incomplete' : 'completed';
  const said = partsOf(text, { ...how, content: 'parts' }, 'output_text');
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    model: 'm',
    status,
    error: null,
    output: [
      ...(how.reasoning === undefined
        ? []
        : [
            {
              type: 'reasoning',
              id: 'r',
              summary: [{ type: 'summary_text', text: how.reasoning }],
            },
          ]),
      ...(said === null
        ? []
        : [{ type: 'message', id: 'm', role: 'assistant', status, content: said, ...how.more }]),
      ...calls.map((call, index) => ({
        type: 'function_call',
        id: `f${index}`,
        call_id: index === 0 ? how.id : `c${index}`,
        name: how.name,
        arguments: call,
        status,
      })),
    ],
    usage: how.usage,
  };
}

function partsOf(text: string | null, { content }: Envelope, type: string): unknown {
  if (text === null || content === 'text') return text;
  const middle = content === 'parts' ? Math.floor(text.length / 2) : text.length;
  return [text.slice(0, middle), text.slice(middle)]
    .filter((part) => part !== '')
    .map((part) => ({ type, text: part, annotations: [] }));
}
