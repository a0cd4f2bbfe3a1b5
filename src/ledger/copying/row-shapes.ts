import { z } from 'zod';
import type { Tables } from '../schema.ts';
import {
  answerShape,
  decisionShape,
  errorShape,
  jsonOf,
  routingShape,
  settingsShape,
  summaryShape,
  triageShape,
} from './json-shapes.ts';

/** The tables that a run's copy consists of, in the order in which they come. */
export const copiedTables = [
  'runs',
  'tickets',
  'decisions',
  'routings',
  'answers',
  'dockets',
  'unanswered',
  'spans',
  'span_bodies',
  'calls',
  'gold',
  'replays',
] as const;
export type CopiedTable = (typeof copiedTables)[number];

export type CopiedRow = {
  [Table in CopiedTable]: { table: Table; row: Tables[Table] };
}[CopiedTable];

const word = z.string().min(1);
const text = z.string();
const count = z.int().min(0);
const row = z.int().min(1);
/** What a date can hold. */
const latest = 8.64e15;
const time = z
  .number()
  .min(0)
  .max(latest / 2);
const milliseconds = z
  .number()
  .min(-latest / 2)
  .max(latest / 2);
const share = z.number().min(0).max(1);
const json = jsonOf(z.looseObject({}));

/** Lists go by the columns, and results by the body: one that has them differ was tampered with. */
function otherThanBody(decision: { status: string; themes: string; body: string }) {
  const body = decisionShape.safeParse(parsed(decision.body)).data;
  if (body === undefined) return undefined;
  if (body.status !== decision.status) return 'status';
  return body.themes.join('|') === decision.themes ? undefined : 'themes';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The columns of each, in the order in which they are copied. */
export const rowShapes = {
  runs: z.strictObject({
    id: word,
    key: text,
    workflow: word,
    file: text,
    model: text,
    base_url: text,
    status: z.enum(['running', 'finished', 'interrupted']),
    started_at: time,
    ended_at: time.nullable(),
    settings: jsonOf(settingsShape),
    summary: jsonOf(summaryShape).nullable(),
    process: text.nullable(),
    rows: count.nullable(),
    triage: jsonOf(triageShape).nullable().default(null),
    name: text.nullable().default(null),
    note: text.nullable().default(null),
  }),
  tickets: z.strictObject({
    run: word,
    row,
    id: text,
    address: word,
    cells: jsonOf(z.array(text)),
    defect: text.nullable(),
  }),
  decisions: z
    .strictObject({
      run: word,
      row,
      status: z.enum(['decided', 'review', 'failed']),
      themes: text,
      confidence: share.nullable(),
      body: jsonOf(decisionShape),
      reused: count,
      // Copies of old ledgers have neither.
      sentiment: share.nullable().default(null),
      failed: text.default(''),
    })
    .superRefine((decision, context) => {
      const other = otherThanBody(decision);
      if (other !== undefined)
        context.addIssue({ code: 'custom', path: [other], message: 'other than in its body' });
    }),
  routings: z.strictObject({ run: word, row, body: jsonOf(routingShape) }),
  answers: z
    .strictObject({ address: word, agent: word, docket: word, body: json })
    .superRefine(({ agent, body }, context) => {
      const { error } = jsonOf(answerShape(agent)).safeParse(body);
      for (const { path, message } of error?.issues ?? [])
        context.addIssue({ code: 'custom', path: ['body', ...path], message });
    }),
  dockets: z.strictObject({
    id: word,
    run: word,
    agent: word,
    size: count,
    answered: count.nullable(),
    parent: word.nullable(),
    started_at: time,
    milliseconds,
    cause: text.nullable(),
    detail: text.nullable(),
    calls: count,
    tokens_in: count,
    tokens_cached: count,
    tokens_out: count,
    // Copies of old ledgers have neither.
    carrier: word.nullable().default(null),
    share: share.nullable().default(null),
  }),
  unanswered: z.strictObject({ run: word, row, docket: word }),
  spans: z.strictObject({
    id: word,
    docket: word,
    parent: word.nullable(),
    kind: word,
    name: text,
    started_at: time,
    milliseconds,
    error: jsonOf(errorShape).nullable(),
  }),
  span_bodies: z.strictObject({ span: word, body: json }),
  calls: z.strictObject({
    id: word,
    run: word,
    docket: text,
    endpoint: text,
    process: text.nullable(),
    state: z.enum(['intent', 'sent', 'settled', 'unknown']),
    sent_at: time,
    settled_at: time.nullable(),
    queued: z.number(),
    waited: z.number(),
    cause: text.nullable(),
    tokens: count,
    tokens_in: count,
    tokens_cached: count,
    tokens_out: count,
    cost: z.number().nullable(),
  }),
  gold: z.strictObject({
    run: word,
    row,
    address: word,
    themes: text,
    author: text,
    at: time,
    reason: text.default(''),
    undone_at: time.nullable().default(null),
  }),
  replays: z.strictObject({
    id: word,
    run: word,
    row,
    kind: z.enum(['replay', 'rejudge']),
    at: time,
    body: json,
  }),
} satisfies { [Table in CopiedTable]: z.ZodType<Tables[Table]> };
