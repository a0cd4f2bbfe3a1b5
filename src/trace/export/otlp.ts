import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { TicketTrace, TraceSpan } from '../ticket-trace.ts';
import { conventions, spanAttributes, spanName } from './gen-ai.ts';

type ReadableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];

/** Attributes of whoever sends: `service.name` and what the user adds. */
export type Sender = Record<string, string>;

export const defaultSender: Sender = { 'service.name': 'ticket-tribunal' };

/** Their numbers in OpenTelemetry's API. */
const kinds = { internal: 0, client: 2 };
const statuses = { unset: 0, error: 2 };

/**
 * An `ExportTraceServiceRequest` in protobuf. Several of them, one after the other, are one request
 * with all their spans.
 */
export function encodeTraces(traces: readonly TicketTrace[], sender: Sender): Uint8Array {
  const resource = resourceOf(sender);
  return (
    ProtobufTraceSerializer.serializeRequest(
      traces.flatMap(({ id, spans }) => spans.map((span) => readable(id, span, resource))),
    ) ?? new Uint8Array()
  );
}

/** How many spans a collector left out although it took the request, and why. */
export function readLeftOut(response: Uint8Array): { spans: number; reason: string } {
  const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(response);
  return {
    spans: Number(partialSuccess?.rejectedSpans ?? 0),
    reason: partialSuccess?.errorMessage ?? '',
  };
}

function readable(
  traceId: string,
  span: TraceSpan,
  resource: ReadableSpan['resource'],
): ReadableSpan {
  const contextOf = (spanId: string) => ({ traceId, spanId, traceFlags: 1 });
  return {
    name: spanName(span),
    kind: span.kind === 'chat' ? kinds.client : kinds.internal,
    spanContext: () => contextOf(span.id),
    ...(span.parent === undefined ? {} : { parentSpanContext: contextOf(span.parent) }),
    startTime: timeOf(span.start),
    endTime: timeOf(span.end),
    duration: timeOf(span.end - span.start),
    status:
      span.error === undefined
        ? { code: statuses.unset }
        : { code: statuses.error, message: span.error.message },
    attributes: spanAttributes(span),
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'ticket-tribunal', schemaUrl: conventions },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Whole seconds, and the nanoseconds beyond. */
function timeOf(milliseconds: number): [number, number] {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}

function resourceOf(attributes: Sender): ReadableSpan['resource'] {
  const resource: ReadableSpan['resource'] = {
    attributes,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  return resource;
}
