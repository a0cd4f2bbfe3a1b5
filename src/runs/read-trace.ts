import { tellStories } from '../cases/stories/tell-story.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { TraceSpan } from './trace-span.ts';

/** The spans behind the decisions of all tickets of that id. Default: of the newest run. */
export async function readTrace(
  ledger: Ledger,
  ticket: string,
  run: string | undefined,
): Promise<TraceSpan[]> {
  const stories = await tellStories(ledger, ticket, run);
  return stories.flatMap(({ spans }) =>
    spans.map((span) => ({
      id: span.id,
      parent: span.parent,
      kind: span.kind,
      name: span.name,
      startedAt: new Date(span.started_at),
      milliseconds: span.milliseconds,
      error: span.error === null ? undefined : JSON.parse(span.error),
      body: span.body === null ? undefined : JSON.parse(span.body),
    })),
  );
}
