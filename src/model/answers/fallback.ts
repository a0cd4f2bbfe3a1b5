import type { AgentInputItem, ModelRequest } from '@openai/agents';
import { askedNow } from '../asked.ts';
import type { AnswerTool } from './read-answer.ts';

/** How a server can be made to answer through a tool, best first. */
export const rungs = ['tools', 'json_schema', 'plain'] as const;
export type Rung = (typeof rungs)[number];

/** Marks an answer that the server itself could not make a tool call of: another time it may. */
export const sampledFault = 'failed_generation';

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

function schemaNote(tool: AnswerTool): string {
  return `You have no tools: instead of calling ${tool.name}, reply with its arguments as one JSON object and nothing else.`;
}

function plainNote(tool: AnswerTool): string {
  return [
    schemaNote(tool),
    `Answer for: ${tool.name}`,
    `The JSON schema of the arguments: ${JSON.stringify(tool.parameters)}`,
    ...(askedNow()?.bare === undefined
      ? []
      : ['If there is one ticket only, a bare "yes" or "no" is enough.']),
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
