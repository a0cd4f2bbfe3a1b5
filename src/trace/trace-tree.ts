import { ticketLine } from '../agent/docket.ts';
import { addressOf } from '../domain/address.ts';
import { shownText } from './shown-text.ts';
import type { Outline, Part, ToldRun } from './tell-many.ts';
import type { TicketTrace, TraceSpan } from './ticket-trace.ts';
import { agentSpans, blank } from './trace-agent.ts';

/**
 * A ticket's story as a tree of spans: the workflow, its agents, their calls. A docket's call is
 * shared by its tickets; each shows its own question and answer, and its part of the tokens.
 */
export function traceTree(outline: Outline, run: ToldRun): TicketTrace {
  const { ticket, decision, parts } = outline;
  const show = shownText(run.parsed.redact === true);
  // Of what was answered, the ids of themes and a yes or no are nobody's own words.
  const plain = new Set(['yes', 'no', ...run.parsed.themes.map((theme) => theme.id)]);
  const showAnswer = (text: string) => (plain.has(text) ? text : show(text));
  const themes = decision.themes.map(showAnswer);
  const question = mapTexts(ticketLine(ticket), show) as object;
  const id = addressOf('trace', run.id, String(ticket.row));
  const idOf = (...names: string[]) => addressOf('span', id, ...names).slice(0, 16);
  const here = parts.flatMap(({ docket }) => (docket?.run === run.id ? docket : []));
  const start =
    here.length === 0 ? run.started_at : Math.min(...here.map(({ started_at }) => started_at));
  const root: TraceSpan = {
    ...blank,
    id: idOf('root'),
    kind: 'workflow',
    name: 'tribunal',
    start,
    end: Math.max(start, ...here.map((docket) => docket.started_at + docket.milliseconds)),
    attributes: {
      'tribunal.run.id': run.id,
      'tribunal.workflow': run.workflow,
      'tribunal.ticket.id': show(ticket.id),
      'tribunal.ticket.row': ticket.row,
      'tribunal.status': decision.status,
      'tribunal.themes': themes,
      'tribunal.conflicts': decision.conflicts.map(({ kind }) => kind),
      'tribunal.rules': decision.rules.map(({ rule }) => rule),
      ...(decision.confidence === null ? {} : { 'tribunal.confidence': decision.confidence }),
      ...(decision.sentiment === null ? {} : { 'tribunal.sentiment': decision.sentiment }),
    },
    input: question,
    output: {
      status: decision.status,
      themes,
      confidence: decision.confidence,
      sentiment: decision.sentiment,
      justification: show(decision.justification),
    },
    error:
      decision.status === 'failed'
        ? { type: 'failed', message: show(decision.justification) }
        : undefined,
  };
  const agents = parts
    .map((part) => ({
      ...part,
      answer: mapTexts(part.answer, showAnswer),
      reusedFrom: paidBy(part, outline, run),
    }))
    .map((part) => agentSpans(part, { run, root, question, show, idOf }))
    .sort(([one], [other]) => (one?.start ?? 0) - (other?.start ?? 0));
  return { run: run.id, row: ticket.row, id, spans: [root, ...agents.flat()] };
}

/** The run whose answer it is, where nothing was asked for this ticket. */
function paidBy({ docket, answer }: Part, { parts, reused }: Outline, run: ToldRun) {
  if (docket === undefined || answer === undefined) return undefined;
  // A ticket that reads like an earlier one of its run got that one's answers, all of them.
  const answered = parts.filter((part) => part.answer !== undefined).length;
  return docket.run !== run.id || reused >= answered ? docket.run : undefined;
}

/** The texts in a JSON value; its keys stay as they are. */
function mapTexts(value: unknown, show: (text: string) => string): unknown {
  if (typeof value === 'string') return show(value);
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, mapTexts(part, show)]),
  );
}
