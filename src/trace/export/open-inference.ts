import { jsonLine } from '../../domain/text/safe-text.ts';
import type { TicketTrace, TraceSpan } from '../ticket-trace.ts';
import { spanName } from './gen-ai.ts';

const kinds = {
  workflow: 'CHAIN',
  agent: 'AGENT',
  chat: 'LLM',
  tool: 'TOOL',
} satisfies Record<TraceSpan['kind'], string>;

/** A ticket's spans as JSON lines, with the attributes of OpenInference. */
export function openInferenceLines({ id, spans }: TicketTrace): string {
  return spans.map((span) => `${jsonLine(asOpenInference(id, span))}\n`).join('');
}

function asOpenInference(trace: string, span: TraceSpan) {
  return {
    name: spanName(span),
    context: { trace_id: trace, span_id: span.id },
    parent_id: span.parent ?? null,
    start_time: new Date(span.start).toISOString(),
    end_time: new Date(span.end).toISOString(),
    status_code: span.error === undefined ? 'OK' : 'ERROR',
    status_message: span.error?.message ?? '',
    attributes: {
      'openinference.span.kind': kinds[span.kind],
      ...sideOf('input', span.input),
      ...sideOf('output', span.output),
      ...ofKind(span),
      ...(span.error === undefined ? {} : { 'error.type': span.error.type }),
      ...span.attributes,
    },
  };
}

function sideOf(side: 'input' | 'output', value: unknown) {
  return value === undefined
    ? {}
    : {
        [`${side}.value`]: JSON.stringify(value),
        [`${side}.mime_type`]: 'application/json',
      };
}

function ofKind({ kind, name, provider, tokens }: TraceSpan) {
  if (kind === 'agent') return { 'agent.name': name };
  if (kind === 'tool') return { 'tool.name': name };
  if (kind === 'workflow') return {};
  return {
    'llm.model_name': name,
    'llm.provider': provider ?? '',
    ...(tokens === undefined
      ? {}
      : {
          'llm.token_count.prompt': tokens.in,
          'llm.token_count.prompt_details.cache_read': tokens.cached,
          'llm.token_count.completion': tokens.out,
          'llm.token_count.total': tokens.in + tokens.out,
        }),
  };
}
