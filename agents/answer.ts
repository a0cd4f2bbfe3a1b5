import { z } from 'zod';
import type { FailureCause } from '../src/domain/outcome.ts';

/** What an agent is told, and the shape of what it has to say to each question of a docket. */
export interface AgentSpec<Answer> {
  /** A stable id: `triage`, `judge:<theme>`, `aggregator`. It appears in traces. */
  name: string;
  /** What never changes comes first here, so that providers can cache the prompt's beginning. */
  instructions: string;
  /** The name of its own model, where it doesn't use the run's. */
  model?: string | undefined;
  /** The tool that takes the answers: `{ [list]: [{ ticket, … }] }`. */
  tool: { name: string; description: string; list: string };
  /** One answer's fields, beside the ticket id. Their descriptions are prompt. */
  fields: z.ZodObject;
  /** Turns the fields as the model filled them into an answer. Throws an `UnfitAnswer`. */
  read(fields: Record<string, unknown>): Answer;
  /** Tools that it may use before it answers. */
  helpers: readonly HelperTool[];
}

/** A tool of a judge's own: plain data, so that a theme file needs no SDK. */
export interface HelperTool {
  name: string;
  description: string;
  parameters: z.ZodObject;
  execute(input: Record<string, unknown>): unknown;
}

/** An answer that came through the tool and can't be taken. */
export class UnfitAnswer extends Error {
  override name = 'UnfitAnswer';
  readonly failure: FailureCause;
  constructor(failure: FailureCause, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** 0 to 1. Models write 95 as well as 0.95; anything else, 1.5 among it, could mean anything. */
export function readShare(value: unknown, name: string): number {
  const share = typeof value === 'number' && value >= 2 && value <= 100 ? value / 100 : value;
  if (typeof share !== 'number' || !(share >= 0 && share <= 1))
    throw new UnfitAnswer('bad_arguments', `${name} must be between 0 and 1, got ${String(value)}`);
  return share;
}

/** The parameters of the answering tool. */
export function answerParameters(spec: Pick<AgentSpec<unknown>, 'tool' | 'fields'>): z.ZodObject {
  const item = z.object({
    ticket: z.string().describe('the id of the ticket, copied from its line'),
    ...spec.fields.shape,
  });
  return z.object({
    [spec.tool.list]: z.array(item).describe('exactly one entry for every ticket'),
  });
}

/**
 * Matches answers to the ids that were asked about: each exactly once, none unknown.
 * @throws UnfitAnswer where the count or an id is wrong, or two entries contradict each other
 */
export function matchAnswers<Answer>(
  spec: AgentSpec<Answer>,
  ids: readonly string[],
  input: Record<string, unknown>,
): Map<string, Answer> {
  const entries = input[spec.tool.list] as { ticket: string }[];
  const answers = new Map<string, Answer>();
  for (const { ticket, ...fields } of entries) {
    if (!ids.includes(ticket))
      throw new UnfitAnswer('wrong_ids', `"${ticket.slice(0, 40)}" is not an id of this docket`);
    const answer = spec.read(fields);
    const earlier = answers.get(ticket);
    if (earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(answer))
      throw new UnfitAnswer('contradictory_answers', `two different answers for ${ticket}`);
    answers.set(ticket, answer);
  }
  const missing = ids.filter((id) => !answers.has(id));
  if (missing.length > 0)
    throw new UnfitAnswer(
      'wrong_ids',
      `${answers.size} of ${ids.length} answered; missing: ${missing.join(', ')}`,
    );
  // In the docket's order, so that the same answers in another order are the same answer.
  return new Map(ids.map((id) => [id, answers.get(id) as Answer]));
}
