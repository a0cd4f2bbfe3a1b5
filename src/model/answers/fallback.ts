import type { AgentInputItem, AgentOutputItem, ModelRequest, ModelResponse } from '@openai/agents';
import { cannotQuote } from '../../domain/quote.ts';
import { docketLines } from './docket-lines.ts';
import { parseObject, parseVerdict } from './parse-answer.ts';

/** How a server can be made to answer through a tool, best first. */
export const rungs = ['tools', 'json_schema', 'plain'] as const;
export type Rung = (typeof rungs)[number];

type AnswerTool = { name: string; parameters: Record<string, unknown> };

/** The request as a server on this rung understands it. */
export function requestFor(rung: Rung, request: ModelRequest, tool: AnswerTool): ModelRequest {
  if (rung === 'tools') return request;
  const { toolChoice: _, parallelToolCalls: __, ...modelSettings } = request.modelSettings;
  const bySchema = rung === 'json_schema';
  return {
    ...request,
    modelSettings,
    tools: [],
    input: plainInput(request.input),
    systemInstructions: `${request.systemInstructions ?? ''}\n\n${bySchema ? schemaNote(tool) : plainNote(tool)}`,
    outputType: bySchema
      ? { type: 'json_schema', name: tool.name, strict: true, schema: strictSchema(tool) }
      : 'text',
  };
}

/** The response with a call of the tool in it, made from its text where need be; undefined where it holds none. */
export function answerOn(
  rung: Rung,
  request: ModelRequest,
  response: ModelResponse,
  tool: AnswerTool,
): ModelResponse | undefined {
  if (response.output.some((item) => item.type === 'function_call')) return response;
  const text = textOf(response.output);
  const answer =
    objectAnswer(text, tool) ?? (rung === 'plain' ? bareAnswer(text, request, tool) : undefined);
  if (answer === undefined) return undefined;
  return {
    ...response,
    output: [
      {
        type: 'function_call',
        callId: `call_${rung}_${++callNumber}`,
        name: tool.name,
        arguments: JSON.stringify(answer),
        status: 'completed',
      },
    ],
  };
}

let callNumber = 0;

export function answerTool(request: ModelRequest): AnswerTool | undefined {
  const [tool] = request.tools;
  return tool?.type === 'function'
    ? { name: tool.name, parameters: tool.parameters as Record<string, unknown> }
    : undefined;
}

function schemaNote(tool: AnswerTool): string {
  return `You have no tools: instead of calling ${tool.name}, reply with its arguments as one JSON object and nothing else.`;
}

function plainNote(tool: AnswerTool): string {
  return [
    schemaNote(tool),
    `Answer for: ${tool.name}`,
    `The JSON schema of the arguments: ${JSON.stringify(tool.parameters)}`,
    ...(tool.name === 'submit_verdicts'
      ? ['If there is one ticket only, a bare "yes" or "no" is enough.']
      : []),
  ].join('\n');
}

function strictSchema(tool: AnswerTool) {
  return tool.parameters as Extract<ModelRequest['outputType'], { schema: unknown }>['schema'];
}

/** Earlier calls and their results become messages: such a server knows no other items. */
function plainInput(input: ModelRequest['input']): ModelRequest['input'] {
  if (typeof input === 'string') return input;
  return input.map((item): AgentInputItem => {
    if (item.type === 'function_call')
      return {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: item.arguments }],
      };
    if (item.type === 'function_call_result')
      return { type: 'message', role: 'user', content: JSON.stringify(item.output) };
    return item;
  });
}

function textOf(output: readonly AgentOutputItem[]): string {
  return output
    .flatMap((item) => (item.type === 'message' && item.role === 'assistant' ? item.content : []))
    .map((part) => (part.type === 'output_text' ? part.text : ''))
    .join('\n');
}

/** The arguments, bare or inside a tool call that was written out as text. */
function objectAnswer(text: string, tool: AnswerTool): Record<string, unknown> | undefined {
  const list = listName(tool);
  for (let object = parseObject(text); object !== undefined; ) {
    if (Array.isArray(object[list])) return object;
    const inner = object.arguments ?? object.parameters;
    object =
      typeof inner === 'string'
        ? parseObject(inner)
        : typeof inner === 'object' && inner !== null
          ? (inner as Record<string, unknown>)
          : undefined;
  }
  return undefined;
}

/** A yes or no about a docket of one ticket. */
function bareAnswer(text: string, request: ModelRequest, tool: AnswerTool) {
  if (tool.name !== 'submit_verdicts') return undefined;
  const ids = docketLines(request.input).map(({ id }) => id);
  const verdict = parseVerdict(text);
  const [ticket] = ids;
  if (ids.length !== 1 || verdict === 'invalid') return undefined;
  const said = parseObject(text) ?? {};
  const quote = typeof said.quote === 'string' && said.quote !== '' ? said.quote : cannotQuote;
  return {
    verdicts: [
      {
        ticket,
        verdict,
        confidence: typeof said.confidence === 'number' ? said.confidence : bareConfidence,
        quote: verdict === 'yes' ? quote : '',
        rationale:
          typeof said.rationale === 'string' ? said.rationale : 'the model answers plain yes or no',
      },
    ],
  };
}

/** A bare yes or no says nothing of its own confidence: taken as neither sure nor in doubt. */
const bareConfidence = 0.7;

function listName(tool: AnswerTool): string {
  return Object.keys((tool.parameters.properties as object | undefined) ?? {})[0] ?? '';
}
