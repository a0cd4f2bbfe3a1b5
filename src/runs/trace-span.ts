/** What an agent, a tool, a handoff or a model call did, and how long it took. */
export interface TraceSpan {
  id: string;
  parent: string | null;
  kind: string;
  name: string;
  startedAt: Date;
  milliseconds: number;
  error: unknown;
  body: unknown;
}
