import type { TraceSpan } from '../ticket-trace.ts';

/**
 * The OpenTelemetry conventions for generative AI that spans keep to: the last version that was
 * published under a schema address. They are in development, and moved to a repository of their own
 * after it, which has none yet.
 */
export const conventions = 'https://opentelemetry.io/schemas/1.41.0';

const operations = {
  workflow: 'invoke_workflow',
  agent: 'invoke_agent',
  chat: 'chat',
  tool: 'execute_tool',
} satisfies Record<TraceSpan['kind'], string>;

/** `chat gpt-4o-mini`: an operation, and what did it. */
export function spanName({ kind, name }: TraceSpan): string {
  return `${operations[kind]} ${name}`;
}

export function spanAttributes(span: TraceSpan): TraceSpan['attributes'] {
  return {
    'gen_ai.operation.name': operations[span.kind],
    ...ofKind(span),
    ...(span.error === undefined ? {} : { 'error.type': span.error.type }),
    ...span.attributes,
  };
}

function ofKind(span: TraceSpan): TraceSpan['attributes'] {
  const { kind, name, provider, tokens, input, output } = span;
  switch (kind) {
    case 'workflow':
      return { 'gen_ai.workflow.name': name, ...messages(input, output) };
    case 'agent':
      return { 'gen_ai.agent.name': name };
    case 'chat':
      return {
        'gen_ai.provider.name': provider ?? '',
        'gen_ai.request.model': name,
        ...(tokens === undefined
          ? {}
          : {
              'gen_ai.usage.input_tokens': tokens.in,
              'gen_ai.usage.output_tokens': tokens.out,
              'gen_ai.usage.cache_read.input_tokens': tokens.cached,
            }),
        ...messages(input, output),
      };
    case 'tool':
      return {
        'gen_ai.tool.name': name,
        'gen_ai.tool.type': 'function',
        ...(input === undefined ? {} : { 'gen_ai.tool.call.arguments': JSON.stringify(input) }),
        ...(output === undefined ? {} : { 'gen_ai.tool.call.result': JSON.stringify(output) }),
      };
  }
}

function messages(input: unknown, output: unknown): TraceSpan['attributes'] {
  return {
    ...(input === undefined ? {} : { 'gen_ai.input.messages': message('user', input) }),
    ...(output === undefined
      ? {}
      : { 'gen_ai.output.messages': message('assistant', output, { finish_reason: 'stop' }) }),
  };
}

function message(role: string, content: unknown, more: object = {}): string {
  const parts = [{ type: 'text', content: JSON.stringify(content) }];
  return JSON.stringify([{ role, parts, ...more }]);
}
