import type { Span, SpanData, Trace, TracingProcessor } from '@openai/agents';
import { exchangeOf } from '../domain/exchange.ts';
import type { Rows } from '../ledger/group-commit.ts';
import type { Redactor } from './redact.ts';

type AnySpan = Span<SpanData>;
type SpanRow = NonNullable<Rows['spans']>[number];

/** One of several judges that are asked together. */
interface Judge {
  docket: string;
  agent: string;
}

interface RecorderOptions {
  /** `none` only counts calls. */
  spans?: 'full' | 'none';
  /** Takes out what customers and models wrote. */
  redactor?: Redactor | undefined;
}

/**
 * Writes the spans of every trace into the ledger at its end, in one piece, and counts its calls. A
 * docket's answers are written after that: whatever answer lasts, its trace lasts too.
 */
export class SpanRecorder implements TracingProcessor {
  readonly #write: (rows: Rows) => Promise<void>;
  readonly #isCounting: boolean;
  readonly #redactor: Redactor | undefined;
  /** Model calls by trace. */
  readonly #calls = new Map<string, number>();
  /** Judges that are asked together, by trace: what the agent that stands for them is called, and each one's docket. */
  readonly #shares = new Map<string, { name: string; judges: readonly Judge[] }>();
  /** Spans that have ended, of traces that have not. */
  readonly #open = new Map<string, AnySpan[]>();
  #written: Promise<unknown> = Promise.resolve();
  #failure: unknown;

  constructor(write: (rows: Rows) => Promise<void>, options: RecorderOptions = {}) {
    this.#write = write;
    this.#isCounting = options.spans === 'none';
    this.#redactor = options.redactor;
  }

  /** How many model calls a trace took that has ended. It is handed over once. */
  takeCalls(traceId: string): number {
    const calls = this.#calls.get(traceId) ?? 0;
    this.#calls.delete(traceId);
    return calls;
  }

  /** In that trace several judges are asked together: each gets its handoff, in a docket of its own. */
  share(traceId: string, name: string, judges: readonly Judge[]): void {
    if (!this.#isCounting) this.#shares.set(traceId, { name, judges });
  }

  async onTraceStart(_trace: Trace): Promise<void> {}
  async onTraceEnd(_trace: Trace): Promise<void> {}
  async onSpanStart(_span: AnySpan): Promise<void> {}

  async onSpanEnd(span: AnySpan): Promise<void> {
    const { traceId } = span;
    if (isCall(span)) this.#calls.set(traceId, (this.#calls.get(traceId) ?? 0) + 1);
    if (this.#isCounting) return;
    const spans = this.#open.get(traceId);
    if (spans === undefined) this.#open.set(traceId, [span]);
    else spans.push(span);
    // The SDK ends no trace in which something was thrown; its outermost span always ends.
    if (span.parentId === null) this.#close(traceId);
  }

  /** Writes what traces that are still open have so far, too. @throws what kept a span from being written */
  async forceFlush(): Promise<void> {
    for (const traceId of this.#open.keys()) this.#close(traceId);
    await this.#written;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async shutdown(): Promise<void> {}

  #close(traceId: string): void {
    const spans = this.#open.get(traceId);
    this.#open.delete(traceId);
    if (spans === undefined) return;
    const writing = this.#record(spans).catch((error: unknown) => {
      this.#failure ??= error;
    });
    this.#written = this.#written.then(() => writing);
  }

  async #record(ended: readonly AnySpan[]): Promise<void> {
    const bare = new Map(ended.filter(isBare).map((span) => [span.spanId, span.parentId]));
    const [{ traceId = '' } = {}] = ended;
    const shared = this.#shares.get(traceId);
    this.#shares.delete(traceId);
    const spans: SpanRow[] = [];
    const bodies: Rows['span_bodies'] = [];
    for (const span of ended) {
      if (bare.has(span.spanId)) continue;
      let parent = span.parentId;
      while (parent !== null && bare.has(parent)) parent = bare.get(parent) ?? null;
      const row = { ...rowOf(span), parent, error: this.#errorOf(span) };
      spans.push(...(shared === undefined ? [row] : spread(row, shared)));
      const body = bodyOf(span);
      if (body !== undefined)
        bodies.push({ span: span.spanId, body: this.#redactor?.body(body) ?? body });
    }
    await this.#write({ spans, span_bodies: bodies });
  }

  #errorOf({ error }: AnySpan): string | null {
    if (error === null) return null;
    const json = JSON.stringify(error);
    return this.#redactor?.error(json) ?? json;
  }
}

/** The frame of all judges as that of each one; the first one's keeps its id, and the calls below it. */
function spread(row: SpanRow, { name, judges }: { name: string; judges: readonly Judge[] }) {
  const isFrame = row.kind === 'agent' || row.kind === 'handoff';
  if (!isFrame || !(row.name === name || row.name.endsWith(`-> ${name}`))) return [row];
  const stem = row.name.slice(0, -name.length);
  return judges.map(({ docket, agent }, index) => ({
    ...row,
    ...(index === 0 ? {} : { id: `${row.id}_${index + 1}`, parent: null }),
    docket,
    name: `${stem}${agent}`,
  }));
}

function isCall({ spanData: { type } }: AnySpan): boolean {
  return type === 'generation' || type === 'response';
}

/** The SDK's frames around the rest: their children count as those of whoever is above them. */
function isBare({ spanData: { type }, error }: AnySpan): boolean {
  return (type === 'task' || type === 'turn') && error === null;
}

function rowOf({ spanId, traceId, spanData, startedAt, endedAt }: AnySpan) {
  const start = Date.parse(startedAt ?? '');
  return {
    id: spanId,
    docket: traceId,
    kind: spanData.type,
    name: nameOf(spanData),
    started_at: start,
    milliseconds: Date.parse(endedAt ?? '') - start,
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

/** A call's body is what went over the wire: texts that are JSON already. */
function bodyOf(span: AnySpan): string | undefined {
  const exchange = exchangeOf(span);
  if (exchange !== undefined)
    return `{"request":${exchange.request},"response":${exchange.response},"status":${exchange.status}}`;
  const { spanData: data } = span;
  return data.type === 'function'
    ? JSON.stringify({ input: data.input, output: data.output })
    : undefined;
}
