import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { FailureCause } from '../domain/decision/outcome.ts';
import { groupBy } from '../domain/group-by.ts';
import { known, ours } from '../domain/text/own-sentence.ts';
import { readsAsRefusal } from '../domain/text/reads-as-refusal.ts';

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
  /** By field, the only words that it may hold: told to servers that write by the schema. */
  choices?: Readonly<Record<string, readonly string[]>>;
  /** Turns the fields as the model filled them into an answer. Throws an `UnfitAnswer`. */
  read(fields: Record<string, unknown>): Answer;
  /** What a bare yes or no about one ticket answers, with what was said beside it. */
  bare?: (verdict: 'yes' | 'no', said: Record<string, unknown>) => Record<string, unknown>;
  /** Of several judges in one: what stands behind a ticket's id where each of them answers. */
  judges?: ReadonlyMap<string, string>;
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
    throw new UnfitAnswer(
      'bad_arguments',
      ours`${known(name)} must be between 0 and 1, got ${String(value)}`,
    );
  return share;
}

/** By the fields of an entry, which all judges share: zod takes half a millisecond for each. */
const made = new WeakMap<z.ZodObject, Map<string, ReturnType<typeof describeAnswer>>>();

/** The JSON schema of the answering tool's parameters. Each entry is read by itself, and not here. */
export function answerParameters({ tool, fields }: Pick<AgentSpec<unknown>, 'tool' | 'fields'>) {
  const byList = made.get(fields) ?? new Map();
  made.set(fields, byList);
  const parameters = byList.get(tool.list) ?? describeAnswer(tool.list, fields);
  byList.set(tool.list, parameters);
  return structuredClone(parameters) as ReturnType<typeof describeAnswer>;
}

function describeAnswer(list: string, fields: z.ZodObject) {
  const ticket = z.string().describe('the id of the ticket, copied from its line');
  const entries = z.array(z.object({ ticket, ...fields.shape }));
  const { $schema: _, ...parameters } = z.toJSONSchema(
    z.object({ [list]: entries.describe('exactly one entry for every ticket') }),
  );
  return parameters;
}

/** Why there is no answer to take. */
export interface Unfit {
  cause: FailureCause;
  detail: string;
}

export const withoutTool: Unfit = {
  cause: 'text_instead_of_tool',
  detail: ours`answered without the tool`,
};

/** What a text in the place of an answer comes to: a model refuses in prose as well. */
export function readText(said: string): Unfit {
  if (!readsAsRefusal(said)) return withoutTool;
  return { cause: 'refusal', detail: ours`refused: ${said.trim().slice(0, 200)}` };
}

/** The answers that could be taken, in the docket's order, and what is wrong where some are missing. */
export interface Matched<Answer> {
  answers: Map<string, Answer>;
  unfit?: Unfit;
}

const Entries = z.array(z.looseObject({ ticket: z.coerce.string() })).catch([]);

/**
 * Matches the answers of one or several calls to the ids that were asked about. Whatever can be taken
 * is taken: an entry under an unknown id, with a value that can't be read, or in contradiction to
 * another entry for the same id leaves only its own ticket without an answer.
 */
export function matchAnswers<Answer>(
  spec: AgentSpec<Answer>,
  ids: readonly string[],
  calls: readonly Record<string, unknown>[],
): Matched<Answer> {
  const given = calls.flatMap((call) => Entries.parse(call[spec.tool.list]));
  // About one ticket there is one thing to say, whatever id it is said under.
  const entries = groupBy(addressed(given, ids), ({ ticket }) => ticket);
  const known = new Set(ids);
  const foreign = [...entries.keys()].find((ticket) => !known.has(ticket))?.slice(0, 40);
  const answers = new Map<string, Answer>();
  const missing: string[] = [];
  let unfit: Unfit | undefined;
  for (const id of ids) {
    const found = entries.get(id) ?? [];
    if (found.length === 0) missing.push(id);
    const read = readEntries(spec, id, found);
    if ('answer' in read) answers.set(id, read.answer);
    else unfit ??= read.unfit;
  }
  if (answers.size === ids.length) return { answers };
  unfit ??= {
    cause: 'wrong_ids',
    detail:
      foreign === undefined
        ? ours`${answers.size} of ${ids.length} answered; missing: ${missing}`
        : ours`"${foreign}" is not an id of this docket`,
  };
  return { answers, unfit };
}

function addressed(entries: { ticket: string }[], ids: readonly string[]): { ticket: string }[] {
  const [ticket] = ids;
  const [entry] = entries;
  if (entry === undefined || ticket === undefined) return entries;
  return ids.length === 1 && entries.length === 1 ? [{ ...entry, ticket }] : entries;
}

/** What all entries for one ticket agree on. */
function readEntries<Answer>(
  spec: AgentSpec<Answer>,
  id: string,
  entries: readonly { ticket: string }[],
): { answer: Answer } | { unfit: Unfit | undefined } {
  try {
    const [answer, ...others] = entries.map((entry) => spec.read(fieldsOf(spec, entry)));
    if (answer === undefined) return { unfit: undefined };
    if (others.every((other) => isDeepStrictEqual(other, answer))) return { answer };
    return {
      unfit: { cause: 'contradictory_answers', detail: ours`two different answers for ${id}` },
    };
  } catch (error) {
    if (error instanceof UnfitAnswer)
      return { unfit: { cause: error.failure, detail: error.message } };
    throw error;
  }
}

function fieldsOf({ fields }: Pick<AgentSpec<unknown>, 'fields'>, entry: object) {
  const read = fields.safeParse(entry);
  if (!read.success) throw new UnfitAnswer('bad_arguments', explainIssues(read.error));
  return read.data;
}

function explainIssues({ issues }: z.ZodError): string {
  const said = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  // The paths and what was expected there are the schema's; what was given is not among it.
  return ours`${known(said.slice(0, 300))}`;
}
