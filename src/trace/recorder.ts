import type { Span, SpanData, Trace, TracingProcessor } from '@openai/agents';
import type { Rows } from '../ledger/group-commit.ts';

type AnySpan = Span<SpanData>;

/** Writes every span that ends into the ledger, and counts the calls of each trace. */
export class SpanRecorder implements TracingProcessor {
  readonly #write: (rows: Rows) => Promise<void>;
  /** Model calls by trace. */
  readonly #calls = new Map<string, number>();
  #failure: unknown;

  constructor(write: (rows: Rows) => Promise<void>) {
    this.#write = write;
  }

  /** How many model calls a trace took that has ended. It is handed over once. */
  takeCalls(traceId: string): number {
    const calls = this.#calls.get(traceId) ?? 0;
    this.#calls.delete(traceId);
    return calls;
  }

  async onTraceStart(_trace: Trace): Promise<void> {}
  async onTraceEnd(_trace: Trace): Promise<void> {}
  async onSpanStart(_span: AnySpan): Promise<void> {}

  async onSpanEnd(span: AnySpan): Promise<void> {
    this.#count(span);
    const startedAt = Date.parse(span.startedAt ?? '');
    const body = bodyOf(span.spanData);
    this.#write({
      spans: [
        {
          id: span.spanId,
          docket: span.traceId,
          parent: span.parentId,
          kind: span.spanData.type,
          name: nameOf(span.spanData),
          started_at: startedAt,
          milliseconds: Date.parse(span.endedAt ?? '') - startedAt,
          error: span.error === null ? null : JSON.stringify(span.error),
        },
      ],
      ...(body === undefined ? {} : { span_bodies: [{ span: span.spanId, body }] }),
    }).catch((error: unknown) => {
      this.#failure ??= error;
    });
  }

  /** @throws what kept a span from being written */
  async forceFlush(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async shutdown(): Promise<void> {}

  #count({ traceId, spanData }: AnySpan): void {
    if (spanData.type !== 'generation' && spanData.type !== 'response') return;
    this.#calls.set(traceId, (this.#calls.get(traceId) ?? 0) + 1);
  }
}

function nameOf(data: SpanData): string {
  switch (data.type) {
    case 'handoff':
      return `${data.from_agent} -> ${data.to_agent}`;
    case 'generation':
      return data.model ?? '';
    case 'turn':
      return `${data.agent_name} turn ${data.turn}`;
    default:
      return 'name' in data ? data.name : '';
  }
}

function bodyOf(data: SpanData): string | undefined {
  switch (data.type) {
    case 'generation':
      return JSON.stringify({ input: data.input, output: data.output, usage: data.usage });
    case 'response':
      return JSON.stringify({ input: data._input, output: data._response });
    case 'function':
      return JSON.stringify({ input: data.input, output: data.output });
    default:
      return undefined;
  }
}
