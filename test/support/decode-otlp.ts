import protobuf from 'protobufjs';

// The part of opentelemetry-proto that spans use, with its field numbers.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schema_url = 3; }
  message Scope { string name = 1; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5;
    int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9; Status status = 15;
  }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message Response { PartialSuccess partial_success = 1; }
  message PartialSuccess { int64 rejected_spans = 1; string error_message = 2; }
`);

export interface DecodedSpan {
  trace: string;
  id: string;
  parent: string;
  name: string;
  kind: number;
  start: bigint;
  end: bigint;
  status: number;
  attributes: Record<string, unknown>;
  service: unknown;
  schema: string;
}

interface Value {
  arrayValue?: { values?: Value[] };
  [kind: string]: unknown;
}
type Attributes = { key: string; value: Value }[];
interface Request {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: { schemaUrl: string; spans: Record<string, unknown>[] }[];
  }[];
}

/** The spans in an `ExportTraceServiceRequest`. */
export function decodeOtlp(bytes: Uint8Array): DecodedSpan[] {
  const type = root.lookupType('Request');
  const request = type.toObject(type.decode(bytes), { longs: String }) as Request;
  return request.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ schemaUrl, spans }) =>
      spans.map((span) => ({
        trace: hex(span.traceId),
        id: hex(span.spanId),
        parent: hex(span.parentSpanId),
        name: String(span.name),
        kind: Number(span.kind),
        start: BigInt(String(span.startTimeUnixNano)),
        end: BigInt(String(span.endTimeUnixNano)),
        status: Number((span.status as { code?: number }).code ?? 0),
        attributes: plain(span.attributes as Attributes),
        service: plain(resource.attributes)['service.name'],
        schema: schemaUrl,
      })),
    ),
  );
}

/** A collector's answer that it left out so many spans. */
export function partialSuccess(spans: number, reason: string): Uint8Array {
  const type = root.lookupType('Response');
  return type
    .encode(type.fromObject({ partialSuccess: { rejectedSpans: spans, errorMessage: reason } }))
    .finish();
}

function hex(bytes: unknown): string {
  return Buffer.from((bytes ?? []) as Uint8Array).toString('hex');
}

function plain(attributes: Attributes = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, anyValue(value)]));
}

function anyValue(value: Value): unknown {
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(anyValue);
  const [kind, plain] = Object.entries(value)[0] ?? [];
  return kind === 'intValue' ? Number(plain) : plain;
}
