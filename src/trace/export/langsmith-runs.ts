import { addressOf } from '../../domain/address.ts';
import type { TicketTrace, TraceSpan } from '../ticket-trace.ts';
import { spanName } from './gen-ai.ts';

/** A span as LangSmith takes it: it calls a span a run, and a run of ours is only an attribute. */
export interface LangSmithRun {
  id: string;
  trace_id: string;
  parent_run_id?: string;
  /** The times and ids from the root down to this one: what the tree is built and sorted by. */
  dotted_order: string;
  name: string;
  run_type: 'chain' | 'llm' | 'tool';
  start_time: string;
  end_time: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  error?: string;
  session_name: string;
  extra: { metadata: Record<string, unknown> };
}

const types = {
  workflow: 'chain',
  agent: 'chain',
  chat: 'llm',
  tool: 'tool',
} satisfies Record<TraceSpan['kind'], LangSmithRun['run_type']>;

/** A ticket's spans, each with its whole place in the tree: nothing is left to the order of arrival. */
export function langSmithRuns({ id: trace, spans }: TicketTrace, project: string): LangSmithRun[] {
  const places = new Map<string, { id: string; order: string }>();
  return spans.map((span) => {
    const id = uuidOf(trace, span);
    const parent = places.get(span.parent ?? '');
    const step = `${stampOf(span.start)}${id}`;
    const order = parent === undefined ? step : `${parent.order}.${step}`;
    places.set(span.id, { id, order });
    return {
      id,
      trace_id: places.get(spans[0]?.id ?? '')?.id ?? id,
      ...(parent === undefined ? {} : { parent_run_id: parent.id }),
      dotted_order: order,
      name: spanName(span),
      run_type: types[span.kind],
      start_time: new Date(span.start).toISOString(),
      end_time: new Date(span.end).toISOString(),
      ...contentOf(span),
      ...(span.error === undefined ? {} : { error: `${span.error.type}: ${span.error.message}` }),
      session_name: project,
      extra: { metadata: { ...span.attributes, ...modelOf(span) } },
    };
  });
}

/** A UUID of version 7, in which the time comes first: the same for the same span. */
function uuidOf(trace: string, { id, start }: TraceSpan): string {
  const time = Math.floor(start).toString(16).padStart(12, '0');
  const rest = addressOf('langsmith', trace, id);
  const variant = '89ab'[Number.parseInt(rest.slice(3, 4), 16) % 4];
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${rest.slice(0, 3)}`,
    `${variant}${rest.slice(4, 7)}`,
    rest.slice(7, 19),
  ].join('-');
}

/** `20261122T195941000000Z`: microseconds, of which we know the first three digits. */
function stampOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, -1).replace(/[-:.]/g, '')}000Z`;
}

function contentOf({ kind, input, output }: TraceSpan) {
  if (kind !== 'chat')
    return { inputs: objectOf('input', input), outputs: objectOf('output', output) };
  const message = (role: string, content: unknown) =>
    content === undefined ? {} : { messages: [{ role, content: JSON.stringify(content) }] };
  return { inputs: message('user', input), outputs: message('assistant', output) };
}

function objectOf(name: string, value: unknown): Record<string, unknown> {
  if (value === undefined) return {};
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : { [name]: value };
}

function modelOf({ kind, name, provider, tokens }: TraceSpan) {
  if (kind !== 'chat') return {};
  return {
    ls_model_name: name,
    ls_provider: provider,
    ls_model_type: 'chat',
    ...(tokens === undefined
      ? {}
      : {
          usage_metadata: {
            input_tokens: tokens.in,
            output_tokens: tokens.out,
            total_tokens: tokens.in + tokens.out,
            input_token_details: { cache_read: tokens.cached },
          },
        }),
  };
}
