import type { DocketRow } from '../ledger/schema.ts';
import type { Part, ToldRun } from './tell-many.ts';
import type { TraceSpan } from './ticket-trace.ts';

/** The ticket that an agent's spans are part of. */
interface Hearing {
  run: ToldRun;
  root: TraceSpan;
  /** What is judged, as it may be shown. */
  question: object;
  show(text: string): string;
  idOf(...names: string[]): string;
}

/** What most spans don't have. */
export const blank = {
  parent: undefined,
  provider: undefined,
  tokens: undefined,
  input: undefined,
  output: undefined,
  error: undefined,
};

/** An agent's span, and those of its calls where they were made for this ticket. */
export function agentSpans(
  part: Part & { reusedFrom: string | undefined },
  hearing: Hearing,
): TraceSpan[] {
  const { agent, docket, reusedFrom, answer } = part;
  const { run, root, show, idOf } = hearing;
  const isHere = docket?.run === run.id;
  const start = isHere ? docket.started_at : root.start;
  const span: TraceSpan = {
    ...blank,
    id: idOf(agent, docket?.id ?? ''),
    parent: root.id,
    kind: 'agent',
    name: agent,
    start,
    end: isHere ? start + docket.milliseconds : start,
    attributes: {
      ...(docket === undefined
        ? {}
        : { 'tribunal.docket.id': docket.id, 'tribunal.docket.size': docket.size }),
      ...(reusedFrom === undefined ? {} : { 'tribunal.reused_from': reusedFrom }),
    },
    output: answer,
    error:
      answer === undefined && docket !== undefined
        ? { type: docket.cause ?? 'no_answer', message: show(docket.detail ?? '') }
        : undefined,
  };
  return docket === undefined || reusedFrom !== undefined
    ? [span]
    : [span, ...callSpans(part, docket, span, hearing)];
}

function callSpans(
  { agent, answer, calls }: Part,
  docket: DocketRow,
  parent: TraceSpan,
  { run, question, show, idOf }: Hearing,
): TraceSpan[] {
  // The last ones gave this ticket's answer; the others are the docket's, not the ticket's.
  const lastTool = calls.findLast(isTool);
  const lastChat = calls.findLast((call) => !isTool(call));
  return calls.map((call) => {
    const { error } = call;
    const span = {
      ...blank,
      id: idOf(agent, docket.id, call.id),
      parent: parent.id,
      name: call.name === '' ? run.model : call.name,
      start: call.started_at,
      end: call.started_at + call.milliseconds,
      attributes: parent.attributes,
      error: error === null ? undefined : { type: 'error', message: show(error) },
    };
    if (isTool(call))
      return { ...span, kind: 'tool', input: call === lastTool ? answer : undefined };
    return {
      ...span,
      kind: 'chat',
      // Other servers speak OpenAI's way, which is what the name tells a reader of spans.
      provider: run.base_url === '' ? 'ticket-tribunal.embedded' : 'openai',
      input: { agent, ...question },
      ...(call === lastChat ? { output: answer, tokens: shareOf(docket) } : {}),
    };
  });
}

function isTool({ kind }: Part['calls'][number]): boolean {
  return kind === 'function';
}

/**
 * Tokens are counted where they were paid: each of the docket's tickets shows its part. Nothing where
 * nobody counted any.
 */
function shareOf({ size, tokens_in, tokens_cached, tokens_out }: DocketRow) {
  if (tokens_in + tokens_out === 0) return undefined;
  const share = (tokens: number) => Math.round(tokens / Math.max(1, size));
  return { in: share(tokens_in), cached: share(tokens_cached), out: share(tokens_out) };
}
