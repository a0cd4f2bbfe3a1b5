/** What one ticket went through, as a tree of spans in the shape of no tool in particular. */
export interface TicketTrace {
  run: string;
  row: number;
  /** 32 hexadecimal digits: the same each time the ticket's story is told. */
  id: string;
  /** The root first, every other span after its parent. */
  spans: TraceSpan[];
}

export interface TraceSpan {
  /** 16 hexadecimal digits. */
  id: string;
  parent: string | undefined;
  kind: 'workflow' | 'agent' | 'chat' | 'tool';
  /** What was at work: the workflow, an agent, a model, a tool. */
  name: string;
  /** Milliseconds since 1970. */
  start: number;
  end: number;
  /** Whose model it was, on a chat. */
  provider: string | undefined;
  /** This ticket's share of the docket's tokens, on the chat that answered; nothing where nothing was paid. */
  tokens: { in: number; cached: number; out: number } | undefined;
  /** What is known besides, under `tribunal.`. */
  attributes: Record<string, string | number | boolean | string[]>;
  /** JSON values: the part of the question and the answer that is this ticket's. */
  input: unknown;
  output: unknown;
  error: { type: string; message: string } | undefined;
}
