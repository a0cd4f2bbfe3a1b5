import type { Span, SpanData, Trace, TracingProcessor } from '@openai/agents';
import type { Rows } from '../ledger/group-commit.ts';

type AnySpan = Span<SpanData>;

/** What the model calls of one trace cost, counted from their spans. */
export interface Tally {
  calls: number;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
}

/** Writes every span that ends into the ledger, and counts the calls of each trace. */
export class SpanRecorder implements TracingProcessor {
  readonly #write: (rows: Rows) => Promise<void>;
  readonly #tallies = new Map<string, Tally>();
  #failure: unknown;

  constructor(write: (rows: Rows) => Promise<void>) {
    this.#write = write;
  }

  /** The counts of a trace that has ended. They are handed over once. */
  takeTally(traceId: string): Tally {
    const tally = this.#tallies.get(traceId);
    this.#tallies.delete(traceId);
    return tally ?? emptyTally();
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
    const tally = this.#tallies.get(traceId) ?? emptyTally();
    const usage = usageOf(spanData);
    tally.calls += 1;
    tally.tokensIn += usage.in;
    tally.tokensCached += usage.cached;
    tally.tokensOut += usage.out;
    this.#tallies.set(traceId, tally);
  }
}

function emptyTally(): Tally {
  return { calls: 0, tokensIn: 0, tokensCached: 0, tokensOut: 0 };
}

function usageOf(data: SpanData): { in: number; cached: number; out: number } {
  const usage = (
    data.type === 'response' ? data._response?.usage : 'usage' in data && data.usage
  ) as Record<string, unknown> | undefined | false;
  if (!usage) return { in: 0, cached: 0, out: 0 };
  const details = (usage.input_tokens_details ?? usage.details ?? {}) as Record<string, unknown>;
  return {
    in: Number(usage.input_tokens ?? 0),
    cached: Number(details.cached_tokens ?? 0),
    out: Number(usage.output_tokens ?? 0),
  };
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
