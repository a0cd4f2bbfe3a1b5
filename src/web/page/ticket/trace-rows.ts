import type { StoryDocket, StorySpan, TicketStory } from '../../api/ticket.ts';

/** A line of the trace: an agent's docket, or something that happened in it. */
export interface TraceRow {
  id: string;
  depth: number;
  /** What it was, in a few words. */
  label: string;
  start: number;
  milliseconds: number;
  error: string | null;
  /** The span whose body can be shown. */
  span: string | null;
  docket: StoryDocket;
  isDocket: boolean;
}

/** The dockets with their spans below them, in the order of their start. */
export function traceRows({ dockets, spans }: Pick<TicketStory, 'dockets' | 'spans'>): TraceRow[] {
  return dockets.flatMap((docket) => {
    const own = spans.filter((span) => span.docket === docket.id);
    const known = new Set(own.map(({ id }) => id));
    const below = (parent: string | null, depth: number): TraceRow[] =>
      own
        .filter((span) =>
          parent === null
            ? span.parent === null || !known.has(span.parent)
            : span.parent === parent,
        )
        .flatMap((span) => [
          {
            // Judges that were asked together show the same call.
            id: `${docket.id} ${span.id}`,
            depth,
            label: labelOf(span),
            docket,
            isDocket: false,
            start: span.start,
            milliseconds: span.milliseconds,
            error: span.error,
            span: span.hasBody ? span.id : null,
          },
          ...below(span.id, depth + 1),
        ]);
    const { id, agent, start, milliseconds, fault } = docket;
    return [
      {
        id,
        depth: 0,
        label: agent,
        start,
        milliseconds,
        span: null,
        docket,
        isDocket: true,
        error: fault === null ? null : `${fault.cause.replaceAll('_', ' ')}: ${fault.detail}`,
      },
      ...below(null, 1),
    ];
  });
}

/** From the first start to the last end of what this run did; milliseconds. */
export function spanOfTime(rows: readonly TraceRow[]): { start: number; length: number } {
  const here = rows.filter(({ docket }) => docket.reusedFrom === null);
  const start = Math.min(...here.map((row) => row.start));
  const end = Math.max(...here.map((row) => row.start + row.milliseconds));
  return here.length === 0 ? { start: 0, length: 1 } : { start, length: Math.max(1, end - start) };
}

function labelOf({ kind, name }: StorySpan): string {
  switch (kind) {
    case 'generation':
    case 'response':
      return name === '' ? 'call to the model' : `call to ${name}`;
    case 'function':
      return `tool ${name}`;
    case 'handoff':
      return `hands over: ${name}`;
    case 'agent':
      return `agent ${name}`;
    default:
      return `${kind} ${name}`.trim();
  }
}
